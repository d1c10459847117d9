package imgio

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/adler32"
	"io"
	"sync"
)

// pngBlock is how many bytes of lines are compressed on their own: enough that
// starting anew costs nothing to speak of, and few enough to keep threads busy. The
// blocks are the same for any number of threads, and so is the file.
const pngBlock = 1 << 18

// zlibHeader is that of a stream of the fastest compression (RFC 1950).
const zlibHeader = "\x78\x01"

// pngPart is some lines on their way to the file.
type pngPart struct {
	lines  []byte
	packed bytes.Buffer
	z      *flate.Writer
	ready  sync.WaitGroup
}

// pack compresses the lines: to the end of the stream, or to a border of bytes.
func (p *pngPart) pack(last bool) {
	p.packed.Reset()
	if p.z == nil {
		p.z, _ = flate.NewWriter(&p.packed, flate.BestSpeed)
	} else {
		p.z.Reset(&p.packed)
	}
	p.z.Write(p.lines) // a buffer takes everything
	if last {
		p.z.Close()
	} else {
		p.z.Flush()
	}
}

// writeLinesOfPNG writes the lines of a picture as IDAT chunks. It compresses on
// several threads; row returns the bytes of a line and is called for y = 0, 1, 2 …
func writeLinesOfPNG(w io.Writer, height, threads int, row func(y int) ([]byte, error)) error {
	parts := make([]pngPart, max(1, threads))
	sum, chunk := adler32.New(), []byte(nil)
	write := func(p *pngPart, before string, after []byte) error {
		p.ready.Wait()
		chunk = appendChunk(chunk[:0], "IDAT", append(append([]byte(before), p.packed.Bytes()...), after...))
		_, err := w.Write(chunk)
		return err
	}
	header, begun, written := zlibHeader, 0, 0
	for y := 0; y < height; begun++ {
		p := &parts[begun%len(parts)]
		if begun-written == len(parts) {
			if err := write(p, header, nil); err != nil {
				return err
			}
			header, written = "", written+1
		}
		for p.lines = p.lines[:0]; y < height && len(p.lines) < pngBlock; y++ {
			line, err := row(y)
			if err != nil {
				return err
			}
			p.lines = append(append(p.lines, noFilter), line...)
		}
		sum.Write(p.lines)
		last := y == height
		if threads <= 1 {
			p.pack(last)
		} else {
			p.ready.Go(func() { p.pack(last) })
		}
	}
	for ; written < begun; written++ {
		var after []byte
		if written == begun-1 {
			after = binary.BigEndian.AppendUint32(nil, sum.Sum32())
		}
		if err := write(&parts[written%len(parts)], header, after); err != nil {
			return err
		}
		header = ""
	}
	return nil
}

// noFilter begins a line whose bytes stand as they are.
const noFilter = 0
