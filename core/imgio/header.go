package imgio

import (
	"fmt"
	"strconv"
	"strings"
)

// headerBlock is the unit of SMV header lengths, and the length of most.
const headerBlock = 512

// Field is one line of an SMV header, KEY=value;.
type Field struct{ Key, Value string }

// Header is the text of an SMV image: fields in the order of the file.
type Header []Field

// Get returns the value of key, spelled exactly so, and whether it is there. The
// last of several wins.
func (h Header) Get(key string) (string, bool) {
	for i := len(h) - 1; i >= 0; i-- {
		if h[i].Key == key {
			return h[i].Value, true
		}
	}
	return "", false
}

// Float returns the value of key as a number, and whether the key is there. A
// value that is not a number is an error.
func (h Header) Float(key string) (v float64, ok bool, err error) {
	s, ok := h.Get(key)
	if !ok {
		return 0, false, nil
	}
	v, err = strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, true, fmt.Errorf("%s=%q is not a number", key, s)
	}
	return v, true, nil
}

// Int returns the value of key as a whole number; a missing key is an error.
func (h Header) Int(key string) (int, error) {
	s, ok := h.Get(key)
	if !ok {
		return 0, fmt.Errorf("no %s", key)
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0, fmt.Errorf("%s=%q is not a whole number", key, s)
	}
	return n, nil
}

// Set replaces the value of key wherever it stands, or adds the field at the end,
// and returns the header.
func (h Header) Set(key, value string) Header {
	found := false
	for i := range h {
		if h[i].Key == key {
			h[i].Value, found = value, true
		}
	}
	if found {
		return h
	}
	return append(h, Field{key, value})
}

// Bytes returns the header as it stands in a file: "{", the lines, "}" and a form
// feed, then spaces to the next multiple of 512, whose length is HEADER_BYTES;
// that field is first and filled in here whatever h has. Characters that would
// end a value or the header early (; { } and control characters) become "_", in
// keys "=" and spaces too.
func (h Header) Bytes() []byte {
	var lines strings.Builder
	for _, f := range h {
		if f.Key != "HEADER_BYTES" {
			lines.WriteString(cleanKey(f.Key) + "=" + cleanValue(f.Value) + ";\n")
		}
	}
	lines.WriteString("}\f")

	// The length of the header includes the digits of that length.
	for size := headerBlock; ; size += headerBlock {
		text := fmt.Sprintf("{\nHEADER_BYTES=%d;\n%s", size, lines.String())
		if len(text) <= size {
			return []byte(text + strings.Repeat(" ", size-len(text)))
		}
	}
}

// cleanValue returns s without the characters that end a value.
func cleanValue(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(";{}", r) {
			return '_'
		}
		return r
	}, s))
}

// cleanKey returns s without the characters that end a key.
func cleanKey(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '=' || r == ' ' {
			return '_'
		}
		return r
	}, cleanValue(s))
}

// parseHeader returns the fields between "{" and "}". Real files put spaces
// around the equals sign, leave out a semicolon at the end of a line, and use
// other line ends; text without an equals sign is skipped.
func parseHeader(text string) (Header, error) {
	text, ok := strings.CutPrefix(strings.TrimLeft(text, " \r\n"), "{")
	if !ok {
		return nil, fmt.Errorf("header starts with %.8q, not with %q", text, "{")
	}
	text, _, ok = strings.Cut(text, "}")
	if !ok {
		return nil, fmt.Errorf("header of %d bytes has no closing %q", len(text), "}")
	}
	var h Header
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '\n' || r == '\r' }) {
		key, value, found := strings.Cut(line, "=")
		if key = strings.TrimSpace(key); found && key != "" {
			h = append(h, Field{key, strings.TrimSpace(value)})
		}
	}
	return h, nil
}
