package geofile

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// endless repeats a text for ever.
type endless struct {
	text string
	at   int
}

func (e *endless) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		c := copy(p[n:], e.text[e.at:])
		n, e.at = n+c, (e.at+c)%len(e.text)
	}
	return n, nil
}

// TestHostile: files that lie, nest or do not end give an error.
func TestHostile(t *testing.T) {
	deep := strings.Repeat(`{"children":[`, 20000)
	for _, tc := range []struct {
		name, start string
		rest        io.Reader
		want        string
	}{
		{"a deep hierarchy", `{"__id__":"ExperimentList","experiment":[{"detector":0}],"detector":[{"panels":[],"hierarchy":` + deep, strings.NewReader(""), "depth"},
		{"an endless list", `{"__id__":"ExperimentList","experiment":[`, &endless{text: "{},"}, "longer than"},
		{"endless panels", "res = 1\n", &endless{text: strings.Repeat("p/res = 1\n", 500)}, "longer than"},
		{"endless numbers", "XPARM.XDS VERSION\n", &endless{text: "1 "}, "are parallel"},
		{"an endless number", "XPARM.XDS VERSION\n", &endless{text: "1"}, "too long"},
		{"an endless first line", "XPARM.XDS ", &endless{text: "1 "}, "ends after its first line"},
		{"an endless header", "{\nHEADER_BYTES=99999999;\n", &endless{text: "A=1;\n"}, "HEADER_BYTES"},
		{"an endless cell file", "CrystFEL unit cell file version 1.0\n", &endless{text: "x = 1\n"}, "there is no a"},
		{"a billion segments", "XPARM.XDS VERSION\n1 0 .1 1 0 0\n1 0 0 1\n1 50 50 50 90 90 90\n50 0 0\n0 50 0\n0 0 50\n1e9 100 100 .1 .1\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n", strings.NewReader(""), "segments is missing"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := Read(io.MultiReader(strings.NewReader(tc.start), tc.rest), 1)
			if err == nil || !strings.Contains(err.Error(), tc.want) || len(err.Error()) > 300 {
				t.Errorf("error %v, want %q in it", err, tc.want)
			}
		})
	}
}

// TestLongLines: a line of a stream beyond any bound does not hide what follows.
func TestLongLines(t *testing.T) {
	text := streamMagic + " 2.3\n" + "Command line: " + strings.Repeat("x", 5*maxWord) + "\n" + beginChunk + "\n" + beginCrystal + "\n"
	for i, axis := range []string{"0.1 0 0", "0 0.1 0", "0 0 0.1"} {
		text += fmt.Sprintf("%cstar = %s nm^-1\n", 'a'+i, axis)
	}
	d, err := Read(strings.NewReader(text+endCrystal+"\n"), 1)
	if err != nil {
		t.Fatal(err)
	}
	if a := d.Crystal.Cell.A; !(a > 9.99e-9 && a < 10.01e-9) {
		t.Errorf("a = %g m, want 10 nm", a)
	}
}
