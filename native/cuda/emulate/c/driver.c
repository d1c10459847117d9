// A libcuda.so.1 without a GPU: what driver_nvidia.go calls of NVIDIA's driver, with the
// kernels of machine.c. Launches and copies are over when they return.

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void emulated_launch(int k, int x, int y, const uint64_t *with);
extern const char *const names[]; // of the kernels, to a null

enum { SUCCESS = 0, INVALID = 1, NO_MEMORY = 2, INVALID_PTX = 218 };
static const size_t memory = (size_t)1 << 32;
static size_t used;

int cuInit(unsigned flags) { return flags == 0 ? SUCCESS : INVALID; }
int cuDriverGetVersion(int *version) { *version = 13000; return SUCCESS; }
int cuGetErrorName(int error, const char **name) { *name = error == NO_MEMORY ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR"; return SUCCESS; }
int cuGetErrorString(int error, const char **text) { *text = error == NO_MEMORY ? "out of memory" : "of the emulated driver"; return SUCCESS; }

int cuDeviceGetCount(int *n) { *n = 1; return SUCCESS; }
int cuDeviceGet(int *device, int n) { *device = n; return n == 0 ? SUCCESS : INVALID; }
int cuDeviceGetName(char *name, int size, int device) { (void)device; strncpy(name, "emulated", (size_t)size); return SUCCESS; }
int cuDeviceTotalMem_v2(size_t *size, int device) { (void)device; *size = memory; return SUCCESS; }
int cuDeviceGetAttribute(int *value, int attribute, int device) {
	const char *ratio = getenv("EMULATED_RATIO");
	(void)device;
	switch (attribute) {
	case 13: *value = 1500000; return SUCCESS; // clock rate, kHz
	case 16: *value = 100; return SUCCESS;     // multiprocessors
	case 75: *value = 9; return SUCCESS;       // compute capability
	case 76: *value = 0; return SUCCESS;
	case 87: *value = ratio ? atoi(ratio) : 2; return SUCCESS; // float32 : float64
	}
	return INVALID;
}
int cuDevicePrimaryCtxRetain(void **context, int device) { (void)device; *context = &used; return SUCCESS; }
int cuDevicePrimaryCtxRelease_v2(int device) { (void)device; return SUCCESS; }
int cuCtxSetCurrent(void *context) { return context == &used ? SUCCESS : INVALID; }

// A module is its PTX; the function, the number of the kernel plus one.
int cuModuleLoadData(void **module, const void *image) {
	if (!strstr(image, ".version 6.0\n.target sm_70\n")) return INVALID_PTX;
	*module = strdup(image);
	return SUCCESS;
}
int cuModuleGetFunction(void **function, void *module, const char *name) {
	for (intptr_t i = 0; names[i]; i++) {
		if (!strcmp(names[i], name) && strstr(module, name)) {
			*function = (void *)(i + 1);
			return SUCCESS;
		}
	}
	return INVALID;
}

int cuMemGetInfo_v2(size_t *left, size_t *total) { *left = memory - used; *total = memory; return SUCCESS; }
int cuMemAlloc_v2(uint64_t *at, size_t size) {
	if (used + size > memory) return NO_MEMORY;
	size_t *block = malloc(16 + size);
	if (!block) return NO_MEMORY;
	*block = size;
	used += size;
	*at = (uint64_t)block + 16;
	return SUCCESS;
}
int cuMemFree_v2(uint64_t at) {
	size_t *block = (size_t *)(at - 16);
	used -= *block;
	free(block);
	return SUCCESS;
}
int cuMemHostAlloc(void **at, size_t size, unsigned flags) { (void)flags; *at = malloc(size); return *at ? SUCCESS : NO_MEMORY; }
int cuMemFreeHost(void *at) { free(at); return SUCCESS; }
int cuMemcpyHtoD_v2(uint64_t to, const void *from, size_t size) { memcpy((void *)to, from, size); return SUCCESS; }
int cuMemcpyDtoHAsync_v2(void *to, uint64_t from, size_t size, void *stream) {
	if (!stream) return INVALID;
	memcpy(to, (void *)from, size);
	return SUCCESS;
}

int cuStreamCreate(void **stream, unsigned flags) { *stream = malloc(1); return flags == 1 ? SUCCESS : INVALID; }
int cuStreamSynchronize(void *stream) { (void)stream; return SUCCESS; }
int cuStreamQuery(void *stream) { return stream ? SUCCESS : INVALID; }
int cuLaunchKernel(void *function, unsigned x, unsigned y, unsigned z, unsigned threadsX, unsigned threadsY, unsigned threadsZ,
	unsigned shared, void *stream, void **parameters, void **extra) {
	uint64_t with[13];
	if (z != 1 || threadsX != 128 || threadsY != 1 || threadsZ != 1 || shared || extra || !stream) return INVALID;
	for (int i = 0; i < 13; i++) with[i] = *(uint64_t *)parameters[i];
	emulated_launch((int)(intptr_t)function - 1, (int)x, (int)y, with);
	return SUCCESS;
}
