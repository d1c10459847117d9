package dense

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"gobragg/site/shrink"
)

// script opens each file and writes beside it what is in it, as the page's does.
const script = `
const fs = require("fs");
for (const name of process.argv.slice(1)) {
	const file = fs.readFileSync(name), packed = 4 + file.readUInt32LE(0);
	const { memory, room, open } = new WebAssembly.Instance(new WebAssembly.Module(file.subarray(4, packed))).exports;
	const at = room(file.length - packed);
	new Uint8Array(memory.buffer, at).set(file.subarray(packed));
	const module = open(at);
	fs.writeFileSync(name + ".opened", new Uint8Array(memory.buffer, module, new DataView(memory.buffer).getUint32(at, true)));
}
`

// TestOpens: what was packed comes out of the opener again, byte by byte: a program of
// Go's, and modules made up to hold what that has not.
func TestOpens(t *testing.T) {
	need(t, "node")
	dir := t.TempDir()
	modules := map[string][]byte{"go": goProgram(t, dir)}
	random := rand.New(rand.NewPCG(1, 2))
	for name, data := range map[string][]byte{
		"nothing":   nil,
		"zeros":     make([]byte, 1<<20),
		"random":    bytesOf(1<<16+1, func(int) byte { return byte(random.Uint32()) }),
		"numbers":   bytesOf(1<<18, func(i int) byte { return byte(i>>3) >> (i & 7) }),
		"sorted":    sorted(200, 8, 12, 20),
		"far apart": append(append(bytesOf(300, func(i int) byte { return byte(i * i) }), make([]byte, 1<<21)...), bytesOf(300, func(i int) byte { return byte(i * i) })...),
	} {
		modules[name] = moduleOf(data, []byte{0, opEnd})
	}
	for name, code := range functionsInTest {
		modules[name] = moduleOf(nil, code)
	}

	args := []string{"-e", script, "--"}
	for name, module := range modules {
		packed, err := Pack(module)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, packed, 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if text, err := exec.Command("node", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	for name, module := range modules {
		got, err := os.ReadFile(filepath.Join(dir, name) + ".opened")
		if err != nil || !bytes.Equal(got, module) {
			t.Errorf("%s: %d bytes came out, want the %d that went in (%v)", name, len(got), len(module), err)
		}
	}
}

// functionsInTest have, behind their local variables, instructions that Go's compiler
// does not write, or not so.
var functionsInTest = map[string][]byte{
	"locals":      {2, 3, 0x7e, 0x80, 2, 0x7f, opEnd},
	"constants":   append([]byte{0, opF32Const, 1, 2, 3, 4, opF64Const, 1, 2, 3, 4, 5, 6, 7, 8, opI32Const}, append(appendSigned(nil, -1<<31), append(append([]byte{opI64Const}, appendSigned(nil, -1<<63)...), append(append([]byte{opI64Const}, appendSigned(nil, 1<<62)...), opEnd)...)...)...),
	"a value":     {0, opBlock, 0x7f, opLoop, void, opIf, 0x7e, opEnd, opEnd, opEnd, opEnd},
	"any table":   {0, opBlock, void, opLoop, void, opBrTable, 2, 1, 0, 1, opBrTable, 0, 0, opBrIf, 1, opBr, 0, opEnd, opEnd, opEnd},
	"memory":      {0, opMemorySize, 0, opMemoryGrow, 0, opPrefix, prefixCopy, 0, 0, opPrefix, prefixFill, 0, opPrefix, 3, 0x28, 2, 0x80, 1, 0x3c, 0, 5, opEnd},
	"calls":       {0, opCall, 0xc5, 0, opIndirect, 0x80, 1, 0, opLocalTee, 0x80, 1, opGlobalGet, 3, opEnd},
	"many levels": bytes.Join([][]byte{{0}, bytes.Repeat([]byte{opBlock, void}, 5000), bytes.Repeat([]byte{opEnd}, 5001)}, nil),
}

// sorted returns tables of so many rows of so many bytes, whose first number grows, and
// whose others stay, fall or do as they like.
func sorted(rows int, widths ...int) []byte {
	var b []byte
	for _, width := range widths {
		for row := range rows {
			b = binary.LittleEndian.AppendUint32(b, uint32(row*row))
			for k := 4; k < width; k += 4 {
				b = binary.LittleEndian.AppendUint32(b, []uint32{7, uint32(-row), uint32(row * 0x9e3779b1)}[k/4%3])
			}
		}
	}
	return b
}

func TestColumns(t *testing.T) {
	for _, width := range []int{4, 12, widest} {
		data := sorted(fewest, width)
		if all := difference(data); len(all) == 0 || all[0] != (column{0, width, fewest}) {
			t.Errorf("columns of a table %d bytes wide: %v", width, all)
		}
		if n := len(difference(sorted(fewest-1, width))); n > 0 {
			t.Errorf("%d columns of too few numbers", n)
		}
	}
}

func bytesOf(n int, at func(int) byte) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = at(i)
	}
	return b
}

// moduleOf returns a module with one function, and data in a section of its own.
func moduleOf(data, function []byte) []byte {
	const custom = 0
	m := []byte(magic)
	m = append(appendUnsigned(append(m, codeSection), int64(len(function)+1+len(appendUnsigned(nil, int64(len(function)))))), 1)
	m = append(appendUnsigned(m, int64(len(function))), function...)
	return append(appendUnsigned(append(m, custom), int64(len(data))), data...)
}

func goProgram(t *testing.T, dir string) []byte {
	source, module := filepath.Join(dir, "main.go"), filepath.Join(dir, "main.wasm")
	if err := os.WriteFile(source, []byte(`package main

import "fmt"

func main() { fmt.Println("hello") }
`), 0o644); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("go", "build", "-ldflags", "-s -w", "-o", module, source)
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if text, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	whole, err := os.ReadFile(module)
	if err != nil {
		t.Fatal(err)
	}
	small, err := shrink.Module(whole)
	if err != nil {
		t.Fatal(err)
	}
	return small
}

func TestPackRefuses(t *testing.T) {
	for name, module := range map[string][]byte{
		"nothing":             nil,
		"no module":           []byte("\x00asn\x01\x00\x00\x00"),
		"no code":             []byte(magic),
		"a section too long":  []byte(magic + "\x0a\x05\x01"),
		"no end":              moduleOf(nil, []byte{0}),
		"two ends":            moduleOf(nil, []byte{0, opEnd, opEnd}),
		"half a number":       moduleOf(nil, []byte{0, opCall, 0x80}),
		"a number too long":   moduleOf(nil, []byte{0, opLocalGet, 0x80, 0, opEnd}),
		"an unknown code":     moduleOf(nil, []byte{0, 0xd3, opEnd}),
		"a label to nowhere":  moduleOf(nil, []byte{0, opBr, 1, opEnd}),
		"not aligned to size": moduleOf(nil, []byte{0, 0x28, 0, 0, opEnd}),
	} {
		if _, err := Pack(module); err == nil {
			t.Errorf("%s: is packed", name)
		}
	}
}

func TestMacrosFit(t *testing.T) {
	if n := codeMacro + len(macros); n > opPrefix {
		t.Errorf("the codes of %d macros run into %#x", len(macros), opPrefix)
	}
	for i, m := range macros {
		for _, token := range m {
			if j := bytes.IndexByte(token, hole); j >= 0 && j != 1 {
				t.Errorf("macro %d has a hole in the middle of %x", i, token)
			}
		}
		for j := range i {
			if fits(macros[j], m) {
				t.Errorf("macro %d is never used: %d comes before it", i, j)
			}
		}
	}
}

func FuzzShortForm(f *testing.F) {
	for _, code := range functionsInTest {
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		fn, err := cut(body)
		if err != nil {
			return
		}
		whole := append([]byte(nil), fn.locals...)
		for _, i := range fn.code {
			whole = append(whole, i.raw...)
		}
		if !bytes.Equal(whole, body) {
			t.Errorf("instructions are %x, want %x", whole, body)
		}
		content := append(appendUnsigned([]byte{1}, int64(len(body))), body...)
		shortForm(content) // fails or not, but returns
	})
}
