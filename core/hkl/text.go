package hkl

import (
	"bytes"
	"fmt"
	"io"
	"math"
)

const (
	// maxLine is the longest line accepted, bytes: what one keeps in memory.
	maxLine = 1 << 16
	// textBuffer is how much is read at a time; it holds at least one line.
	textBuffer = 4 * maxLine
	// quotedToken is how much of a wrong word an error message shows.
	quotedToken = 24
)

// ReadText reads reflections from text, one a line: h, k, l and the amplitude F in
// electrons, separated by spaces or tabs.
//
//	# anything after a # or ! is a comment
//	  1  0  0   12.5
//	  1  0 -1    8.25   0.31   further columns are skipped
//
// Indices are whole numbers in ±MaxIndex (1.0 is not one), F is any finite decimal
// number. F may be negative: it enters squared or, where it is interpolated, with its
// sign. It is kept in single precision, rounded to nearest. Blank lines, Windows
// line ends, a byte-order mark and a missing last line end do not matter.
//
// Anything else is an error that names the line, what was found and what was
// expected; so are an input without reflections and lines above 64 KiB. Memory
// use is 16 bytes a reflection and a fixed buffer.
func ReadText(r io.Reader) (*List, error) {
	p := textParser{}
	buf := make([]byte, textBuffer+1) // one more for a line end at the end of input
	kept := 0
	for first := true; ; first = false {
		n, err := io.ReadFull(r, buf[kept:textBuffer])
		end := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !end {
			return nil, fmt.Errorf("hkl: after line %d: %w", p.line, err)
		}
		data := buf[:kept+n]
		if first {
			data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
		}
		if end {
			data = append(data, '\n')
		}
		whole := bytes.LastIndexByte(data, '\n') + 1
		if err := p.parse(data[:whole]); err != nil {
			return nil, err
		}
		if end {
			break
		}
		if len(data)-whole > maxLine {
			return nil, p.tooLong()
		}
		kept = copy(buf, data[whole:])
	}
	if len(p.list.Reflections) == 0 {
		lines := "lines"
		if p.line == 1 {
			lines = "line"
		}
		return nil, fmt.Errorf("hkl: no reflections in %d %s, want lines of h k l F", p.line, lines)
	}
	return &p.list, nil
}

type textParser struct {
	list List
	line int // lines finished
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\v' || c == '\f' }

// isEnd reports whether c may follow a number: a blank, a line end or a comment.
func isEnd(c byte) bool {
	return isBlank(c) || c == '\n' || c == '\r' || c == '#' || c == '!'
}

// parse reads whole lines: data ends with a line end or is empty. That byte stops
// every scan, so none of them looks for the end of data.
func (p *textParser) parse(data []byte) error {
	for i := 0; i < len(data); {
		start := i
		var hkl [3]int32
		var f float32
		column := 0
	columns:
		for ; column < 4; column++ {
			for isBlank(data[i]) {
				i++
			}
			switch data[i] {
			case '\n', '\r', '#', '!':
				break columns
			}
			if column == 3 {
				var n int
				f, n = parseAmplitude(data[i:])
				if n == 0 || !isEnd(data[i+n]) || math.Abs(float64(f)) > math.MaxFloat32 {
					return p.wrong("F", data[i:], "a finite decimal number")
				}
				i += n
				continue
			}
			index, n := parseIndex(data[i:])
			if n == 0 || !isEnd(data[i+n]) {
				return p.wrong("hkl"[column:column+1], data[i:], "a whole number")
			}
			if index < -MaxIndex || index > MaxIndex {
				return p.wrong("hkl"[column:column+1], data[i:], fmt.Sprintf("an index within ±%d", MaxIndex))
			}
			hkl[column] = index
			i += n
		}
		if data[i] != '\n' {
			rest := bytes.IndexByte(data[i:], '\n')
			if cr := bytes.IndexByte(data[i:i+rest], '\r'); cr >= 0 && cr != rest-1 {
				return fmt.Errorf("hkl: line %d: a carriage return inside the line: lines must end in LF or CR LF", p.line+1)
			}
			i += rest
		}
		if i-start > maxLine {
			return p.tooLong()
		}
		if column != 0 {
			if column != 4 {
				return fmt.Errorf("hkl: line %d: %d columns, want h k l F", p.line+1, column)
			}
			p.list.Reflections = append(p.list.Reflections, Reflection{hkl[0], hkl[1], hkl[2], f + 0}) // −0 to 0
		}
		i++
		p.line++
	}
	return nil
}

// wrong returns the error about the word at the start of s.
func (p *textParser) wrong(name string, s []byte, want string) error {
	n := 0
	for n <= quotedToken && s[n] != '\n' && s[n] != '\r' && !isBlank(s[n]) {
		n++
	}
	word, more := s[:min(n, quotedToken)], ""
	if n > quotedToken {
		more = "…"
	}
	return fmt.Errorf("hkl: line %d: %s is %q%s, want %s (a line is h k l F; comments start with # or !)",
		p.line+1, name, word, more, want)
}

func (p *textParser) tooLong() error {
	return fmt.Errorf("hkl: line %d: longer than %d bytes", p.line+1, maxLine)
}
