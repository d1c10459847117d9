package imgio

import (
	"bufio"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	// maxText is how much of the text chunks of a PNG file is read, in bytes.
	maxText = maxHeader

	// maxChunks is how many chunks may stand before the pixels of a PNG file.
	maxChunks = 1 << 12
)

// ReadPNG16 reads a 16-bit grey PNG file, not interlaced: its levels, 0 for black,
// nothing scaled, as WritePNG16 writes them. Pictures of 8 bits are made for the
// eye and not read. Header has the text chunks in front of the pixels. Package
// image/png is not used for the reasons that encodePNG gives.
//
// Source: W3C, Portable Network Graphics specification, third edition.
func ReadPNG16(r io.Reader) (*Image, error) {
	m, err := readPNG(bufio.NewReaderSize(r, bufferSize))
	if err != nil {
		return nil, fmt.Errorf("PNG: %w", err)
	}
	return m, nil
}

func readPNG(r io.Reader) (*Image, error) {
	start := make([]byte, len(pngMagic))
	if _, err := io.ReadFull(r, start); err != nil {
		return nil, noEOF(err)
	}
	if string(start) != pngMagic {
		return nil, fmt.Errorf("file starts with %.8q", start)
	}
	c := &chunkReader{r: r}
	if err := c.next(); err != nil {
		return nil, err
	}
	head := make([]byte, 13)
	if c.kind != "IHDR" || c.left != len(head) {
		return nil, fmt.Errorf("first chunk is %.4q of %d bytes, want IHDR of %d", c.kind, c.left, len(head))
	}
	if _, err := io.ReadFull(c, head); err != nil {
		return nil, noEOF(err)
	}
	// A side over 2³¹ is negative in no type and too long in any.
	width, height := int64(binary.BigEndian.Uint32(head)), int64(binary.BigEndian.Uint32(head[4:]))
	if width > maxSide || height > maxSide {
		return nil, fmt.Errorf("image of %d × %d pixels, want at most %d a side", width, height, maxSide)
	}
	if err := checkSize(int(width), int(height)); err != nil {
		return nil, err
	}
	bits, kind, interlace := head[8], head[9], head[12]
	if kind != pngGrey || bits != 16 || interlace != 0 {
		return nil, fmt.Errorf("a picture (%s); files of 16 bits of grey, not interlaced, are read as pixels", pngKind(kind, bits, interlace))
	}

	m := &Image{Width: int(width), Height: int(height), Info: Info{Format: FormatPNG16, Element: Uint16.String(), Type: Uint16}}
	text := maxText
	for range maxChunks {
		if err := c.next(); err != nil {
			return nil, err
		}
		switch c.kind {
		case "IDAT":
			pix, err := readPNGPixels(c, m)
			m.pix = pix
			return m, err
		case "IEND":
			return nil, errors.New("no pixels")
		case "tEXt", "iTXt":
			if text -= c.left; text < 0 {
				return nil, fmt.Errorf("more than %d bytes of text", maxText)
			}
			value, err := io.ReadAll(c)
			if err != nil {
				return nil, err
			}
			if f, ok := textField(c.kind, string(value)); ok {
				m.Header = append(m.Header, f)
			}
		}
	}
	return nil, fmt.Errorf("more than %d chunks before the pixels", maxChunks)
}

// pngKind describes a PNG image that is not read.
func pngKind(kind, bits, interlace byte) string {
	names := map[byte]string{0: "grey", 2: "red, green and blue", 3: "a palette", 4: "grey and transparency", 6: "colour and transparency"}
	text := fmt.Sprintf("%d bits of %s", bits, names[kind])
	if interlace != 0 {
		text += ", interlaced"
	}
	return text
}

// textField returns the field of a text chunk, and whether it is one that is
// read: compressed text is not.
func textField(kind, chunk string) (Field, bool) {
	key, value, ok := strings.Cut(chunk, "\x00")
	if !ok {
		return Field{}, false
	}
	if kind == "tEXt" { // Latin-1
		runes := make([]rune, len(value))
		for i := range len(value) {
			runes[i] = rune(value[i])
		}
		return Field{key, string(runes)}, true
	}
	// Two bytes of compression, the language, the key in that language, the text.
	if len(value) < 2 || value[0] != 0 {
		return Field{}, false
	}
	parts := strings.SplitN(value[2:], "\x00", 3)
	if len(parts) < 3 || !utf8.ValidString(parts[2]) {
		return Field{}, false
	}
	return Field{key, parts[2]}, true
}

// readPNGPixels reads the pixels of m from the IDAT chunks that begin with c's.
func readPNGPixels(c *chunkReader, m *Image) (pixels, error) {
	data := bufio.NewReader(&dataReader{c: c})
	z, err := zlib.NewReader(data)
	if err != nil {
		return nil, noEOF(err)
	}
	defer z.Close()
	size := elements[m.Type].size
	lines := &pngLines{r: z, size: size, line: make([]byte, m.Width*size), before: make([]byte, m.Width*size)}
	p, err := readElements(lines, m.Width*m.Height, m.Type, binary.BigEndian)
	if err != nil {
		return nil, err
	}
	// The end of the stream has its checksum, that of the chunk another.
	if n, err := io.ReadFull(z, make([]byte, 1)); n > 0 || !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%d × %d pixels do not end the data: %w", m.Width, m.Height, orElse(err, "more follow"))
	}
	_, err = io.Copy(io.Discard, data)
	return p, err
}

// orElse returns err, or an error of the text if it is nil.
func orElse(err error, text string) error {
	if err == nil {
		return errors.New(text)
	}
	return err
}

// pngLines reads the bytes of the lines of a picture, filters undone.
type pngLines struct {
	r            io.Reader
	size         int // bytes a pixel
	line, before []byte
	rest         []byte // of line, not yet read
}

func (p *pngLines) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		var filter [1]byte
		if _, err := io.ReadFull(p.r, filter[:]); err != nil {
			return 0, err
		}
		p.line, p.before = p.before, p.line
		if _, err := io.ReadFull(p.r, p.line); err != nil {
			return 0, noEOF(err)
		}
		if err := unfilter(filter[0], p.line, p.before, p.size); err != nil {
			return 0, err
		}
		p.rest = p.line
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

// unfilter undoes a filter of section 9 of the PNG specification: a byte of line
// was stored as the difference to a guess made from the byte a pixel to the left,
// above, and above left.
func unfilter(filter byte, line, above []byte, size int) error {
	switch filter {
	case 0:
	case 1: // left
		for i := size; i < len(line); i++ {
			line[i] += line[i-size]
		}
	case 2: // above
		for i := range line {
			line[i] += above[i]
		}
	case 3: // their mean
		for i := range line {
			left := 0
			if i >= size {
				left = int(line[i-size])
			}
			line[i] += byte((left + int(above[i])) / 2)
		}
	case 4: // the one nearest to left + above − above left
		for i := range line {
			left, corner := 0, 0
			if i >= size {
				left, corner = int(line[i-size]), int(above[i-size])
			}
			up := int(above[i])
			guess := left + up - corner
			dl, du, dc := abs(guess-left), abs(guess-up), abs(guess-corner)
			switch {
			case dl <= du && dl <= dc:
				line[i] += byte(left)
			case du <= dc:
				line[i] += byte(up)
			default:
				line[i] += byte(corner)
			}
		}
	default:
		return fmt.Errorf("filter %d, want 0…4", filter)
	}
	return nil
}

func abs(v int) int {
	if v < 0 {
		return -v
	}
	return v
}

// chunkReader reads the chunks of a PNG file one after the other: Read returns
// the data of the present one and, with its end, checks its sum.
type chunkReader struct {
	r    io.Reader
	kind string
	left int // bytes of data not yet read
	sum  hash.Hash32
	open bool // the checksum is still to be read
}

// next goes to the next chunk, past what is left of the present one.
func (c *chunkReader) next() error {
	if _, err := io.Copy(io.Discard, c); err != nil {
		return err
	}
	head := make([]byte, 8)
	if _, err := io.ReadFull(c.r, head); err != nil {
		return fmt.Errorf("chunk after %q: %w", c.kind, noEOF(err))
	}
	n := binary.BigEndian.Uint32(head)
	if n > 1<<31-1 {
		return fmt.Errorf("chunk %q of %d bytes", head[4:], n)
	}
	c.kind, c.left, c.sum, c.open = string(head[4:]), int(n), crc32.NewIEEE(), true
	c.sum.Write(head[4:])
	return nil
}

func (c *chunkReader) Read(b []byte) (int, error) {
	if c.left == 0 {
		if !c.open {
			return 0, io.EOF
		}
		c.open = false
		sum := make([]byte, 4)
		if _, err := io.ReadFull(c.r, sum); err != nil {
			return 0, fmt.Errorf("chunk %q: %w", c.kind, noEOF(err))
		}
		if binary.BigEndian.Uint32(sum) != c.sum.Sum32() {
			return 0, fmt.Errorf("chunk %q is damaged: its checksum is wrong", c.kind)
		}
		return 0, io.EOF
	}
	n, err := c.r.Read(b[:min(len(b), c.left)])
	c.sum.Write(b[:n])
	c.left -= n
	return n, noEOF(err)
}

// dataReader reads the data of consecutive IDAT chunks.
type dataReader struct {
	c    *chunkReader
	done bool
}

func (d *dataReader) Read(b []byte) (int, error) {
	for !d.done {
		n, err := d.c.Read(b)
		if n > 0 || !errors.Is(err, io.EOF) {
			return n, err
		}
		if err := d.c.next(); err != nil {
			return 0, err
		}
		d.done = d.c.kind != "IDAT"
	}
	return 0, io.EOF
}
