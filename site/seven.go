package site

import "strings"

// escaped is added to a character that HTML changes or takes for the end of a script: it
// is then one of two bytes with the same lowest seven bits.
const escaped = 0x100

// seven returns bytes as text of seven bits a character, the first in the highest places,
// for a script element of a page in UTF-8: 1.17 bytes a byte, where base64 has 1.33. The
// function unpack of worker.js is the inverse.
func seven(b []byte) string {
	var s strings.Builder
	put := func(c rune) {
		switch c &= 0x7f; c {
		case 0, '\r', '<':
			c += escaped
		}
		s.WriteRune(c)
	}
	bits, have := rune(0), 0
	for _, x := range b {
		bits, have = bits<<8|rune(x), have+8
		for ; have >= 7; have -= 7 {
			put(bits >> (have - 7))
		}
		bits &= 0x7f
	}
	if have > 0 {
		put(bits << (7 - have))
	}
	return s.String()
}
