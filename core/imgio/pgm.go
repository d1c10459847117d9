package imgio

import (
	"bufio"
	"fmt"
	"io"

	"gobragg/core/frame"
)

// WritePGM writes an 8-bit portable grey map (P5) with grey levels p. As in the
// reference program a comment line tells the scale:
//
//	P5
//	1024 1024
//	# pixels scaled by 250
//	255
func WritePGM(w io.Writer, f *frame.Frame, p frame.Preview) error {
	b := bufio.NewWriterSize(w, bufferSize)
	fmt.Fprintf(b, "P5\n%d %d\n# pixels scaled by %s\n255\n", f.Width, f.Height, FormatG(p.Scale))
	line := make([]uint8, f.Width)
	for y := range f.Height {
		p.Row(line, f, y)
		if _, err := b.Write(line); err != nil {
			return err
		}
	}
	return b.Flush()
}
