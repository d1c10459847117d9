package config

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// Escape writes text for the query of a link: letters, digits and -_.~ as they are, a
// space as a plus sign, any other byte as a percent sign and two hexadecimal digits. It
// is net/url's QueryEscape; that package, which knows network addresses, would be 20 kB
// of the browser's compressed program.
//
// Source: WHATWG, URL standard, application/x-www-form-urlencoded.
func Escape(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		switch {
		case c == ' ':
			b.WriteByte('+')
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-_.~", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// Unescape returns the text that Escape wrote; ok is false where a percent sign lacks its
// two digits.
func Unescape(escaped string) (text string, ok bool) {
	parts := strings.Split(strings.ReplaceAll(escaped, "+", " "), "%")
	var b strings.Builder
	b.WriteString(parts[0])
	for _, part := range parts[1:] {
		c, err := hex.DecodeString(part[:min(2, len(part))])
		if err != nil || len(c) == 0 {
			return "", false
		}
		b.Write(c)
		b.WriteString(part[2:])
	}
	return b.String(), true
}
