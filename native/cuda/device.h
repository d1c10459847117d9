// What kernel.cu needs of its compiler: as CUDA by clang without NVIDIA's toolkit,
// or as C++ for the processor, where package emulate runs it.
#pragma once

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#if defined(__CUDA__)

#define DEVICE __attribute__((device, always_inline)) static inline
#define KERNEL(name) extern "C" __attribute__((global, launch_bounds(THREADS, BLOCKS))) void name
#define SHARED __attribute__((shared))
#define THREAD ((int)__nvvm_read_ptx_sreg_tid_x())
#define BLOCK_X ((int)__nvvm_read_ptx_sreg_ctaid_x())
#define BLOCK_Y ((int)__nvvm_read_ptx_sreg_ctaid_y())
#define SYNC() __syncthreads()

DEVICE float fma_(float a, float b, float c) { return __nvvm_fma_rn_f(a, b, c); }
DEVICE double fma_(double a, double b, double c) { return __nvvm_fma_rn_d(a, b, c); }
// add_ is an addition that no optimiser reorders.
DEVICE float add_(float a, float b) { return __nvvm_add_rn_f(a, b); }
DEVICE double add_(double a, double b) { return __nvvm_add_rn_d(a, b); }
DEVICE float max_(float a, float b) { return __nvvm_fmax_f(a, b); }
DEVICE float sqrt_(float x) { return __nvvm_sqrt_rn_f(x); }
DEVICE double sqrt_(double x) { return __nvvm_sqrt_rn_d(x); }
DEVICE float load(const float *p) { return __nvvm_ldg_f(p); }
// reciprocal is 1/x to 1 ulp: the hardware's approximation and a Newton step.
DEVICE float reciprocal(float x) {
	float r;
	asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(r) : "f"(x));
	return fma_(r, fma_(-x, r, 1.f), r);
}

#else

#define DEVICE static inline
#define KERNEL(name) extern "C" void name
#define SHARED static
extern "C" int emulated_thread(void), emulated_block_x(void), emulated_block_y(void);
extern "C" void emulated_barrier(int line);
#define THREAD emulated_thread()
#define BLOCK_X emulated_block_x()
#define BLOCK_Y emulated_block_y()
#define SYNC() emulated_barrier(__LINE__)

DEVICE float fma_(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
DEVICE double fma_(double a, double b, double c) { return __builtin_fma(a, b, c); }
DEVICE float add_(float a, float b) { return a + b; }
DEVICE double add_(double a, double b) { return a + b; }
DEVICE float max_(float a, float b) { return a > b ? a : b; }
DEVICE float sqrt_(float x) { return __builtin_sqrtf(x); }
DEVICE double sqrt_(double x) { return __builtin_sqrt(x); }
DEVICE float load(const float *p) { return *p; }
DEVICE float reciprocal(float x) { return 1.f / x; }

#endif

template <class To, class From> DEVICE To bits(From x) {
	static_assert(sizeof(To) == sizeof(From), "bits of another size");
	To y;
	__builtin_memcpy(&y, &x, sizeof y);
	return y;
}
DEVICE u32 low(double x) { return (u32)bits<u64>(x); }
DEVICE u32 high(double x) { return (u32)(bits<u64>(x) >> 32); }
