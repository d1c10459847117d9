//go:build race

package cuda

// racing: the race detector watches Go; the kernels are the same without it.
const racing = true
