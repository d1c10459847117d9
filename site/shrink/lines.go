package shrink

import (
	"bytes"
	"encoding/binary"
)

// The layout of the table of functions since Go 1.20: runtime.pcHeader, then a list of
// pairs (entry, offset of the function's runtime._func), and these. Multi-byte numbers are
// little-endian.
const (
	funcPCSP  = 16 // offset in _func of the table of stack sizes,
	funcFile  = 20 // of file names,
	funcLine  = 24 // of lines,
	funcCount = 28 // and of how many further tables follow
	funcSize  = 44
)

// tableStart is how runtime.pcHeader begins: the magic number, padding, the size of an
// instruction and that of a pointer.
var tableStart = []byte("\xf1\xff\xff\xff\x00\x00\x01\x08")

// dropLines clears the tables of files and lines in the memory of a Go program, as the
// runtime allows: a function whose offsets of them are 0 has none. Memory that is not laid
// out as expected stays as it is.
func dropLines(memory []byte) {
	start := bytes.Index(memory, tableStart)
	if start < 0 || len(memory)-start < 72 {
		return
	}
	table := memory[start:]
	word := func(i int) int { return int(binary.LittleEndian.Uint64(table[8+8*i:])) }
	count, values, functions := word(0), word(6), word(7)
	if count <= 0 || count > len(table) || values <= 0 || functions <= values || functions+8*count > len(table) {
		return
	}
	pairs, tables := table[functions:], table[values:functions]

	// First see that all is as expected, and what the other tables use.
	used := make([]bool, len(tables))
	for i := range count {
		f, ok := function(pairs, i)
		if !ok {
			return
		}
		others := int(binary.LittleEndian.Uint32(f[funcCount:]))
		if others > 16 || len(f) < funcSize+4*others || !keep(tables, used, f[funcPCSP:]) {
			return
		}
		for j := range others {
			if !keep(tables, used, f[funcSize+4*j:]) {
				return
			}
		}
	}
	for i := range count {
		f, _ := function(pairs, i)
		clear(f[funcFile : funcLine+4])
	}
	for i := range tables {
		if !used[i] {
			tables[i] = 0
		}
	}
}

// function returns the memory from the _func of function i on.
func function(pairs []byte, i int) ([]byte, bool) {
	at := int(binary.LittleEndian.Uint32(pairs[8*i+4:]))
	if at+funcSize > len(pairs) {
		return nil, false
	}
	return pairs[at:], true
}

// keep marks the table at the offset that field holds, pairs of variable-length numbers
// up to a first number of 0, as used.
func keep(tables []byte, used []bool, field []byte) bool {
	at := int(binary.LittleEndian.Uint32(field))
	if at == 0 {
		return true
	}
	for first := true; ; first = false {
		if at >= len(tables) {
			return false
		}
		if tables[at] == 0 && !first {
			used[at] = true
			return true
		}
		for range 2 {
			for ; at < len(tables) && tables[at]&0x80 != 0; at++ {
				used[at] = true
			}
			if at >= len(tables) {
				return false
			}
			used[at] = true
			at++
		}
	}
}
