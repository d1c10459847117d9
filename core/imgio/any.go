package imgio

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"path"
	"strings"

	"gobragg/core/frame"
)

// Format is a kind of image file that ReadAny recognises.
type Format string

// The formats.
const (
	FormatSMV Format = "SMV"
	FormatNPY Format = "NPY"
	FormatRaw Format = "raw float32"
)

// Info says what ReadAny found.
type Info struct {
	Format  Format
	Gzip    bool
	Element string // type of a pixel in the file: "<f4", "unsigned_short"
	Header  Header // of an SMV file, else nil
}

// foreign are beginnings of files that hold no image which ReadAny reads; they
// would otherwise pass for raw numbers.
var foreign = []struct{ magic, name string }{
	{"\x89PNG", "a PNG picture"}, {"P5", "a PGM picture"}, {"P2", "a PGM picture"}, {"\xff\xd8\xff", "a JPEG picture"},
	{"II*\x00", "a TIFF file"}, {"MM\x00*", "a TIFF file"}, {"###CBF:", "a CBF file"}, {"\x89HDF\r\n", "an HDF5 file"},
	{"PK\x03\x04", "a ZIP or NPZ archive"},
}

// rawExtensions are the names under which raw float32 images go.
var rawExtensions = []string{".bin", ".raw", ".f32", ".float"}

// ReadAny reads an SMV, NPY or raw float32 image, gzip-compressed or not. SMV and
// NPY are recognised by their content; the name, which may be empty, serves for
// messages, and one that ends in .bin, .raw, .f32 or .float keeps pixels that
// look like another format's first bytes from misleading. A raw image has the
// size (X fast, Y slow) of hint, or, if hint is zero, is square.
func ReadAny(r io.Reader, name string, hint image.Point) (*frame.Frame, Info, error) {
	f, info, err := readAny(r, name, hint)
	if err != nil && name != "" {
		err = fmt.Errorf("%s: %w", name, err)
	}
	return f, info, err
}

func readAny(r io.Reader, name string, hint image.Point) (*frame.Frame, Info, error) {
	var info Info
	b, zipped, err := gunzip(r)
	if err != nil {
		return nil, info, err
	}
	info.Gzip = zipped
	start, err := b.Peek(headerBlock)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, info, err
	}
	if len(start) == 0 {
		return nil, info, errors.New("the file is empty")
	}
	extension := strings.ToLower(path.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")))

	switch {
	case bytes.HasPrefix(start, []byte(npyMagic)):
		info.Format = FormatNPY
		var f *frame.Frame
		if f, info.Element, err = readNPY(b); err != nil {
			return nil, info, fmt.Errorf("NPY: %w", err)
		}
		return f, info, nil
	case start[0] == '{' && (bytes.Contains(start, []byte("HEADER_BYTES")) || bytes.Contains(start, []byte("SIZE1"))):
		info.Format, info.Element = FormatSMV, unsignedShort
		s, err := ReadSMV(b)
		if err != nil {
			return nil, info, err
		}
		info.Header = s.Header
		return s.Frame(), info, nil
	}

	raw := false
	for _, e := range rawExtensions {
		raw = raw || extension == e
	}
	if !raw {
		for _, k := range foreign {
			if bytes.HasPrefix(start, []byte(k.magic)) {
				return nil, info, fmt.Errorf("%s; SMV, NPY and raw float32 images are read", k.name)
			}
		}
	}
	switch extension {
	case ".npy", ".img", ".smv":
		return nil, info, fmt.Errorf("starts with %.8q: neither SMV nor NPY", start)
	}
	info.Format, info.Element = FormatRaw, "<f4"
	f, err := readRawAny(b, hint)
	return f, info, err
}

// readRawAny reads raw float32 of the size hint, or square if hint is zero.
func readRawAny(r io.Reader, hint image.Point) (*frame.Frame, error) {
	if hint != (image.Point{}) {
		return ReadRaw(r, hint.X, hint.Y)
	}
	var pix []float32
	buf := make([]byte, bufferSize)
	for {
		n, err := io.ReadFull(r, buf)
		if n%4 != 0 || len(pix)+n/4 > maxPixels {
			return nil, fmt.Errorf("%d bytes or more are no raw float32 image of at most %d pixels", 4*len(pix)+n, maxPixels)
		}
		start := len(pix)
		pix = append(pix, make([]float32, n/4)...)
		decodeFloat32(pix[start:], buf)
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("raw float32: %w", err)
		}
	}
	side := int(math.Round(math.Sqrt(float64(len(pix)))))
	if side*side != len(pix) {
		return nil, fmt.Errorf("%d pixels of raw float32 make no square image; name its width and height", len(pix))
	}
	return frame.Wrap(side, side, pix), nil
}

// Gunzip returns a reader of the content of r, decompressed if r starts as a gzip
// file does, else as it is.
func Gunzip(r io.Reader) (io.Reader, error) {
	b, _, err := gunzip(r)
	return b, err
}

func gunzip(r io.Reader) (b *bufio.Reader, zipped bool, err error) {
	b = bufio.NewReaderSize(r, bufferSize)
	// The third byte, 8 for deflate, is the only method there is.
	if magic, _ := b.Peek(3); !bytes.Equal(magic, []byte{0x1f, 0x8b, 8}) {
		return b, false, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, true, fmt.Errorf("gzip: %w", err)
	}
	return bufio.NewReaderSize(z, bufferSize), true, nil
}
