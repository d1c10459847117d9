package imgio

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// WritePGM writes an 8-bit portable grey map (P5); greys fills dst, one row, with the
// grey levels of slow index y, which are photons times scale, and is called for
// y = 0, 1, 2 … As in the reference program a comment line tells the scale; comments,
// a line each, follow:
//
//	P5
//	1024 1024
//	# pixels scaled by 250
//	# SEED=1
//	255
func WritePGM(w io.Writer, width, height int, scale float64, greys func(y int, dst []uint8), comments ...string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "P5\n%d %d\n# pixels scaled by %s\n", width, height, FormatG(scale))
	for _, c := range comments {
		fmt.Fprintf(&b, "# %s\n", strings.Map(printable, c))
	}
	b.WriteString("255\n")
	return writeLines(w, b.Bytes(), height, width, greys)
}

// printable replaces what would end a comment early.
func printable(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}
