package shrink

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestDataKeepsMemory(t *testing.T) {
	memory := make([]byte, 1<<18)
	for _, at := range []int{37, 100, 108, 1<<16 + 300, 1<<18 - 9} {
		memory[at] = byte(at) | 1
	}
	body := appendData(nil, memory)
	got, err := readData(body)
	if err != nil || !bytes.Equal(got, bytes.TrimRight(memory, "\x00")) {
		t.Errorf("memory is not the same: %v", err)
	}
	for cut := 1; cut < len(body); cut += 997 {
		if _, err := readData(body[:cut]); err == nil {
			t.Errorf("data cut at %d of %d is read", cut, len(body))
		}
	}
}

func TestSignedNumbers(t *testing.T) {
	for _, v := range []int{0, 1, 63, 64, 127, 128, 8191, 8192, 1 << 27} {
		b := appendSigned(nil, v)
		if got, n := signed(b); got != v || n != len(b) {
			t.Errorf("%d came back as %d of %d bytes, want %d", v, got, n, len(b))
		}
	}
}

func TestModuleRefuses(t *testing.T) {
	for _, module := range []string{"", "\x00asm", header + "\x0b\x05", header + "\x0b\x01\x01", header + "\x0b\x03\x01\x01\x00"} {
		if _, err := Module([]byte(module)); err == nil {
			t.Errorf("%q is a module", module)
		}
	}
}

const program = `package main

import (
	"fmt"
	"reflect"
	"runtime"
)

//go:noinline
func deep(n int) int {
	if n == 0 {
		panic("bottom")
	}
	return deep(n-1) + 1
}

func main() {
	s := make([][]byte, 0)
	for i := range 2000 { // enough for the garbage collector to walk stacks
		s = append(s, make([]byte, 1<<14))
		if i%100 == 0 {
			s = nil
		}
	}
	measure := func(args []reflect.Value) []reflect.Value {
		runtime.GC() // walks a stack with arguments that only the caller's type describes
		return []reflect.Value{reflect.ValueOf(len(args[0].String()))}
	}
	reflect.MakeFunc(reflect.TypeFor[func(string) int](), measure).Interface().(func(string) int)("text")
	defer func() { fmt.Println("recovered", recover()); deep(3) }()
	deep(100)
}
`

// TestProgramStillRuns: a program made smaller collects garbage, panics, recovers, and
// dies of what it does not recover from, with neither names nor lines of its functions.
func TestProgramStillRuns(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		if os.Getenv("REQUIRE_ALL") != "" {
			t.Fatal("Node is missing; make test-deps installs it")
		}
		t.Skip("Node is missing; make test-deps installs it")
	}
	dir := t.TempDir()
	source, module := filepath.Join(dir, "main.go"), filepath.Join(dir, "main.wasm")
	if err := os.WriteFile(source, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "build", "-o", module, source)
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	whole, err := os.ReadFile(module)
	if err != nil {
		t.Fatal(err)
	}
	small, err := Module(whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range neededNames {
		if !bytes.Contains(small, []byte(name+"\x00")) {
			t.Errorf("the garbage collector no longer finds %s", name)
		}
	}
	if err := os.WriteFile(module, small, 0o644); err != nil {
		t.Fatal(err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "go_js_wasm_exec"), module).CombinedOutput()
	if err == nil {
		t.Error("a panic ended well")
	}
	for _, want := range []string{"recovered bottom", "panic: bottom"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the program says %q, want %q", text, want)
		}
	}
	for _, gone := range []string{"main.go", "main.deep"} {
		if strings.Contains(string(text), gone) {
			t.Errorf("the trace still says %s: %q", gone, text)
		}
	}
}
