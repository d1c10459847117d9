package site

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// unpack is that of worker.js.
func unpack(text string) []byte {
	var b []byte
	bits, have := rune(0), 0
	for _, c := range text {
		bits, have = bits<<7|c&0x7f, have+7
		if have >= 8 {
			have -= 8
			b = append(b, byte(bits>>have))
			bits &= 0x7f
		}
	}
	return b
}

// TestSeven: bytes of any number and value come back, and the text has nothing that HTML
// changes or ends a script at.
func TestSeven(t *testing.T) {
	random := make([]byte, 1<<16)
	r := rand.NewChaCha8([32]byte{1})
	r.Read(random)
	cases := [][]byte{random, bytes.Repeat([]byte{0}, 50), bytes.Repeat([]byte{0xff}, 50), []byte("</script><!--\r\n\x00")}
	for n := range 20 {
		cases = append(cases, random[:n])
	}
	for _, b := range cases {
		text := seven(b)
		if got := unpack(text); !bytes.Equal(got, b) {
			t.Errorf("%d bytes come back as %d others", len(b), len(got))
		}
		if strings.ContainsAny(text, "<\x00\r") || !utf8.ValidString(text) {
			t.Errorf("%.40q is not safe in a page", text)
		}
	}
	const most = 1.18 // 8/7 and three characters of 128 that have two bytes
	if got := float64(len(seven(random))) / float64(len(random)); got > most {
		t.Errorf("%.3f bytes a byte, want at most %v", got, most)
	}
}
