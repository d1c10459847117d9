// Command driver builds a libcuda.so.1 that runs the kernels on the processor, for
// tests of the program with CUDA where there is no GPU:
//
//	go run ./native/cuda/emulate/driver FOLDER native/cuda
//	LD_LIBRARY_PATH=FOLDER bin/gobragg-cuda selftest -backend cuda
package main

import (
	"fmt"
	"os"

	"gobragg/native/cuda/emulate"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: driver FOLDER native/cuda")
		os.Exit(2)
	}
	if err := emulate.BuildDriver(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
