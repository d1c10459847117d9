package imgio

import (
	"bufio"
	"io"
)

// writeLines writes head and then height lines of size bytes, which line puts into
// the writer's own buffer: pixels are not copied on their way. It is called for
// y = 0, 1, 2 …
func writeLines(w io.Writer, head []byte, height, size int, line func(y int, dst []byte)) error {
	b := bufio.NewWriterSize(w, max(bufferSize, size))
	b.Write(head) // an error of bufio stays
	for y := range height {
		if b.Available() < size {
			if err := b.Flush(); err != nil {
				return err
			}
		}
		dst := b.AvailableBuffer()[:size]
		line(y, dst)
		if _, err := b.Write(dst); err != nil {
			return err
		}
	}
	return b.Flush()
}
