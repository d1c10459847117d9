package cif

import (
	"bytes"
	"fmt"
	"io"
)

const (
	bufferSize = 1 << 18
	// maxToken is the longest token, bytes: text fields hold whole files at times
	// (_shelx_hkl_file).
	maxToken = 1 << 26
	// maxTag is the longest tag; CIF 1.1 allows 75 characters, mmCIF no more in practice.
	maxTag = 2048
)

type kind uint8

const (
	tokenEnd kind = iota
	tokenTag
	tokenWord   // a value without quotes
	tokenQuoted // a value in quotes or a text field
	tokenLoop
	tokenData // text: the name
	tokenSave // text: the name, none at the end of a frame
	tokenReserved
)

// class tells the bytes apart that matter between and inside words.
var class = func() (t [256]uint8) {
	for c := range ' ' {
		t[c] = classBad
	}
	for _, c := range " \t\n\r\v\f" {
		t[c] = classBlank
	}
	return t
}()

const (
	classWord = iota
	classBlank
	classBad // a control character: not a text file
)

// lexer cuts a file into tokens. Between tokens pos is just behind the last one.
type lexer struct {
	r        io.Reader
	buf      []byte
	pos, end int  // the part of buf not yet used
	eof      bool // nothing more to read into buf
	line     int  // of pos, from 1
	bol      bool // at the beginning of a line
	cr       bool // behind a carriage return, whose line feed is not another line
}

// newLexer starts behind a byte-order mark.
func newLexer(r io.Reader) (*lexer, error) {
	x := &lexer{r: r, buf: make([]byte, bufferSize), line: 1, bol: true}
	err := x.fill()
	if bytes.HasPrefix(x.buf[:x.end], []byte("\xef\xbb\xbf")) {
		x.pos = 3
	}
	return x, err
}

// fill reads more behind the unused part of the buffer, which moves to its start.
// It fills the buffer, so that looking at a long token again after each doubling
// costs no more than reading it.
func (x *lexer) fill() error {
	if x.pos > 0 {
		x.end = copy(x.buf, x.buf[x.pos:x.end])
		x.pos = 0
	}
	if x.end == len(x.buf) {
		if x.end >= maxToken {
			return x.fail("token longer than %d bytes", maxToken)
		}
		grown := make([]byte, 2*len(x.buf))
		copy(grown, x.buf[:x.end])
		x.buf = grown
	}
	n, err := io.ReadFull(x.r, x.buf[x.end:])
	x.end += n
	switch err {
	case nil:
		return nil
	case io.EOF, io.ErrUnexpectedEOF:
		x.eof = true
		return nil
	}
	return fmt.Errorf("cif: line %d: %w", x.line, err)
}

func (x *lexer) fail(format string, args ...any) error {
	return fmt.Errorf("cif: line %d: %s", x.line, fmt.Sprintf(format, args...))
}

// next returns the next token. Its text is valid until the next call.
func (x *lexer) next() (kind, []byte, error) {
	if err := x.skip(); err != nil {
		return 0, nil, err
	}
	if x.pos == x.end {
		return tokenEnd, nil, nil
	}
	first := x.buf[x.pos]
	switch {
	case first == ';' && x.bol:
		return x.textField()
	case first == '\'' || first == '"':
		return x.quoted(first)
	}
	i := x.pos
	for {
		for i < x.end && class[x.buf[i]] == classWord {
			i++
		}
		if i < x.end || x.eof {
			break
		}
		used := i - x.pos
		if err := x.fill(); err != nil {
			return 0, nil, err
		}
		i = x.pos + used
	}
	word := x.buf[x.pos:i]
	if i < x.end && class[x.buf[i]] == classBad {
		return 0, nil, x.fail("byte 0x%02x: not a text file", x.buf[i])
	}
	x.pos, x.bol, x.cr = i, false, false
	switch first {
	case '_':
		if len(word) > maxTag {
			return 0, nil, x.fail("tag %.24q… of more than %d bytes", word, maxTag)
		}
		return tokenTag, word, nil
	case 'd', 'D', 's', 'S', 'l', 'L', 'g', 'G':
		k, text := reserved(word)
		return k, text, nil
	}
	return tokenWord, word, nil
}

// skip moves past blanks and comments. At the end of the file pos is end.
func (x *lexer) skip() error {
	for {
		buf := x.buf[:x.end]
		i := x.pos
		for ; i < len(buf); i++ {
			switch c := buf[i]; c {
			case '\n':
				if !x.cr {
					x.line++
				}
				x.bol, x.cr = true, false
				continue
			case '\r':
				x.line++
				x.bol, x.cr = true, true
				continue
			case ' ', '\t', '\v', '\f':
				x.bol, x.cr = false, false
				continue
			case '#':
				n := bytes.IndexByte(buf[i:], '\n')
				if n < 0 {
					n = len(buf) - i
				}
				if cr := bytes.IndexByte(buf[i:i+n], '\r'); cr >= 0 {
					n = cr
				}
				x.bol, x.cr = false, false
				if i+n < len(buf) {
					i += n - 1
					continue
				}
				// The comment goes on behind the buffer: what is left of it still begins with #.
				if x.eof {
					x.pos = x.end
					return nil
				}
				x.pos = x.end - 1
				x.buf[x.pos] = '#'
				if err := x.fill(); err != nil {
					return err
				}
				i = -1
			default:
				if class[c] == classBad {
					return x.fail("byte 0x%02x: not a text file", c)
				}
			}
			break
		}
		if i < 0 {
			continue
		}
		x.pos = i
		if i < len(buf) || x.eof {
			return nil
		}
		if err := x.fill(); err != nil {
			return err
		}
	}
}

// quoted reads a value in quotes: it ends with the same quote before a blank, in the
// same line.
func (x *lexer) quoted(quote byte) (kind, []byte, error) {
	for i := 1; ; {
		s := x.buf[x.pos:x.end]
		for ; i+1 < len(s); i++ {
			switch c := s[i]; {
			case c == quote && class[s[i+1]] == classBlank:
				x.pos += i + 1
				x.bol, x.cr = false, false
				return tokenQuoted, s[1:i], nil
			case c == '\n' || c == '\r':
				return 0, nil, x.fail("no closing %c behind %.24q", quote, s[:i])
			}
		}
		if x.eof {
			if i < len(s) && s[i] == quote {
				x.pos = x.end
				x.bol, x.cr = false, false
				return tokenQuoted, s[1:i], nil
			}
			return 0, nil, x.fail("no closing %c behind %.24q", quote, s)
		}
		if err := x.fill(); err != nil {
			return 0, nil, err
		}
	}
}

// textField reads a value that begins with a semicolon at the beginning of a line
// and ends before the line that begins with the next one.
func (x *lexer) textField() (kind, []byte, error) {
	for i := 1; ; {
		s := x.buf[x.pos:x.end]
		for i < len(s) {
			n := bytes.IndexByte(s[i:], ';')
			if n < 0 {
				i = len(s)
				break
			}
			i += n
			if s[i-1] != '\n' && s[i-1] != '\r' {
				i++
				continue
			}
			if i+1 == len(s) && !x.eof {
				break
			}
			text := s[1 : i-1]
			if s[i-1] == '\n' {
				text = bytes.TrimSuffix(text, []byte("\r"))
			}
			lines := bytes.Count(s[:i], []byte("\n"))
			if lines == 0 {
				lines = bytes.Count(s[:i], []byte("\r"))
			}
			x.line += lines
			if i+1 < len(s) && class[s[i+1]] != classBlank {
				return 0, nil, x.fail("%q behind the semicolon that closes a text field, want a blank", s[i+1])
			}
			x.pos += i + 1
			x.bol, x.cr = false, false
			return tokenQuoted, text, nil
		}
		if x.eof {
			return 0, nil, x.fail("a text field that begins here is not closed")
		}
		if err := x.fill(); err != nil {
			return 0, nil, err
		}
	}
}

// reserved tells the reserved words from values.
func reserved(word []byte) (kind, []byte) {
	if len(word) < 5 {
		return tokenWord, word
	}
	is := func(s string) bool {
		return len(word) >= len(s) && bytes.EqualFold(word[:len(s)], []byte(s))
	}
	switch {
	case is("data_"):
		return tokenData, word[5:]
	case is("save_"):
		return tokenSave, word[5:]
	case is("loop_") && len(word) == 5:
		return tokenLoop, nil
	case is("stop_") && len(word) == 5, is("global_") && len(word) == 7:
		return tokenReserved, word
	}
	return tokenWord, word
}
