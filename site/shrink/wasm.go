// Package shrink makes a Go program in WebAssembly smaller to download, without
// changing what it does.
//
// The linker cuts the program's data into as many segments as the format allows, to
// leave out runs of eight zeros; compressed, the runs cost nothing and the 10⁵ segment
// headers a tenth of the program. And it writes names, files and lines for stack traces,
// which a page shows to nobody.
package shrink

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// The parts of the format that matter here: https://webassembly.github.io/spec/core/binary
const (
	header      = "\x00asm\x01\x00\x00\x00"
	dataSection = 11
	i32Const    = 0x41
	end         = 0x0b
)

// maxMemory bounds the data of a program, bytes.
const maxMemory = 1 << 28

var errMalformed = errors.New("shrink: not a WebAssembly module that a linker wrote")

// aligned is what the address of the data is a multiple of: that of the numbers in it.
const aligned = 16

// Module returns the module made smaller. It fails for what is not a module, or has
// other than plain data segments.
func Module(module []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(module, []byte(header))
	if !ok {
		return nil, errMalformed
	}
	out := append(make([]byte, 0, len(module)), header...)
	for len(rest) > 0 {
		id := rest[0]
		size, n := binary.Uvarint(rest[1:])
		if n <= 0 || size > uint64(len(rest)-1-n) {
			return nil, errMalformed
		}
		body := rest[1+n:][:size]
		rest = rest[1+n+int(size):]
		if id == dataSection {
			memory, err := readData(body)
			if err != nil {
				return nil, err
			}
			dropTraces(memory)
			body = appendData(nil, memory)
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}

// readData returns the memory that a data section makes.
func readData(body []byte) ([]byte, error) {
	count, n := binary.Uvarint(body)
	if n <= 0 {
		return nil, errMalformed
	}
	body = body[n:]
	var memory []byte
	for range count {
		if len(body) < 2 || body[0] != 0 || body[1] != i32Const {
			return nil, fmt.Errorf("%w: a data segment that is not at a constant place", errMalformed)
		}
		at, n := signed(body[2:])
		if n <= 0 || len(body) <= 2+n || body[2+n] != end {
			return nil, errMalformed
		}
		body = body[3+n:]
		size, n := binary.Uvarint(body)
		if n <= 0 || size > uint64(len(body)-n) || at < 0 || at+int(size) > maxMemory {
			return nil, errMalformed
		}
		if need := at + int(size); need > len(memory) {
			memory = append(memory, make([]byte, need-len(memory))...)
		}
		copy(memory[at:], body[n:][:size])
		body = body[n+int(size):]
	}
	return memory, nil
}

// appendData appends the data section that makes memory, of one segment.
func appendData(b, memory []byte) []byte {
	memory = bytes.TrimRight(memory, "\x00")
	at := (len(memory) - len(bytes.TrimLeft(memory, "\x00"))) &^ (aligned - 1)
	b = appendSigned(append(b, 1, 0, i32Const), at)
	b = binary.AppendUvarint(append(b, end), uint64(len(memory)-at))
	return append(b, memory[at:]...)
}

// signed reads a number in signed LEB128.
func signed(b []byte) (v, n int) {
	for shift := 0; n < len(b) && shift < 35; shift += 7 {
		c := b[n]
		n++
		v |= int(c&0x7f) << shift
		if c&0x80 == 0 {
			if c&0x40 != 0 {
				v |= -1 << (shift + 7)
			}
			return v, n
		}
	}
	return 0, 0
}

// appendSigned appends a number ≥ 0 in signed LEB128.
func appendSigned(b []byte, v int) []byte {
	for v > 0x3f {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v))
}
