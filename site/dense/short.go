package dense

// The short form of the code is that of its functions, one behind the other: the local
// variables as they are, and the instructions with the following changes. They make
// alike what is alike in all functions, and leave out what follows from the rest.
//
// A Go function is a loop around blocks, one for each place at which it can be
// resumed, and begins with a br_table from program counters to blocks: several may lead to
// one. A call writes the address at which it returns to Go's stack: the number of the
// function and a program counter. So block means here how many have ended so far, not
// counting the first.
//
// Labels count levels from the outermost instead of from the innermost. Loads and stores
// have no alignment, which is always their size. Some instructions have codes of their own:
const (
	codeTable  = 0xd0 + iota // br_table: how many program counters lead to each block; 0
	codeJump                 // i32.const, a program counter: that of which block behind this one
	codeNext                 // i64.const, a return address: to the next block
	codeInner                // i64.const, a return address: to this block
	codeReturn               // i64.const, a return address: its program counter
	codeBlocks               // some times block
	codeMacro                // and above: macros
)

// natural is the alignment of loads and stores by opcode, log₂ bytes.
var natural = [...]byte{2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2}

// void is the type of a block without a value.
const void = 0x40

// shortForm returns the short form of the content of a section of code, behind the macros
// and the number that the first function has in return addresses.
func shortForm(content []byte) ([]byte, error) {
	r := reader{rest: content}
	functions := make([]function, min(int(r.unsigned()), len(content)))
	for i := range functions {
		size := int(r.unsigned())
		body := r.rest
		if r.skip(size); r.failed {
			return nil, errMalformed
		}
		var err error
		if functions[i], err = cut(body[:size]); err != nil {
			return nil, err
		}
	}
	if r.failed || len(r.rest) > 0 {
		return nil, errMalformed
	}
	first := firstUnit(functions)
	out := appendMacros(nil)
	out = appendUnsigned(appendUnsigned(out, first), int64(len(functions)))
	for i, f := range functions {
		s := shortener{unit: first + int64(i)}
		if err := s.shorten(f.code); err != nil {
			return nil, err
		}
		out = appendJoined(append(out, f.locals...), s.tokens)
	}
	return out, nil
}

// firstUnit returns the number that the first function has in return addresses, from a
// function that calls one at its begin: what is written after the address of its stack.
func firstUnit(functions []function) int64 {
	counts := map[int64]int{}
	best := int64(0)
	for i, f := range functions {
		for _, in := range f.code {
			if unit := in.value>>16 - int64(i); in.op == opI64Const && in.value>>16 > int64(i) && in.value < 1<<31 {
				if counts[unit]++; counts[unit] > counts[best] {
					best = unit
				}
			}
		}
	}
	return best
}

// shortener makes the short form of one function: a token for an instruction.
type shortener struct {
	tokens [][]byte
	unit   int64   // the number of the function in return addresses
	levels []byte  // the opcodes that opened them
	block  int64   // that the instruction is in; −1 before the first
	calls  int64   // in this block that return to it
	starts []int64 // the first program counters of blocks, and the end of the last one's
}

func (s *shortener) put(op byte) { s.tokens = append(s.tokens, []byte{op}) }

func (s *shortener) putUnsigned(op byte, v int64) {
	s.tokens = append(s.tokens, appendUnsigned([]byte{op}, v))
}

func (s *shortener) putSmall(op byte, v int64) {
	s.tokens = append(s.tokens, appendSmall([]byte{op}, v))
}

func (s *shortener) shorten(code []instruction) error {
	s.block = -1
	for k := 0; k < len(code); k++ {
		i := code[k]
		switch op := i.op; {
		case op == opBlock && i.raw[1] == void:
			n := 0
			for ; k+n < len(code) && code[k+n].op == opBlock && code[k+n].raw[1] == void; n++ {
				s.levels = append(s.levels, opBlock)
			}
			s.putUnsigned(codeBlocks, int64(n))
			k += n - 1
			continue
		case op >= opBlock && op <= opIf:
			s.levels = append(s.levels, op)
		case op == opEnd && len(s.levels) > 0:
			if s.innermost() == opBlock {
				s.block++
				s.calls = 0
			}
			s.levels = s.levels[:len(s.levels)-1]
		case op == opEnd && k < len(code)-1:
			return errMalformed
		case op == opBr, op == opBrIf:
			level := int64(len(s.levels)) - i.value
			if level < 0 {
				return errMalformed
			}
			s.putUnsigned(op, level)
			continue
		case op == opBrTable:
			if s.table(i.raw[1:]) {
				continue
			}
		case op >= opFirstLoad && op <= opLastStore:
			if i.align != natural[op-opFirstLoad] {
				return errMalformed
			}
			s.putUnsigned(op, i.value)
			continue
		case op == opI32Const && k+1 < len(code) && code[k+1].op == opLocalSet && code[k+1].value == 0:
			if s.jump(i.value) {
				continue
			}
		case op == opI64Const && i.value>>16 == s.unit:
			// The call, and what unwinds Go's stack where it asks for that, come between
			// the address and what ends.
			const end = 7
			s.address(i.value&0xffff, k+end < len(code) && code[k+end].op == opEnd && s.innermost() == opBlock)
			continue
		}
		s.tokens = append(s.tokens, i.raw)
	}
	if len(s.levels) > 0 || len(code) == 0 || code[len(code)-1].op != opEnd {
		return errMalformed
	}
	return nil
}

// innermost is the opcode that opened the innermost level.
func (s *shortener) innermost() byte {
	if len(s.levels) == 0 {
		return 0
	}
	return s.levels[len(s.levels)-1]
}

// start is the first program counter of a block.
func (s *shortener) start(block int64) int64 {
	if block < 0 || block >= int64(len(s.starts)) {
		return 0
	}
	return s.starts[block]
}

// table writes the labels of a br_table, if they are such as Go's: 0 and then each as
// the one before or the next.
func (s *shortener) table(raw []byte) bool {
	const most = 255 // program counters of a block: the count is a byte
	r := reader{rest: raw}
	n := r.unsigned() + 1
	token := []byte{codeTable}
	starts := []int64{0}
	last := int64(0)
	for pc := range n {
		v := r.unsigned()
		start := starts[len(starts)-1]
		switch {
		case v == last && pc-start < most && (pc > 0 || v == 0):
		case v == last+1 && pc > 0:
			token = append(token, byte(pc-start))
			starts, last = append(starts, pc), v
		default:
			return false
		}
	}
	token = append(token, byte(n-starts[len(starts)-1]), 0)
	s.tokens, s.starts = append(s.tokens, token), append(starts, n)
	return true
}

// jump writes a program counter, if it is the first one of a block.
func (s *shortener) jump(pc int64) bool {
	for block, start := range s.starts {
		if start == pc {
			s.putSmall(codeJump, int64(block)-s.block)
			return true
		}
	}
	return false
}

// address writes a return address. last says that the block ends with the call.
func (s *shortener) address(pc int64, last bool) {
	start, next := s.start(max(s.block, 0)), s.start(max(s.block, 0)+1)
	inner := start + 2*s.calls + (next-start)&1
	switch {
	case last && pc == next:
		s.put(codeNext)
	case !last && pc == inner:
		s.put(codeInner)
	default:
		s.putSmall(codeReturn, pc)
	}
	s.calls++
}
