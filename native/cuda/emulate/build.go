// Package emulate runs the CUDA kernels on the processor, for tests: kernel.cu
// compiled as C++, or the PTX itself translated to C.
//
//	program, err := emulate.Build(dir, "..", emulate.PTX)
//	machine, err := emulate.Start(program)
//
// A program holds all kernels and stands for a device: package cuda's tests drive
// it through the interface that they drive a GPU through.
package emulate

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"gobragg/native/cuda/abi"
)

//go:embed c/machine.c
var machine string

//go:embed c/driver.c
var driver string

// Source is what the kernels are made from.
type Source int

const (
	CPlusPlus Source = iota // kernel.cu
	PTX                     // the shipped PTX
)

// Compilers are the programs that Build runs.
var Compilers = []string{"gcc", "g++"}

// Missing returns what of Compilers is not on this machine.
func Missing() []string {
	var missing []string
	for _, c := range Compilers {
		if _, err := exec.LookPath(c); err != nil {
			missing = append(missing, c)
		}
	}
	return missing
}

// Build compiles a program in the folder dir from the sources in the folder cuda, with
// the kernels given. flags go to every compilation.
func Build(dir, cuda string, from Source, kernels []abi.Kernel, flags ...string) (program string, err error) {
	return build(dir, cuda, "machine", []string{machine}, from, kernels, flags)
}

// BuildDriver compiles a libcuda.so.1 in the folder dir that runs the PTX in the
// folder cuda on the processor: a stand-in for NVIDIA's.
func BuildDriver(dir, cuda string) error {
	_, err := build(dir, cuda, "libcuda.so.1", []string{machine, driver}, PTX, abi.Kernels(), []string{"-shared", "-fPIC", "-DLIBRARY"})
	return err
}

func build(dir, cuda, name string, mains []string, from Source, kernels []abi.Kernel, flags []string) (program string, err error) {
	cuda, err = filepath.Abs(cuda)
	if err != nil {
		return "", err
	}
	flags = append([]string{"-march=native"}, flags...)
	var jobs [][]string // command lines, each for an object
	var objects []string
	object := func(name string, command ...string) {
		o := filepath.Join(dir, name+".o")
		objects = append(objects, o)
		jobs = append(jobs, append(append(command, flags...), "-c", "-o", o))
	}
	write := func(name, text string) (string, error) {
		path := filepath.Join(dir, name)
		return path, os.WriteFile(path, []byte(text), 0o644)
	}

	for _, k := range kernels {
		switch from {
		case CPlusPlus:
			object(k.Name(), append([]string{
				"g++", "-x", "c++", "-std=c++17", "-O2", "-fno-exceptions", "-ffp-contract=fast", "-Wall", "-Wno-unknown-pragmas", "-Wno-parentheses", "-Wno-unused-function",
				filepath.Join(cuda, "kernel.cu"),
			}, k.Defines()...)...)
		case PTX:
			text, err := os.ReadFile(filepath.Join(cuda, "ptx", k.Name()+".ptx"))
			if err != nil {
				return "", err
			}
			c, err := Translate(string(text))
			if err != nil {
				return "", fmt.Errorf("%s: %w", k.Name(), err)
			}
			path, err := write(k.Name()+".c", c)
			if err != nil {
				return "", err
			}
			object(k.Name(), "gcc", "-O1", "-ffp-contract=off", path)
		}
	}
	for i, text := range mains {
		part := fmt.Sprintf("main%d", i)
		path, err := write(part+".c", text)
		if err != nil {
			return "", err
		}
		object(part, "gcc", "-O2", path)
	}
	table, err := write("kernels.c", kernelTable(kernels))
	if err != nil {
		return "", err
	}
	object("kernels", "gcc", table)
	if err := runAll(jobs); err != nil {
		return "", err
	}
	program = filepath.Join(dir, name)
	return program, runAll([][]string{append(append([]string{"gcc", "-o", program}, objects...), append(flags, "-lm", "-lpthread")...)})
}

// kernelTable returns the C of what machine.c looks kernels up in.
func kernelTable(kernels []abi.Kernel) string {
	var b, list strings.Builder
	var names strings.Builder
	b.WriteString("typedef void Kernel(void);\n")
	for _, k := range kernels {
		fmt.Fprintf(&b, "extern Kernel %s;\n", k.Name())
		fmt.Fprintf(&list, "\t%s,\n", k.Name())
		fmt.Fprintf(&names, "\t%q,\n", k.Name())
	}
	fmt.Fprintf(&b, "Kernel *const kernels[] = {\n%s};\nconst char *const names[] = {\n%s\t0\n};\nconst int threads = %d;\n", list.String(), names.String(), abi.Threads)
	return b.String()
}

// runAll runs the command lines, as many at a time as there are processors.
func runAll(jobs [][]string) error {
	var all sync.WaitGroup
	errs := make([]error, len(jobs))
	free := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, job := range jobs {
		all.Go(func() {
			free <- struct{}{}
			defer func() { <-free }()
			if out, err := exec.Command(job[0], job[1:]...).CombinedOutput(); err != nil {
				errs[i] = fmt.Errorf("%s: %w\n%s", strings.Join(job, " "), err, out)
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}
