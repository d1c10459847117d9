// Command _gen writes abi.h and the PTX of every kernel, from the folder above:
//
//	go run ./_gen
//
// PTX needs Debian's clang-14; without it only the header is written.
package main

import (
	"fmt"
	"os"
	"os/exec"
	"sync"

	"gobragg/native/cuda/abi"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	if err := os.WriteFile("abi.h", []byte(abi.Header()), 0o644); err != nil {
		return err
	}
	clang, err := exec.LookPath(abi.Clang)
	if err != nil {
		return fmt.Errorf("%s is missing, so the PTX is as it was: apt-get install %s", abi.Clang, abi.Clang)
	}
	var all sync.WaitGroup
	errs := make([]error, len(abi.Kernels()))
	for i, k := range abi.Kernels() {
		all.Go(func() {
			out, err := exec.Command(clang, k.ClangArgs("kernel.cu", "ptx/"+k.Name()+".ptx")...).CombinedOutput()
			if err != nil {
				errs[i] = fmt.Errorf("%s: %w\n%s", k.Name(), err, out)
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
