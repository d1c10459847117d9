//go:build cuda && cgo

#define _GNU_SOURCE
#include "driver_nvidia.h"
#include <dlfcn.h>

// gorgonia.org/cu calls cuInit before main and ends the program, with a message on
// stdout, if that fails: on a machine whose driver has no device not even -help would
// work. This cuInit, which the linker prefers to the driver's, lets it pass.
__attribute__((visibility("hidden"))) CUresult cuInit(unsigned flags) {
	(void)flags;
	return CUDA_SUCCESS;
}

CUresult gobragg_init(void) {
	CUresult (*init)(unsigned) = (CUresult(*)(unsigned))dlsym(RTLD_NEXT, "cuInit");
	return init ? init(0) : CUDA_ERROR_NOT_FOUND;
}
