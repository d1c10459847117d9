package dense

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
)

// hole stands in a macro for the number of an instruction, which follows the code of the
// macro.
const hole = 0xff

// The instructions of Go's calls, in hexadecimal, tokens apart; ? is a hole. Local
// variable 1 is the pointer to Go's stack, which callers find in global variable 0.
const (
	push   = "2001 4108 6b 2201 2400 2001 "         // 8 bytes of stack for the return address, which follows
	call   = "3700 4100 10? 2300 2101 0d01 0b "     // what follows it: the call, and the end of the block
	next   = push + "d2 " + call                    // that the function returns to
	inner  = push + "d3 " + call                    // of a function that returns to this block, or never
	grow   = "2001 2302 a7 2810 4d 0440 " + inner   // a stack too small for the function
	frame  = "2001 41? 6b 2201 2400 "               // takes the function's part of the stack
	enter  = "2300 2101 d5? 2000 d0? 0b "           // the begin of a function that is not resumed
	resume = "2300 2101 d501 0340 d5? 2000 d0? 0b " // of one that is
	leave  = "2001 4108 6a 2201 2400 4100 0f 0b "   // the end of a function
	drop   = "2001 41? 6a 2201 2400 "               // gives back its part of the stack
	jump   = "d1? 2100 0c02 0b "                    // to another block
	slot   = "2001 ad 42? 7c a7 "                   // an address on the stack
	check  = "50 0440 "                             // of a pointer that may be nil
	load   = "2001 29? "                            // from the stack
)

// macros are the sequences of tokens that occur most; of those that fit the first one
// stands for them.
var macros = parseMacros(
	resume+grow+frame, resume+grow, resume, enter+frame, enter,
	grow, next, load+check+inner, inner,
	drop+leave, leave,
	"45 0440 "+jump+"0b", "0440 "+jump+"0b", "0440 "+jump, jump,
	slot, load,
)

func parseMacros(texts ...string) [][][]byte {
	var all [][][]byte
	for _, text := range texts {
		var tokens [][]byte
		for _, t := range strings.Fields(text) {
			token, err := hex.DecodeString(strings.ReplaceAll(t, "?", "ff"))
			if err != nil {
				panic(err) // the texts are constants
			}
			tokens = append(tokens, token)
		}
		all = append(all, tokens)
	}
	return all
}

// appendMacros appends how many macros there are, and each with its size before it.
func appendMacros(out []byte) []byte {
	out = append(out, byte(len(macros)))
	for _, m := range macros {
		text := slices.Concat(m...)
		out = append(append(out, byte(len(text))), text...)
	}
	return out
}

// appendJoined appends tokens, macros in place of those that they stand for.
func appendJoined(out []byte, tokens [][]byte) []byte {
	for len(tokens) > 0 {
		i := slices.IndexFunc(macros, func(m [][]byte) bool { return fits(m, tokens) })
		if i < 0 {
			out = append(out, tokens[0]...)
			tokens = tokens[1:]
			continue
		}
		out = append(out, byte(codeMacro+i))
		for k, t := range macros[i] {
			if open(t) {
				out = append(out, tokens[k][1:]...)
			}
		}
		tokens = tokens[len(macros[i]):]
	}
	return out
}

// fits reports whether tokens begin with those of a macro.
func fits(macro, tokens [][]byte) bool {
	if len(macro) > len(tokens) {
		return false
	}
	for k, t := range macro {
		if open(t) && t[0] != tokens[k][0] || !open(t) && !bytes.Equal(t, tokens[k]) {
			return false
		}
	}
	return true
}

// open reports whether a macro's token ends with a hole.
func open(t []byte) bool { return t[len(t)-1] == hole }
