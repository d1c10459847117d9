package dense

import "encoding/binary"

// Opcodes that matter here: https://webassembly.github.io/spec/core/binary/instructions.html
const (
	opBlock      = 0x02
	opLoop       = 0x03
	opIf         = 0x04
	opEnd        = 0x0b
	opBr         = 0x0c
	opBrIf       = 0x0d
	opBrTable    = 0x0e
	opCall       = 0x10
	opIndirect   = 0x11
	opLocalGet   = 0x20
	opLocalSet   = 0x21
	opLocalTee   = 0x22
	opGlobalGet  = 0x23
	opGlobalSet  = 0x24
	opFirstLoad  = 0x28
	opLastStore  = 0x3e
	opMemorySize = 0x3f
	opMemoryGrow = 0x40
	opI32Const   = 0x41
	opI64Const   = 0x42
	opF32Const   = 0x43
	opF64Const   = 0x44
	opLast       = 0xc4 // of those without a prefix
	opPrefix     = 0xfc
	prefixCopy   = 10 // after opPrefix: memory.copy,
	prefixFill   = 11 // and memory.fill
)

// instruction is one of a function's. raw is all of it, value its only or last number:
// that of a constant, an index, a label, the offset of a load or store.
type instruction struct {
	op    byte
	align byte // of a load or store, log₂
	value int64
	raw   []byte
}

// function is a function's local variables, as they are, and its code.
type function struct {
	locals []byte
	code   []instruction
}

// cut cuts a function into its instructions.
func cut(body []byte) (function, error) {
	r := reader{rest: body}
	for n := r.unsigned(); n > 0 && !r.failed; n-- {
		r.unsigned()
		r.skip(1)
	}
	if r.failed {
		return function{}, errMalformed
	}
	code, err := instructions(r.rest)
	return function{body[:len(body)-len(r.rest)], code}, err
}

func instructions(code []byte) ([]instruction, error) {
	var all []instruction
	for len(code) > 0 {
		i := instruction{op: code[0]}
		r := reader{rest: code[1:]}
		switch op := i.op; {
		case op >= opBlock && op <= opIf:
			r.skip(1)
		case op == opBr, op == opBrIf, op >= opLocalGet && op <= opGlobalSet:
			i.value = r.unsigned()
		case op == opBrTable:
			for n := r.unsigned() + 1; n > 0 && !r.failed; n-- {
				r.unsigned()
			}
		case op == opIndirect:
			r.unsigned()
			r.unsigned()
		case op >= opFirstLoad && op <= opLastStore:
			i.align = byte(r.unsigned())
			i.value = r.unsigned()
		case op == opMemorySize, op == opMemoryGrow:
			r.skip(1)
		case op == opI32Const, op == opI64Const, op == opCall: // Go writes functions as signed
			i.value = r.signed()
		case op == opF32Const:
			r.skip(4)
		case op == opF64Const:
			r.skip(8)
		case op == opPrefix:
			switch r.unsigned() {
			case prefixCopy:
				r.skip(2)
			case prefixFill:
				r.skip(1)
			}
		case op > opLast:
			return nil, errMalformed
		}
		if r.failed {
			return nil, errMalformed
		}
		n := len(code) - len(r.rest)
		i.raw, code = code[:n], code[n:]
		all = append(all, i)
	}
	return all, nil
}

// reader reads numbers in LEB128, which must be as short as they can be: the only form
// that is written back.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) skip(n int) {
	if n > len(r.rest) {
		r.failed, n = true, len(r.rest)
	}
	r.rest = r.rest[n:]
}

func (r *reader) unsigned() int64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 || v > 1<<31 || n > 1 && r.rest[n-1] == 0 {
		r.failed = true
		return 0
	}
	r.rest = r.rest[n:]
	return int64(v)
}

func (r *reader) signed() int64 {
	v := int64(0)
	for n, shift := 0, 0; n < len(r.rest) && shift < 64; n, shift = n+1, shift+7 {
		c := r.rest[n]
		v |= int64(c&0x7f) << shift
		if c&0x80 == 0 {
			if shift < 57 && c&0x40 != 0 {
				v |= -1 << (shift + 7)
			}
			r.failed = r.failed || n+1 != len(appendSigned(nil, v))
			r.rest = r.rest[n+1:]
			return v
		}
	}
	r.failed = true
	return 0
}

// appendSigned appends a number in signed LEB128.
func appendSigned(b []byte, v int64) []byte {
	for v < -0x40 || v > 0x3f {
		b = append(b, byte(v)|0x80)
		v >>= 7
	}
	return append(b, byte(v)&0x7f)
}

func appendUnsigned(b []byte, v int64) []byte { return binary.AppendUvarint(b, uint64(v)) }

// appendSmall appends a number of either sign, small ones in a byte.
func appendSmall(b []byte, v int64) []byte { return binary.AppendVarint(b, v) }
