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
	head := []byte(npyHeader(Float32, f.Height, f.Width))
	return writeLines(w, head, f.Height, 4*f.Width, func(y int, dst []byte) { encodeFloat32(dst, f.Row(y)) })
}

// writeNPY writes the source as elements of type e.
func writeNPY(w io.Writer, s Source, e Element) error {
	b := bufio.NewWriterSize(w, bufferSize)
	b.WriteString(npyHeader(e, s.Height, s.Width))
	if err := s.writeRows(b, e); err != nil {
		return err
	}
	return b.Flush()
}

// npyHeader returns what stands before the elements of an array of type e.
func npyHeader(e Element, shape ...int) string { return npyHeaderOf(elements[e].npy, shape...) }

// npyHeaderOf is npyHeader for NumPy's name of a type.
func npyHeaderOf(descr string, shape ...int) string {
	var sizes strings.Builder
	for i, n := range shape {
		if i > 0 {
			sizes.WriteByte(' ')
		}
		fmt.Fprintf(&sizes, "%d,", n)
	}
	text := sizes.String()
	if len(shape) > 1 { // Python writes (2, 3) but (2,)
		text = strings.TrimSuffix(text, ",")
	}
	dict := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, text)
	// Magic, version, length of the text; the text ends with a line feed.
	const before = len(npyMagic) + 2 + 2
	pad := npyAlign - (before+len(dict)+1)%npyAlign
	dict += strings.Repeat(" ", pad%npyAlign) + "\n"
	return npyMagic + "\x01\x00" + string([]byte{byte(len(dict)), byte(len(dict) >> 8)}) + dict
}
