package config

import (
	"net/url"
	"testing"
)

// TestEscapeIsNetURLs: links read the same wherever they are read.
func TestEscapeIsNetURLs(t *testing.T) {
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	for _, text := range []string{"", "78.5", "my file+1 (é).hkl", "100%", string(every)} {
		escaped := Escape(text)
		if want := url.QueryEscape(text); escaped != want {
			t.Errorf("Escape(%q) = %q, want %q", text, escaped, want)
		}
		if back, ok := Unescape(escaped); !ok || back != text {
			t.Errorf("Unescape(%q) = %q, %t, want %q", escaped, back, ok, text)
		}
	}
}

func TestUnescapeIsNetURLs(t *testing.T) {
	for _, escaped := range []string{"a%20b+c", "%c3%A9", "%", "a%", "%4", "%4g", "%g4", "%+1", "%%41", "%41%", "%2541", "é ~"} {
		got, ok := Unescape(escaped)
		want, err := url.QueryUnescape(escaped)
		if got != want || ok != (err == nil) {
			t.Errorf("Unescape(%q) = %q, %t, want %q, %v", escaped, got, ok, want, err)
		}
	}
}
