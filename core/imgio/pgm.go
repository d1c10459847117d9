package imgio

import (
	"bufio"
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
	b := bufio.NewWriterSize(w, bufferSize)
	fmt.Fprintf(b, "P5\n%d %d\n# pixels scaled by %s\n", f.Width, f.Height, FormatG(p.Scale))
	for _, c := range comments {
		fmt.Fprintf(b, "# %s\n", strings.Map(printable, c))
	}
	b.WriteString("255\n")
	line := make([]uint8, f.Width)
	for y := range f.Height {
		p.Row(line, f, y)
		if _, err := b.Write(line); err != nil {
			return err
		}
	}
	return b.Flush()
}

// printable replaces what would end a comment early.
func printable(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}
