package cuda

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPresent(t *testing.T) {
	for _, c := range []struct {
		name     string
		files    map[string]string
		searched string
		folder   string
		problem  string // part of the error
	}{
		{"nothing", nil, "", "", "no NVIDIA device"},
		{"a device alone", map[string]string{"dev/nvidia0": ""}, "", "", "not installed"},
		{"control without a device", map[string]string{"dev/nvidiactl": "", "usr/lib64/libcuda.so.1": ""}, "", "", "no NVIDIA device"},
		{"the linker's cache", map[string]string{"dev/nvidia3": "", "etc/ld.so.cache": "\x00libcuda.so.1\x00/usr/lib\x00"}, "", "", ""},
		{"another library in it", map[string]string{"dev/nvidia3": "", "etc/ld.so.cache": "\x00libcuda.so.12\x00"}, "", "", "not installed"},
		{"a folder it searches", map[string]string{"dev/nvidia0": "", "usr/lib64/libcuda.so.1": ""}, "", "", ""},
		{"a folder it is told to search", map[string]string{"dev/nvidia0": "", "opt/libcuda.so.1": ""}, "/none:/opt", "", ""},
		{"a container's folder", map[string]string{"dev/nvidia0": "", "usr/local/nvidia/lib64/libcuda.so.1": ""}, "", "/usr/local/nvidia/lib64", ""},
		{"Windows' Linux", map[string]string{"dev/dxg": "", "usr/lib/wsl/lib/libcuda.so.1": ""}, "", "/usr/lib/wsl/lib", ""},
	} {
		root := t.TempDir()
		for name, text := range c.files {
			path := filepath.Join(root, name)
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		folder, err := present(root, c.searched)
		if folder != c.folder || (err == nil) != (c.problem == "") || err != nil && !strings.Contains(err.Error(), c.problem) {
			t.Errorf("%s: folder %q, error %v, want %q, %q", c.name, folder, err, c.folder, c.problem)
		}
	}
}
