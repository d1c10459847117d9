package cuda

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"gobragg/native/cuda/abi"
)

// TestHeader holds abi.h, and with it the struct layouts that the compilers of
// kernel.cu assert, to the Go structs.
func TestHeader(t *testing.T) {
	got, err := os.ReadFile("abi.h")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != abi.Header() {
		t.Error("abi.h is not what package abi writes: go generate ./native/cuda")
	}
}

// TestShippedPTX compiles kernel.cu again: the bytes must be those in ptx.
func TestShippedPTX(t *testing.T) {
	kernelsOnly(t)
	clang, err := exec.LookPath(abi.Clang)
	if err != nil {
		absent(t, abi.Clang)
	}
	kernels := abi.Kernels()
	shipped, err := filepath.Glob("ptx/*")
	if err != nil || len(shipped) != len(kernels) {
		t.Errorf("%d files in ptx, %v, want one for each of %d kernels", len(shipped), err, len(kernels))
	}
	dir := t.TempDir()
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	var all sync.WaitGroup
	for _, k := range kernels {
		all.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			name := k.Name() + ".ptx"
			if out, err := exec.Command(clang, k.ClangArgs("kernel.cu", filepath.Join(dir, name))...).CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", name, err, out)
				return
			}
			want, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Error(err)
				return
			}
			if got, err := os.ReadFile(filepath.Join("ptx", name)); err != nil || !bytes.Equal(got, want) {
				t.Errorf("ptx/%s is not what %s makes of kernel.cu: go generate ./native/cuda (%v)", name, abi.Clang, err)
			}
		})
	}
	all.Wait()
}
