package cuda

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Present tells whether NVIDIA's driver is on this machine, without starting it: an
// error says what is missing. Where the dynamic linker would not find the library by
// itself, folder is where it is.
func Present() (folder string, err error) {
	if runtime.GOOS != "linux" {
		return "", errors.New("CUDA builds run on Linux only")
	}
	return present("/", os.Getenv("LD_LIBRARY_PATH"))
}

// library is what the driver brings and programs load.
const library = "libcuda.so.1"

// present is Present of a machine whose files are below root.
func present(root, searched string) (folder string, err error) {
	exists := func(pattern string) bool {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		return err == nil && len(found) > 0
	}
	if !exists("dev/nvidia[0-9]*") && !exists("dev/dxg") {
		return "", errors.New("there is no NVIDIA device: neither /dev/nvidia0 nor, in Windows' Linux, /dev/dxg; in a container, pass the GPUs on")
	}
	cache, err := os.ReadFile(filepath.Join(root, "etc/ld.so.cache"))
	if err == nil && bytes.Contains(cache, []byte(library+"\x00")) {
		return "", nil
	}
	for _, dir := range append(filepath.SplitList(searched), "/lib64", "/usr/lib64", "/lib", "/usr/lib") {
		if exists(filepath.Join(dir, library)) {
			return "", nil
		}
	}
	folders := []string{"/usr/local/nvidia/lib64", "/usr/local/nvidia/lib", "/usr/lib/wsl/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"}
	for _, dir := range folders {
		if exists(filepath.Join(dir, library)) {
			return dir, nil
		}
	}
	return "", errors.New("NVIDIA's driver is not installed: no " + library + " where the dynamic linker looks, nor in " + strings.Join(folders, ", "))
}
