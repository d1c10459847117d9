package abi

import "fmt"

// Clang is the compiler of the PTX, from Debian's main archive. Another version
// writes other bytes.
const Clang = "clang-14"

// Defines returns what a compiler of kernel.cu is told about k.
func (k Kernel) Defines() []string {
	shape := "SQUARE"
	if k.Profile {
		shape = "PROFILE"
	}
	return []string{
		fmt.Sprintf("-DPRECISION=%d", k.Precision),
		"-DSHAPE=" + shape,
		fmt.Sprintf("-DLOOKUP=%d", k.Lookup),
		"-DENTRY=" + k.Name(),
	}
}

// ClangArgs returns the arguments that compile source to the PTX file. It needs no
// part of NVIDIA's toolkit; PTX 6.0 for sm_70 runs on every driver since 2017 and
// every device since Volta.
func (k Kernel) ClangArgs(source, ptx string) []string {
	return append([]string{
		"-x", "cuda", "--cuda-device-only", "--cuda-gpu-arch=sm_70", "-nocudainc", "-nocudalib", "--cuda-path=/nonexistent",
		"-std=c++17", "-O3", "-ffp-contract=fast", "-Wall", "-Wno-logical-op-parentheses", "-Wno-pass-failed", "-S", source, "-o", ptx,
	}, k.Defines()...)
}
