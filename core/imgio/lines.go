package imgio

import "io"

// writeSize is how many bytes of lines go to a writer at once.
const writeSize = 1 << 18

// writeLines writes head and then height lines of size bytes, which line fills in. It
// is called for y = 0, 1, 2 … While some lines are on their way to w, in another
// goroutine, the next ones are filled in.
func writeLines(w io.Writer, head []byte, height, size int, line func(y int, dst []byte)) error {
	if _, err := w.Write(head); err != nil {
		return err
	}
	group := max(1, min(height, writeSize/max(1, size)))
	var buffers [2][]byte
	written := make(chan error, 1)
	written <- nil
	for y := 0; y < height; {
		b := &buffers[y/group%2]
		if *b == nil {
			*b = make([]byte, group*size)
		}
		n := min(group, height-y)
		for i := range n {
			line(y+i, (*b)[i*size:(i+1)*size])
		}
		if err := <-written; err != nil {
			return err
		}
		go func(lines []byte) {
			_, err := w.Write(lines)
			written <- err
		}((*b)[:n*size])
		y += n
	}
	return <-written
}
