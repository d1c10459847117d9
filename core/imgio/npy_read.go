package imgio

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"gobragg/core/frame"
)

// maxNPYHeader is the longest text of an NPY file that is read; an image's has
// about a hundred bytes.
const maxNPYHeader = 1 << 16

// ReadNPY reads a two-dimensional NumPy array file as an image of shape (slow,
// fast); leading dimensions of length 1 are dropped. Elements may be float32,
// float64, bool or integers of 8, 16 or 32 bits in either byte order, and become
// float32, which holds whole numbers exactly up to 2²⁴. C and Fortran order are
// read. Versions 1, 2 and 3 of the format are known.
func ReadNPY(r io.Reader) (*frame.Frame, error) {
	f, _, err := readNPY(r)
	if err != nil {
		return nil, fmt.Errorf("NPY: %w", err)
	}
	return f, nil
}

// readNPY is ReadNPY; it also returns the file's type of element.
func readNPY(r io.Reader) (*frame.Frame, string, error) {
	a, err := readNPYHeader(r)
	if err != nil {
		return nil, "", err
	}
	size, decode, err := npyDecoder(a.descr)
	if err != nil {
		return nil, "", err
	}
	for len(a.shape) > 2 && a.shape[0] == 1 {
		a.shape = a.shape[1:]
	}
	if len(a.shape) != 2 {
		return nil, "", fmt.Errorf("array of %d dimensions %v, want 2 (slow, fast)", len(a.shape), a.shape)
	}
	width, height := a.shape[1], a.shape[0]
	if err := checkSize(width, height); err != nil {
		return nil, "", err
	}
	pix, err := readPixels(r, width*height, size, decode)
	if err != nil {
		return nil, "", fmt.Errorf("%s of shape (%d, %d): %w", a.descr, height, width, err)
	}
	f := frame.Wrap(width, height, pix)
	if a.fortran {
		f = frame.New(width, height)
		for y := range height {
			for x, row := 0, f.Row(y); x < width; x++ {
				row[x] = pix[x*height+y]
			}
		}
	}
	return f, a.descr, nil
}

// npyArray is the dictionary in front of the elements.
type npyArray struct {
	descr   string
	fortran bool
	shape   []int
}

// readNPYHeader reads up to the first element.
func readNPYHeader(r io.Reader) (npyArray, error) {
	start := make([]byte, len(npyMagic)+2+2)
	if _, err := io.ReadFull(r, start); err != nil {
		return npyArray{}, fmt.Errorf("header: %w", noEOF(err))
	}
	if string(start[:len(npyMagic)]) != npyMagic {
		return npyArray{}, fmt.Errorf("file starts with %q, want %q", start[:len(npyMagic)], npyMagic)
	}
	version, length := start[len(npyMagic)], int(binary.LittleEndian.Uint16(start[len(npyMagic)+2:]))
	switch version {
	case 1:
	case 2, 3: // four bytes of length
		more := make([]byte, 2)
		if _, err := io.ReadFull(r, more); err != nil {
			return npyArray{}, fmt.Errorf("header: %w", noEOF(err))
		}
		length |= int(binary.LittleEndian.Uint16(more)) << 16
	default:
		return npyArray{}, fmt.Errorf("format version %d, want 1, 2 or 3", version)
	}
	if length > maxNPYHeader {
		return npyArray{}, fmt.Errorf("header of %d bytes, want at most %d", length, maxNPYHeader)
	}
	text := make([]byte, length)
	if n, err := io.ReadFull(r, text); err != nil {
		return npyArray{}, fmt.Errorf("header ends after %d of %d bytes: %w", n, length, noEOF(err))
	}
	return parseNPYDict(string(text))
}

// parseNPYDict reads the Python dictionary of an NPY file, such as
//
//	{'descr': '<f4', 'fortran_order': False, 'shape': (512, 1024), }
//
// Only what NumPy writes is understood: the three keys, in any order.
func parseNPYDict(text string) (npyArray, error) {
	var a npyArray
	value := func(key string) (string, error) {
		_, after, ok := strings.Cut(text, "'"+key+"':")
		if !ok {
			return "", fmt.Errorf("header %.80q has no key '%s'", text, key)
		}
		return strings.TrimSpace(after), nil
	}

	s, err := value("descr")
	if err != nil {
		return a, err
	}
	s, ok := strings.CutPrefix(s, "'")
	if !ok {
		return a, fmt.Errorf("structured elements %.40q are not read", s)
	}
	if a.descr, _, ok = strings.Cut(s, "'"); !ok {
		return a, fmt.Errorf("'descr' %.20q has no end", s)
	}

	if s, err = value("fortran_order"); err != nil {
		return a, err
	}
	if a.fortran = strings.HasPrefix(s, "True"); !a.fortran && !strings.HasPrefix(s, "False") {
		return a, fmt.Errorf("'fortran_order' is %.10q, want True or False", s)
	}

	if s, err = value("shape"); err != nil {
		return a, err
	}
	s, ok = strings.CutPrefix(s, "(")
	s, _, closed := strings.Cut(s, ")")
	if !ok || !closed {
		return a, fmt.Errorf("'shape' is %.40q, want (slow, fast)", s)
	}
	for _, word := range strings.Split(s, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSuffix(word, "L")) // Python 2 wrote 512L
		if err != nil || n < 0 {
			return a, fmt.Errorf("'shape' has %.20q, want a whole number", word)
		}
		a.shape = append(a.shape, n)
	}
	return a, nil
}

// npyDecoder returns the size in bytes of an element and its conversion.
func npyDecoder(descr string) (size int, decode func([]float32, []byte), err error) {
	bad := fmt.Errorf("elements of type %.20q, want float32, float64, bool or an integer of at most 32 bits", descr)
	if len(descr) != 3 || !strings.Contains("<>|=", descr[:1]) {
		return 0, nil, bad
	}
	var order binary.ByteOrder = binary.LittleEndian
	if descr[0] == '>' {
		order = binary.BigEndian
	}
	// each makes a decoder of the conversion of one element of n bytes.
	each := func(n int, one func([]byte) float32) (int, func([]float32, []byte), error) {
		return n, func(dst []float32, src []byte) {
			for i := range dst {
				dst[i] = one(src[n*i:])
			}
		}, nil
	}
	switch descr[1:] {
	case "f4":
		return each(4, func(b []byte) float32 { return math.Float32frombits(order.Uint32(b)) })
	case "f8":
		return each(8, func(b []byte) float32 { return float32(math.Float64frombits(order.Uint64(b))) })
	case "u1", "b1":
		return each(1, func(b []byte) float32 { return float32(b[0]) })
	case "i1":
		return each(1, func(b []byte) float32 { return float32(int8(b[0])) })
	case "u2":
		return each(2, func(b []byte) float32 { return float32(order.Uint16(b)) })
	case "i2":
		return each(2, func(b []byte) float32 { return float32(int16(order.Uint16(b))) })
	case "u4":
		return each(4, func(b []byte) float32 { return float32(order.Uint32(b)) })
	case "i4":
		return each(4, func(b []byte) float32 { return float32(int32(order.Uint32(b))) })
	}
	return 0, nil, bad
}
