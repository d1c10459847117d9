package shrink

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// The layout of the table of functions since Go 1.20: runtime.pcHeader, which says where
// the names of functions are, and lists of files; then tables of numbers by program counter;
// then a list of pairs (entry, offset of the function's runtime._func), and these. A _func
// ends with the offsets of more tables of numbers, and of what else there is to know of
// the function. Multi-byte numbers are little-endian.
const (
	functionCount = 0 // which of the header's numbers, of 8 bytes behind tableStart, says so:
	nameStart     = 3
	unitStart     = 4
	valueStart    = 6
	functionStart = 7
	wordCount     = 8

	funcName   = 4  // offset in _func of that of the name,
	funcStack  = 16 // of that of the table of stack sizes,
	funcFile   = 20 // of file names,
	funcLine   = 24 // and of lines,
	funcTables = 28 // of how many further tables follow,
	funcUnit   = 32 // of the unit of compilation, which has the files,
	funcBegin  = 36 // of the line of the function,
	funcFacts  = 43 // and of how many facts follow the tables
	funcSize   = 44
)

// What only stack traces use, and the preemption by signals that WebAssembly does not
// have: internal/abi/symtab.go. All others stay.
var (
	traceTables = []int{0, 2, 3}    // PCDATA_UnsafePoint, _InlTreeIndex, _ArgLiveIndex
	traceFacts  = []int{3, 5, 6, 7} // FUNCDATA_InlTree, _ArgInfo, _ArgLiveInfo, _WrapInfo
)

// neededNames are of functions whose arguments the garbage collector looks up by name.
var neededNames = []string{"reflect.makeFuncStub", "reflect.methodValueCall"}

// tableStart is how runtime.pcHeader begins: the magic number, padding, the size of an
// instruction and that of a pointer.
var tableStart = []byte("\xf1\xff\xff\xff\x00\x00\x01\x08")

// dropTraces clears what stack traces say of functions in the memory of a Go program, as
// the runtime allows: a table at offset 0 and a fact at offset 2³²−1 are none, and an empty name
// is one. Memory that is not laid out as expected stays as it is.
func dropTraces(memory []byte) {
	start := bytes.Index(memory, tableStart)
	if start < 0 || len(memory)-start < 8+8*wordCount {
		return
	}
	table := memory[start:]
	word := func(i int) int { return int(binary.LittleEndian.Uint64(table[8+8*i:])) }
	count, names, units, values, functions := word(functionCount), word(nameStart), word(unitStart), word(valueStart), word(functionStart)
	if count <= 0 || count > len(table) || names <= 0 || units <= names || values <= units || functions <= values || functions+8*count > len(table) {
		return
	}
	pairs, tables := table[functions:], table[values:functions]

	// First see that all is as expected, and what the other tables use.
	used := make([]bool, len(tables))
	for i := range count {
		f, ok := function(pairs, i)
		if !ok || !keep(tables, used, f[funcStack:]) {
			return
		}
		for j := range int(f[funcTables]) {
			if !slices.Contains(traceTables, j) && !keep(tables, used, f[funcSize+4*j:]) {
				return
			}
		}
	}
	texts := make([]byte, units-names)
	for i := range count {
		f, _ := function(pairs, i)
		dropName(f[funcName:][:4], table[names:units], texts)
		clear(f[funcFile:][:8])
		clear(f[funcUnit:][:8])
		for _, j := range traceTables {
			if j < int(f[funcTables]) {
				clear(f[funcSize+4*j:][:4])
			}
		}
		for _, j := range traceFacts {
			if j < int(f[funcFacts]) {
				copy(f[funcSize+4*int(f[funcTables])+4*j:], "\xff\xff\xff\xff")
			}
		}
	}
	copy(table[names:], texts)
	clear(table[units:values])
	for i := range tables {
		if !used[i] {
			tables[i] = 0
		}
	}
}

// dropName copies a name to kept if it is needed, and makes the offset field that of an empty
// one if it is not.
func dropName(field, names, kept []byte) {
	at := int(binary.LittleEndian.Uint32(field))
	if at < len(names) {
		name, _, _ := bytes.Cut(names[at:], []byte{0})
		if slices.Contains(neededNames, string(name)) {
			copy(kept[at:], name)
			return
		}
	}
	clear(field)
}

// function returns the memory from the _func of function i on; it says whether all of that
// is there.
func function(pairs []byte, i int) ([]byte, bool) {
	at := int(binary.LittleEndian.Uint32(pairs[8*i+4:]))
	if at+funcSize > len(pairs) {
		return nil, false
	}
	f := pairs[at:]
	others := int(binary.LittleEndian.Uint32(f[funcTables:]))
	return f, others <= 16 && len(f) >= funcSize+4*(others+int(f[funcFacts]))
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
