package imgio

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"gobragg/core/frame"
)

// WritePGM writes an 8-bit portable grey map (P5) with grey levels p. As in the
// reference program a comment line tells the scale; comments, a line each, follow:
//
//	P5
//	1024 1024
//	# pixels scaled by 250
//	# SEED=1
//	255
func WritePGM(w io.Writer, f *frame.Frame, p frame.Preview, comments ...string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "P5\n%d %d\n# pixels scaled by %s\n", f.Width, f.Height, FormatG(p.Scale))
	for _, c := range comments {
		fmt.Fprintf(&b, "# %s\n", strings.Map(printable, c))
	}
	b.WriteString("255\n")
	return writeLines(w, b.Bytes(), f.Height, f.Width, func(y int, dst []byte) { p.Row(dst, f, y) })
}

// printable replaces what would end a comment early.
func printable(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}
