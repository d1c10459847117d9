// Package imgio writes and reads diffraction images, one file a format, on
// io.Writer and io.Reader.
//
//	g := imgio.Geometry{Width: f.Width, Height: f.Height, PixelSize: 0.1, Distance: 100, Wavelength: 1, ADCOffset: 40}
//	q := frame.Integer{Scale: frame.AutoScale(f.Stats()), ADC: 40}
//	err := imgio.WriteSMV(w, g.Header(), func(y int, dst []uint16) { q.Row(dst, f, y) })
//
// Or, by the name of the file, in any of Formats:
//
//	f, _, err := imgio.FormatOf("image.cbf")
//	err = imgio.Encode(w, f, imgio.CountSource(width, height, counts))
//
// ReadImage recognises a file by its content and keeps its pixels as they are;
// ReadAny makes a frame of it, and Convert another file.
//
// Writers go row by row through a small buffer, so no second image is held, but
// for a CBF file's compressed one. Readers take nothing on trust: a header may lie
// about sizes, and memory grows only with the bytes that the file really has.
package imgio

import (
	"errors"
	"fmt"
	"io"
)

const (
	// bufferSize of readers and writers, in bytes: some rows of a large detector.
	bufferSize = 1 << 16

	// maxSide and maxPixels limit what a reader accepts: 16384² pixels are four
	// times the largest detectors, and 1 GiB as float32.
	maxSide   = 1 << 16
	maxPixels = 1 << 28

	// growth is how many times what was already read a reader may allocate ahead.
	growth = 4
)

// checkSize returns an error unless width × height is a size that readers accept.
func checkSize(width, height int) error {
	if width < 1 || height < 1 || width > maxSide || height > maxSide || width*height > maxPixels {
		return fmt.Errorf("image of %d × %d pixels (fast × slow); sides of 1…%d and at most %d pixels are read", width, height, maxSide, maxPixels)
	}
	return nil
}

// readPixels reads n pixels of size bytes each. decode converts len(dst) pixels
// from src. The slice grows with what r delivers; a short file is an error.
func readPixels[T any](r io.Reader, n, size int, decode func(dst []T, src []byte)) ([]T, error) {
	buf := make([]byte, bufferSize/size*size)
	var pix []T
	for len(pix) < n {
		want := min(len(buf), (n-len(pix))*size)
		got, err := io.ReadFull(r, buf[:want])
		if err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return nil, fmt.Errorf("pixels end after %d of %d bytes: %w", len(pix)*size+got, n*size, io.ErrUnexpectedEOF)
			}
			return nil, fmt.Errorf("after %d of %d bytes of pixels: %w", len(pix)*size+got, n*size, err)
		}
		start, end := len(pix), len(pix)+want/size
		if end > cap(pix) {
			larger := make([]T, start, min(n, max(growth*start, end)))
			copy(larger, pix)
			pix = larger
		}
		pix = pix[:end]
		decode(pix[start:], buf[:want])
	}
	return pix, nil
}
