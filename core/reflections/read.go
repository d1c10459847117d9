package reflections

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"gobragg/core/mtz"
)

const (
	// peekSize is how much of a file shows what it is: comments may come first.
	peekSize = 1 << 16
	// maxUncompressed bounds what comes out of a gzip file, bytes.
	maxUncompressed = 1 << 32
)

// Read reads a file of any of the formats that the package knows. name is for
// messages. Errors name the file and, in text, the line.
func Read(r io.Reader, name string, o Options) (*Set, error) {
	s, err := read(r, name, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

func read(r io.Reader, name string, o Options) (*Set, error) {
	if o.HKLF != 0 && o.HKLF != 3 && o.HKLF != 4 {
		return nil, fmt.Errorf("HKLF %d is not supported, only 3 and 4", o.HKLF)
	}
	b := bufio.NewReaderSize(r, peekSize)
	if magic, _ := b.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, err
		}
		b = bufio.NewReaderSize(&limited{z, maxUncompressed}, peekSize)
	}
	start, err := b.Peek(peekSize)
	if err != nil && err != io.EOF {
		return nil, err
	}
	s := &Set{Name: name}
	if err := s.user(o); err != nil {
		return nil, err
	}
	switch f := recognise(start, o); f {
	case formatMTZ:
		err = s.readMTZ(b, o)
	case formatCIF:
		err = s.readCIF(b, o)
	case formatUnknown:
		return nil, errors.New(unknown(start))
	default:
		var data []byte
		if data, err = io.ReadAll(b); err == nil {
			err = s.readText(f, data, o)
		}
	}
	if err != nil {
		return nil, err
	}
	if len(s.Reflections) == 0 {
		return nil, fmt.Errorf("no reflections with a value in column %s", strings.Join(s.Labels, ", "))
	}
	s.finish(o)
	return s, nil
}

// limited fails where a compressed file holds more than anyone has.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, fmt.Errorf("more than %d GB uncompressed", maxUncompressed>>30)
	}
	return n, err
}

// user enters what options say of cell and group, so that they help to read the
// rest.
func (s *Set) user(o Options) (err error) {
	s.Cell = o.Cell
	if o.Cell != [6]float64{} {
		if _, err := s.Metric(); err != nil {
			return err
		}
	}
	if o.Group != "" {
		s.Group, err = s.lookup(o.Group)
	}
	return err
}

// setCell enters the cell of a file, unless the user gave one.
func (s *Set) setCell(c [6]float64) {
	if s.Cell == [6]float64{} {
		s.Cell = c
	}
}

// finish checks what was read as a whole.
func (s *Set) finish(o Options) {
	if s.Cell != [6]float64{} {
		m, err := s.Metric()
		if err != nil {
			s.note("The file's cell is %v, which no cell has; it is not used.", s.Cell)
			s.Cell = [6]float64{}
		} else if s.Group != nil {
			if err := s.Group.FitsCell(m); err != nil {
				s.note("%s.", strings.TrimPrefix(err.Error(), "symmetry: "))
			}
		}
	}
	if o.Group != "" {
		s.Whole = false
	}
	if s.Group == nil {
		s.note("The file does not say the space group: only Friedel mates are added.")
	}
}

type format uint8

const (
	formatUnknown format = iota
	formatMTZ
	formatCIF
	formatXDS
	formatCrystFEL
	formatSHELX
	formatText // SHELX without being asked, or P1
)

// recognise tells a format by a file's beginning.
func recognise(start []byte, o Options) format {
	if mtz.IsMTZ(start) {
		return formatMTZ
	}
	start = bytes.TrimPrefix(start, []byte("\xef\xbb\xbf"))
	for first, line := true, []byte(nil); len(start) > 0; first = false {
		line, start, _ = bytes.Cut(start, []byte("\n"))
		line = bytes.TrimSpace(line)
		switch {
		case bytes.HasPrefix(line, []byte("!FORMAT=XDS_ASCII")):
			return formatXDS
		case hasPrefixFold(line, "CrystFEL reflection list version"), first && isCrystFELTitle(line):
			return formatCrystFEL
		case hasPrefixFold(line, "data_"):
			return formatCIF
		case len(line) == 0, line[0] == '#', line[0] == '!' && !bytes.HasPrefix(line, []byte("!OUTPUT_FILE=")):
			continue
		case o.HKLF != 0:
			return formatSHELX
		case line[0] >= '0' && line[0] <= '9' || line[0] == '-' || line[0] == '+':
			return formatText
		}
		return formatUnknown
	}
	return formatText // comments only, as far as they were looked at
}

func hasPrefixFold(line []byte, prefix string) bool {
	return len(line) >= len(prefix) && bytes.EqualFold(line[:len(prefix)], []byte(prefix))
}

// unknown says what a file may be that is none of the formats.
func unknown(start []byte) string {
	const formats = "want MTZ, mmCIF, XDS_ASCII, CrystFEL, SHELX or text lines of h k l F"
	line, _, _ := bytes.Cut(bytes.TrimSpace(start), []byte("\n"))
	switch {
	case bytes.HasPrefix(line, []byte("!OUTPUT_FILE=INTEGRATE.HKL")):
		return "uncorrected intensities of XDS: use XDS_ASCII.HKL"
	case hasPrefixFold(line, "HEADER "), hasPrefixFold(line, "CRYST1"), hasPrefixFold(line, "ATOM  "), hasPrefixFold(line, "REMARK "), hasPrefixFold(line, "TITLE "):
		return "a coordinate file, not reflections: give it with -model"
	case bytes.IndexByte(start, 0) >= 0:
		return "a binary file of unknown format, " + formats
	}
	return fmt.Sprintf("the file begins with %.40q, %s", line, formats)
}

// readText reads the formats of lines.
func (s *Set) readText(f format, data []byte, o Options) (err error) {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return fmt.Errorf("byte %d is 0: not a text file", i)
	}
	switch {
	case f == formatXDS:
		err = s.readXDS(data)
	case f == formatCrystFEL:
		err = s.readCrystFEL(data)
	case f == formatSHELX, isSHELX(data):
		err = s.readSHELX(data, o)
	default:
		err = s.readP1(data)
	}
	if err == nil && len(o.Labels) > 0 {
		err = fmt.Errorf("labels %s: %s has no named columns", strings.Join(o.Labels, ","), s.Format)
	}
	return err
}
