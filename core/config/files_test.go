package config

import (
	"math"
	"reflect"
	"strings"
	"testing"

	"gobragg/core/experiment"
	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

func TestReadMatrix(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"nine numbers", "1 2 3 4 5 6 7 8 9", ""},
		{"lines, exponents, more text", "1.0 2e0 3\n4 5 6\r\n\n7 8 9\n cell 50 50 50", ""},
		{"empty", "", "found 0 of the matrix's 9 numbers"},
		{"eight numbers", "1 2 3 4 5 6 7 8", "found 8 of"},
		{"a word", "1 2 3 x", `number 4 of the matrix: "x" is not a number`},
		{"NaN", "NaN", "not a finite number"},
		{"a long word", strings.Repeat("1", maxWord+1), "too long"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m, err := ReadMatrix(strings.NewReader(tc.text))
			if tc.want == "" {
				if want := (geom.Mat3{1, 2, 3, 4, 5, 6, 7, 8, 9}); err != nil || m != want {
					t.Errorf("%v, %v, want %v", m, err, want)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("error %v, want %q in it", err, tc.want)
			}
		})
	}
}

func TestReadSources(t *testing.T) {
	beam := r3.Vec{X: 1}
	towards := func(x, y, z float64) r3.Vec { return geom.Unit(r3.Vec{X: -x, Y: -y, Z: -z}) }
	for _, tc := range []struct {
		name, text string
		want       []experiment.Source
		err        string
	}{
		{name: "five columns", text: "-10 1 0 0.5 2e-10\n-1 0 0 1 1e-10",
			want: []experiment.Source{{Incident: towards(-10, 1, 0), Wavelength: 2e-10, Weight: 0.5}, {Incident: beam, Wavelength: 1e-10, Weight: 1}}},
		{name: "comments and blank lines", text: "# x y z\n\n  \n-10 0 0 2 # strong\n",
			want: []experiment.Source{{Incident: beam, Wavelength: 3e-10, Weight: 2}}},
		{name: "no weight", text: "-10 0 0", want: []experiment.Source{{Incident: beam, Wavelength: 3e-10, Weight: 1}}},
		{name: "no z", text: "-10 5", want: []experiment.Source{{Incident: towards(-10, 5, 0), Wavelength: 3e-10, Weight: 1}}},
		{name: "x alone", text: "-5", want: []experiment.Source{{Incident: beam, Wavelength: 3e-10, Weight: 1}}},
		{name: "empty", text: "# nothing\n", err: "there is no source in it"},
		{name: "a word", text: "-10 0 0\n-10 0 zero", err: `line 2: z: "zero" is not a number`},
		{name: "zero vector", text: "0 0 0", err: "line 1: 0 0 0 is not a direction"},
		{name: "wavelength in Å", text: "-10 0 0 1 1.5", err: "want metres, for example 1e-10"},
		{name: "negative wavelength", text: "-10 0 0 1 -1e-10", err: "a wavelength of -1e-10 m"},
		{name: "six columns", text: "1 2 3 4 1e-10 6", err: "6 columns"},
		{name: "NaN", text: "NaN 0 0", err: "x: \"NaN\" is not a finite number"},
		{name: "a long line", text: strings.Repeat(" ", maxWord+1), err: "too long"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := ReadSources(strings.NewReader(tc.text), beam, 3e-10)
			if tc.err != "" {
				if err == nil || !strings.Contains(err.Error(), tc.err) {
					t.Errorf("error %v, want %q in it", err, tc.err)
				}
				return
			}
			if err != nil || !reflect.DeepEqual(got, tc.want) {
				t.Errorf("%v, %v, want %v", got, err, tc.want)
			}
		})
	}
}

// TestSourceWeights: a mean of 1 by default, all 1 in compat mode.
func TestSourceWeights(t *testing.T) {
	files := map[string]string{"s.txt": "-10 0 0 9\n-10 1 0 1\n", "n.txt": "-10 0 0 -1\n-10 1 0 2\n", "z.txt": "-10 0 0 0\n"}
	weights := func(args string) []float64 {
		var w []float64
		for _, s := range resolve(t, plain+args, files).Experiment.Beam.Sources {
			w = append(w, s.Weight)
		}
		return w
	}
	if got, want := weights("-sourcefile s.txt"), []float64{1.8, 0.2}; math.Abs(got[0]-want[0])+math.Abs(got[1]-want[1]) > rounding {
		t.Errorf("weights %v, want %v", got, want)
	}
	if got, want := weights("-sourcefile s.txt -compat"), []float64{1, 1}; !reflect.DeepEqual(got, want) {
		t.Errorf("-compat: weights %v, want %v", got, want)
	}
	for _, name := range []string{"n.txt", "z.txt"} {
		_, err := mustParse(t, strings.Fields(plain+"-sourcefile "+name)...).Experiment(openTexts(files))
		if err == nil || !strings.Contains(err.Error(), "weights") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
