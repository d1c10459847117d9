package imgio

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"

	"gobragg/core/frame"
)

// maxNPYHeader is the longest text of an NPY file that is read; an image's has
// about a hundred bytes.
const maxNPYHeader = 1 << 16

// ReadNPY reads a two-dimensional NumPy array file as an image of shape (slow,
// fast); leading dimensions of length 1 are dropped. Elements may be float32,
// float64, bool or integers in either byte order, those of 64 bits up to 2⁵³, and
// become float32, which holds whole numbers exactly up to 2²⁴. C and Fortran
// order are read. Versions 1, 2 and 3 of the format are known.
func ReadNPY(r io.Reader) (*frame.Frame, error) {
	m, err := readNPY(r)
	if err != nil {
		return nil, fmt.Errorf("NPY: %w", err)
	}
	return m.Frame(), nil
}

// readNPY is ReadNPY with the pixels as they are.
func readNPY(r io.Reader) (*Image, error) {
	a, err := readNPYHeader(r)
	if err != nil {
		return nil, err
	}
	for len(a.shape) > 2 && a.shape[0] == 1 {
		a.shape = a.shape[1:]
	}
	e, order, err := npyElement(a.descr)
	if err != nil {
		return nil, err
	}
	if len(a.shape) != 2 {
		return nil, fmt.Errorf("array of %d dimensions %v, want 2 (slow, fast)", len(a.shape), a.shape)
	}
	width, height := a.shape[1], a.shape[0]
	if err := checkSize(width, height); err != nil {
		return nil, err
	}
	pix, err := readElements(r, width*height, e, order)
	if err != nil {
		return nil, fmt.Errorf("%s of shape (%d, %d): %w", a.descr, height, width, err)
	}
	if a.fortran {
		pix = pix.transposed(width, height)
	}
	return &Image{Info: Info{Format: FormatNPY, Element: a.descr, Type: e}, Width: width, Height: height, pix: pix}, nil
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

// npyElement returns the type of element and byte order that NumPy calls descr.
func npyElement(descr string) (Element, binary.ByteOrder, error) {
	if len(descr) == 3 && strings.Contains("<>|=", descr[:1]) {
		var order binary.ByteOrder = binary.LittleEndian
		if descr[0] == '>' {
			order = binary.BigEndian
		}
		for e, known := range elements {
			if known.npy != "" && known.npy[1:] == descr[1:] {
				return Element(e), order, nil
			}
		}
		if descr[1:] == "b1" {
			return Uint8, order, nil
		}
	}
	return 0, nil, fmt.Errorf("elements of type %.20q, want float32, float64, bool or an integer", descr)
}
