// Package dense makes a Go program in WebAssembly half as large to download as gzip does.
//
//	file, err := dense.Pack(module)
//
// Pack brings the code of the functions into a form in which what Go's compiler always
// does looks always the same (see short.go), and codes that, and all else, as LZMA does.
// The file begins with a small module, made of c/open.c, which opens the rest in a browser.
package dense

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"sync"
)

// opener exports its memory; room(n), which returns the address of n free bytes; and
// open(address), which returns that of the module that is packed there.
//
//go:embed open.wasm
var opener []byte

var errMalformed = errors.New("dense: not a WebAssembly module that Go's linker wrote")

// The parts of a module that matter here: https://webassembly.github.io/spec/core/binary
const (
	magic       = "\x00asm\x01\x00\x00\x00"
	codeSection = 10
	dataSection = 11
)

// How the two streams are coded. The numbers in data take 8 bytes; in code a byte says
// most about the next one.
var (
	codeProperties = properties{literal: 8}
	dataProperties = properties{literal: 1, place: 3, position: 3}
)

// align is what the place of the data in its stream is a multiple of, as in memory.
const align = 8

// Pack returns a file that holds the module: numbers of 4 bytes, the lowest first, then two
// streams in LZMA. The first number is the size of the opener, which follows it; the others
// are the sizes of the module, of its sections before that of code, of the content of this
// section, of its short form, of the first stream, which holds that, and how many bytes
// stand in the second stream before all other sections. It fails for what is not a module of
// Go's linker after package shrink, which writes numbers no longer than need be.
func Pack(module []byte) ([]byte, error) {
	head, code, err := split(module)
	if err != nil {
		return nil, err
	}
	form, err := shortForm(code)
	if err != nil {
		return nil, err
	}
	others := append(append([]byte(nil), module[:head]...), module[head+sectionSize(len(code)):]...)
	padding := -firstData(others) & (align - 1)
	others = append(make([]byte, padding), others...)
	form = appendColumns(form, difference(others))
	var first, second []byte
	var both sync.WaitGroup
	both.Go(func() { first = compress(form, codeProperties) })
	both.Go(func() { second = compress(others, dataProperties) })
	both.Wait()

	file := binary.LittleEndian.AppendUint32(nil, uint32(len(opener)))
	file = append(file, opener...)
	for _, n := range []int{len(module), head, len(code), len(form), len(first), padding} {
		file = binary.LittleEndian.AppendUint32(file, uint32(n))
	}
	return append(append(file, first...), second...), nil
}

// split returns the size of the sections before the one of code, and that one's content.
func split(module []byte) (head int, code []byte, err error) {
	at, code := section(module, codeSection)
	if code == nil {
		return 0, nil, errMalformed
	}
	return at, code, nil
}

// section returns where the section with an id begins, and its content: nil if there is none.
func section(module []byte, id byte) (at int, content []byte) {
	if len(module) < len(magic) || string(module[:len(magic)]) != magic {
		return 0, nil
	}
	r := reader{rest: module[len(magic):]}
	for len(r.rest) > 0 && !r.failed {
		at, is := len(module)-len(r.rest), r.rest[0]
		r.skip(1)
		size := int(r.unsigned())
		content := r.rest
		r.skip(size)
		if is == id && !r.failed {
			return at, content[:size]
		}
	}
	return 0, nil
}

// firstData is where the bytes of the first data segment are, if there is one.
func firstData(module []byte) int {
	at, content := section(module, dataSection)
	r := reader{rest: content}
	r.unsigned() // how many segments
	r.skip(2)    // a place in memory, i32.const:
	r.signed()
	r.skip(1) // end
	r.unsigned()
	if r.failed {
		return 0
	}
	return at + sectionSize(len(content)) - len(r.rest)
}

// sectionSize is the size of a section with its header.
func sectionSize(content int) int {
	return 1 + len(appendUnsigned(nil, int64(content))) + content
}
