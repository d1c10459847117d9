//go:build !js

package vector

import (
	"bytes"
	"encoding/binary"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

//go:generate go test -run TestShippedModule -update

var update = flag.Bool("update", false, "rewrite kernel.wasm")

// The compiler and the linker are Debian's; others write other bytes. The arguments
// allow vectors and conversions that saturate, which come together, and neither fused
// nor reordered arithmetic.
const clang, linker = "clang-14", "wasm-ld-14"

var (
	clangArgs = []string{
		"--target=wasm32", "-std=c11", "-O3", "-msimd128", "-mnontrapping-fptoint", "-ffp-contract=off", "-fno-math-errno",
		"-ffreestanding", "-Wall", "-Werror", "-c", "c/kernel.c", "-o",
	}
	linkerArgs = []string{"--no-entry", "--import-memory", "--strip-all", "-o"}
)

// TestShippedModule compiles c/kernel.c again: the bytes must be those of kernel.wasm.
func TestShippedModule(t *testing.T) {
	for _, name := range []string{clang, linker} {
		if _, err := exec.LookPath(name); err != nil {
			if os.Getenv("REQUIRE_ALL") != "" {
				t.Fatalf("%s is missing; make test-deps installs it", name)
			}
			t.Skipf("%s is missing; make test-deps installs it", name)
		}
	}
	object, linked := filepath.Join(t.TempDir(), "kernel.o"), filepath.Join(t.TempDir(), "kernel.wasm")
	for _, c := range []*exec.Cmd{
		exec.Command(clang, append(clangArgs, object)...),
		exec.Command(linker, append(linkerArgs, linked, object)...),
	} {
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", c, err, out)
		}
	}
	whole, err := os.ReadFile(linked)
	if err != nil {
		t.Fatal(err)
	}
	want := bare(t, whole)
	if *update {
		if err := os.WriteFile("kernel.wasm", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile("kernel.wasm"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("kernel.wasm is not what %s makes of c/kernel.c: go generate ./wasm/vector (%v)", clang, err)
	}
}

// Sections of a module: https://webassembly.github.io/spec/core/binary/modules.html
const (
	tables  = 4
	globals = 6
	data    = 11
)

// bare returns a module without the table and the stack pointer that the linker adds
// unasked. Where a function used them the rest would not be valid, so that it is proved
// to keep nothing in memory for itself; nor may it have data.
func bare(t *testing.T, module []byte) []byte {
	out, rest := append([]byte(nil), module[:8]...), module[8:]
	for len(rest) > 0 {
		size, n := binary.Uvarint(rest[1:])
		section := rest[:1+n+int(size)]
		rest = rest[len(section):]
		switch section[0] {
		case tables, globals:
		case data:
			t.Fatal("c/kernel.c has data, which would overwrite the program's: pass it in the job")
		default:
			out = append(out, section...)
		}
	}
	return out
}
