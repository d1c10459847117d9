package model

import (
	"bytes"
	"compress/gzip"
	"os"
	"strings"
	"testing"
)

// TestRead reads entry 1A8O, plain and compressed.
func TestRead(t *testing.T) {
	data, err := os.ReadFile("../../testdata/sf/1a8o.pdb")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data)
	z.Close()
	for _, data := range [][]byte{data, b.Bytes()} {
		m, err := Read(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Atoms) != 644 || m.Group.Number() != 96 || m.Cell != (Cell{41.98, 41.98, 88.92, 90, 90, 90}) {
			t.Errorf("%d atoms, %v, %v", len(m.Atoms), m.Group, m.Cell)
		}
	}
}

func TestRecognise(t *testing.T) {
	for text, want := range map[string]string{
		cryst1: "PDB", "ATOM      1": "PDB", "REMARK": "PDB", "\xef\xbb\xbfHEADER    x": "PDB", "# a comment\n\ndata_1ABC\n": "CIF", "DATA_x": "CIF",
		"": "", "1 0 0 12.5\n": "", "ATOMS": "", "MTZ ": "",
	} {
		if got := Recognise([]byte(text)); got != want {
			t.Errorf("Recognise(%q) = %q, want %q", text, got, want)
		}
	}
	for _, text := range []string{"", "1 2 3\n", "\x1f\x8bnot gzip"} {
		if _, err := Read(strings.NewReader(text)); err == nil {
			t.Errorf("Read(%q) gives a model, want an error", text)
		}
	}
}
