#include <cuda.h>

// gobragg_init is cuInit(0) of NVIDIA's driver.
CUresult gobragg_init(void);
