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

	"gobragg/core/frame"
)

// Format is a kind of image file.
type Format string

// The formats.
const (
	FormatSMV   Format = "SMV"
	FormatCBF   Format = "CBF"
	FormatTIFF  Format = "TIFF"
	FormatNPY   Format = "NPY"
	FormatNPZ   Format = "NPZ"
	FormatPNG16 Format = "16-bit PNG"
	FormatRaw   Format = "raw float32"

	// Pictures, which are written only.
	FormatPNG Format = "PNG"
	FormatPGM Format = "PGM"
)

// Info says what ReadAny found.
type Info struct {
	Format  Format
	Gzip    bool
	Element string // type of a pixel, as the file calls it: "<f4", "unsigned_short"
	Type    Element
	Header  Header // what the file tells: fields of SMV, lines of CBF, TIFF and NPZ, text of PNG
}

// known are beginnings of the files that are read, but for SMV. One that is not
// certain may also be that of raw numbers.
var known = []struct {
	magic   string
	certain bool
	read    func(io.Reader) (*Image, error)
}{
	{npyMagic, true, func(r io.Reader) (*Image, error) {
		m, err := readNPY(r)
		if err != nil {
			return nil, fmt.Errorf("NPY: %w", err)
		}
		return m, nil
	}},
	{cbfMagic, true, ReadCBF},
	{pngMagic, true, ReadPNG16},
	{"II*\x00", false, ReadTIFF},
	{"MM\x00*", false, ReadTIFF},
	{"PK\x03\x04", false, ReadNPZ},
}

// foreign are beginnings of files that hold no image which is read; they would
// otherwise pass for raw numbers.
var foreign = []struct{ magic, name string }{
	{"P5", "a PGM picture"}, {"P2", "a PGM picture"}, {"\xff\xd8\xff", "a JPEG picture"}, {"\x89HDF\r\n", "an HDF5 file"},
	{"II+\x00", "a BigTIFF file"}, {"MM\x00+", "a BigTIFF file"},
}

// ReadAny reads an SMV, CBF, TIFF, NPY, NPZ, 16-bit PNG or raw float32 image,
// gzip-compressed or not, as a frame: see ReadImage, and Image.Frame.
func ReadAny(r io.Reader, name string, hint image.Point) (*frame.Frame, Info, error) {
	m, info, err := readImage(r, name, hint)
	if err != nil {
		return nil, info, err
	}
	return m.Frame(), info, nil
}

// ReadImage reads an SMV, CBF, TIFF, NPY, NPZ, 16-bit PNG or raw float32 image,
// gzip-compressed or not, pixels as they are. All but raw are recognised by their
// content; the name, which may be empty, serves for messages, and one that ends
// in .bin, .raw, .f32 or .float keeps pixels that look like another format's
// first bytes from misleading. A raw image has the size (X fast, Y slow) of hint,
// or, if hint is zero, is square.
func ReadImage(r io.Reader, name string, hint image.Point) (*Image, error) {
	m, _, err := readImage(r, name, hint)
	return m, err
}

// readImage is ReadImage; with an error, Info is what was found until then.
func readImage(r io.Reader, name string, hint image.Point) (*Image, Info, error) {
	b, zipped, err := gunzip(r)
	info := Info{Gzip: zipped}
	var m *Image
	if err == nil {
		m, err = readContent(b, name, hint)
	}
	if err != nil {
		if name != "" {
			err = fmt.Errorf("%s: %w", name, err)
		}
		return nil, info, err
	}
	m.Gzip = zipped
	return m, m.Info, nil
}

// readContent reads an image that is not compressed as a whole.
func readContent(b *bufio.Reader, name string, hint image.Point) (*Image, error) {
	start, err := b.Peek(headerBlock)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(start) == 0 {
		return nil, errors.New("the file is empty")
	}
	named, _, _ := FormatOf(name) // none without a known extension
	raw := named.Format == FormatRaw

	if start[0] == '{' && (bytes.Contains(start, []byte("HEADER_BYTES")) || bytes.Contains(start, []byte("SIZE1"))) {
		return readSMV(b)
	}
	for _, k := range known {
		if (k.certain || !raw) && bytes.HasPrefix(start, []byte(k.magic)) {
			return k.read(b)
		}
	}
	if !raw {
		for _, k := range foreign {
			if bytes.HasPrefix(start, []byte(k.magic)) {
				return nil, fmt.Errorf("%s; SMV, CBF, TIFF, NPY, NPZ, 16-bit PNG and raw float32 images are read", k.name)
			}
		}
		if named.Format != "" {
			return nil, fmt.Errorf("starts with %.8q: not %s, nor another format that is read", start, named.Format)
		}
	}
	f, err := readRawAny(b, hint)
	if err != nil {
		return nil, err
	}
	return &Image{Info: Info{Format: FormatRaw, Element: "<f4", Type: Float32}, Width: f.Width, Height: f.Height, pix: typed[float32](f.Pix)}, nil
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
