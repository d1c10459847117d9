package dense

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

//go:generate go test -run TestShippedModule -update

var update = flag.Bool("update", false, "rewrite open.wasm")

// The compiler and the linker are Debian's; others write other bytes. Small, since every
// page loads it.
var build = []struct {
	name string
	args []string
}{
	{"clang-14", []string{"--target=wasm32", "-std=gnu11", "-Os", "-mbulk-memory", "-ffreestanding", "-Wall", "-Werror", "-c", "c/open.c", "-o"}},
	{"wasm-ld-14", []string{"--no-entry", "--strip-all", "-o"}},
}

// TestShippedModule compiles c/open.c again: the bytes must be those of open.wasm.
func TestShippedModule(t *testing.T) {
	made := ""
	for _, b := range build {
		need(t, b.name)
		out := filepath.Join(t.TempDir(), "out")
		args := append(b.args, out)
		if made != "" {
			args = append(args, made)
		}
		if text, err := exec.Command(b.name, args...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", b.name, err, text)
		}
		made = out
	}
	want, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("open.wasm", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(opener, want) {
		t.Error("open.wasm is not what clang-14 makes of c/open.c: go generate ./site/dense")
	}
}

// need skips a test that wants a program of make test-deps that is not there.
func need(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err == nil {
		return
	}
	if os.Getenv("REQUIRE_ALL") != "" {
		t.Fatalf("%s is missing; make test-deps installs it", name)
	}
	t.Skipf("%s is missing; make test-deps installs it", name)
}
