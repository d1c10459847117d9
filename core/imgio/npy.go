package imgio

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"gobragg/core/frame"
)

// npyMagic starts every NPY file; two bytes of version follow.
const npyMagic = "\x93NUMPY"

// npyAlign is the multiple of bytes at which the pixels of an NPY file start.
const npyAlign = 64

// WriteNPY writes the pixels as a NumPy array file, version 1.0: little-endian
// float32 in C order, shape (slow, fast), so that numpy.load(name)[slow, fast] is
// a pixel.
func WriteNPY(w io.Writer, f *frame.Frame) error {
	dict := fmt.Sprintf("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }", f.Height, f.Width)
	// Magic, version, length of the text; the text ends with a line feed.
	const before = len(npyMagic) + 2 + 2
	pad := npyAlign - (before+len(dict)+1)%npyAlign
	dict += strings.Repeat(" ", pad%npyAlign) + "\n"

	b := bufio.NewWriterSize(w, bufferSize)
	b.WriteString(npyMagic + "\x01\x00")
	b.Write([]byte{byte(len(dict)), byte(len(dict) >> 8)})
	b.WriteString(dict)
	line := make([]byte, 4*f.Width)
	for y := range f.Height {
		encodeFloat32(line, f.Row(y))
		if _, err := b.Write(line); err != nil {
			return err
		}
	}
	return b.Flush()
}
