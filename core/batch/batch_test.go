package batch

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"gobragg/core/config"
	"gobragg/core/frame"
)

const settings = `"settings": ["-cell", "50", "-default_F", "100", "-N", "5", "-detpixels", "32", "-seed", "7"]`

// parse reads a series of 100 frames with these members.
func parse(t *testing.T, members string) *Spec {
	t.Helper()
	s, err := Parse([]byte(`{"gobragg_batch": 1, "frames": 100, `+settings+members+`}`), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// value returns a number of the settings of frame n.
func value(t *testing.T, s *Spec, n int, option string) float64 {
	t.Helper()
	c, err := s.Settings(n)
	if err != nil {
		t.Fatal(err)
	}
	v := c.Values(option)
	if len(v) == 0 {
		t.Fatalf("frame %d has no -%s", n, option)
	}
	return v[0].Number
}

// TestVariations: each way of varying gives the numbers that it says.
func TestVariations(t *testing.T) {
	list := make([]string, 100)
	for i := range list {
		list[i] = fmt.Sprintf("[%d, 1, 2]", i)
	}
	s := parse(t, `, "vary": {
		"phi": {"from": 10, "step": 0.5},
		"misset": {"values": [`+strings.Join(list, ",")+`]},
		"lambda": {"normal": [1, 0.01]},
		"distance": {"uniform": [90, 110]}}`)
	var sum, squares, low, high float64 = 0, 0, math.Inf(1), math.Inf(-1)
	for n := 1; n <= 100; n++ {
		if got, want := value(t, s, n, "phi"), 10+0.5*float64(n-1); got != want {
			t.Errorf("frame %d: -phi %v, want %v", n, got, want)
		}
		if got := value(t, s, n, "misset"); got != float64(n-1) {
			t.Errorf("frame %d: -misset %v, want %v", n, got, n-1)
		}
		if got := value(t, s, n, "seed"); got != float64(7+n-1) {
			t.Errorf("frame %d: -seed %v, want %v", n, got, 7+n-1)
		}
		x := (value(t, s, n, "lambda") - 1) / 0.01
		sum, squares = sum+x, squares+x*x
		d := value(t, s, n, "distance")
		low, high = min(low, d), max(high, d)
	}
	// Four standard deviations of the mean and of the variance of 100 normal deviates.
	if mean, variance := sum/100, squares/100; math.Abs(mean) > 0.4 || math.Abs(variance-1) > 0.57 {
		t.Errorf("normal deviates have mean %v and variance %v, want 0 and 1", mean, variance)
	}
	if low < 90 || high > 110 || high-low < 15 {
		t.Errorf("even deviates lie from %v to %v, want 90 to 110", low, high)
	}
}

// TestFramesStandAlone: the settings of a frame depend on its number and the
// description, not on the order of the description nor on other frames.
func TestFramesStandAlone(t *testing.T) {
	a := parse(t, `, "vary": {"misset": "random", "lambda": {"uniform": [0.9, 1.1]}, "distance": {"normal": [100, 1]}}`)
	b := parse(t, `, "vary": {"distance": {"normal": [100, 1]}, "lambda": {"uniform": [0.9, 1.1]}, "misset": "random"}`)
	seen := make(map[string]int)
	for n := 100; n >= 1; n-- {
		x, errX := a.Settings(n)
		y, errY := b.Settings(n)
		if errX != nil || errY != nil || !reflect.DeepEqual(x.Args(), y.Args()) {
			t.Fatalf("frame %d: %v and %v (%v, %v)", n, x.Args(), y.Args(), errX, errY)
		}
		r, err := x.Experiment(nil)
		if err != nil {
			t.Fatal(err)
		}
		key := fmt.Sprint(r.Misset)
		if other, twice := seen[key]; twice {
			t.Errorf("frames %d and %d have the same orientation", n, other)
		}
		seen[key] = n
	}
	if value(t, a, 3, "lambda")-0.9 == (value(t, a, 3, "distance")-100)/1 {
		t.Error("two options are varied by the same random numbers")
	}
}

// TestTruth: the command of a truth gives the frame's experiment, and its axes are
// those of the crystal.
func TestTruth(t *testing.T) {
	s := parse(t, `, "vary": {"misset": "random", "lambda": {"uniform": [0.9, 1.1]}}, "write": [".img", "npy"], "name": "still"`)
	if got, want := s.Files("dir", 7), []string{"dir/still00007.img", "dir/still00007.npy"}; !reflect.DeepEqual(got, want) {
		t.Errorf("files %v, want %v", got, want)
	}
	c, err := s.Settings(7)
	if err != nil {
		t.Fatal(err)
	}
	r, err := c.Experiment(nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(NewTruth(7, r, s.Files("", 7), frame.Stats{Max: 5}, "v1"))
	if err != nil {
		t.Fatal(err)
	}
	var truth Truth
	if err := json.Unmarshal(data, &truth); err != nil {
		t.Fatal(err)
	}
	again, err := config.ParseArgs(truth.Command)
	if err != nil {
		t.Fatal(err)
	}
	alone, err := again.Experiment(nil)
	if err != nil || !reflect.DeepEqual(alone.Experiment, r.Experiment) {
		t.Errorf("the command %v gives another experiment (%v)", truth.Command, err)
	}
	for i := range 3 {
		for j := range 3 {
			dot := 0.0
			for k := range 3 {
				dot += truth.Direct[i][k] * truth.Reciprocal[j][k]
			}
			const tol = 1e-12 // rounding of products of the order of 1
			if want := map[bool]float64{true: 1}[i == j]; math.Abs(dot-want) > tol {
				t.Errorf("axis %d times reciprocal axis %d is %v, want %v", i, j, dot, want)
			}
		}
	}
	if truth.Cell != [6]float64{50, 50, 50, 90, 90, 90} && math.Abs(truth.Cell[0]-50) > 1e-9 || truth.NoiseSeed != 13 || truth.Photons.Max != 5 || truth.BeamSpot == nil {
		t.Errorf("truth %+v", truth)
	}
}

// TestMistakes: what is wrong is named by its key.
func TestMistakes(t *testing.T) {
	const begin = `{"gobragg_batch": 1, "frames": 3, `
	for _, c := range []struct{ name, text, want string }{
		{"empty", ``, "ends too early"},
		{"cut off", `{"gobragg_batch": 1`, "ends too early"},
		{"no version", `{"frames": 3}`, `"gobragg_batch": 1 is missing`},
		{"later version", `{"gobragg_batch": 2, "frames": 3}`, "version 2"},
		{"trailing", begin + settings + `} {}`, "follows the closing brace"},
		{"unknown key", begin + settings + `, "varies": {}}`, `"varies"`},
		{"kind", `{"gobragg_batch": 1, "frames": "many"}`, `"frames": a string`},
		{"no frames", `{"gobragg_batch": 1, "frames": 0}`, `"frames": want`},
		{"too many", `{"gobragg_batch": 1, "frames": 100000000}`, `"frames": want`},
		{"no settings", begin + `"name": "x"}`, `"settings": they are missing`},
		{"words", begin + `"settings": ["-cell", 50]}`, "each in quotes"},
		{"bad setting", begin + `"settings": ["-cel", "50"]}`, "-cell"},
		{"bad object", begin + `"settings": {"gobragg_config": 1, "crystal": {"x": 1}}}`, `"x"`},
		{"name", begin + settings + `, "name": "../x"}`, `"name"`},
		{"format", begin + settings + `, "write": ["doc"]}`, `"write"`},
		{"format twice", begin + settings + `, "write": ["img", ".img"]}`, "twice"},
		{"unknown option", begin + settings + `, "vary": {"hue": "random"}}`, "no option -hue"},
		{"output", begin + settings + `, "vary": {"o": {"values": ["a", "b", "c"]}}}`, "whole series"},
		{"alias", begin + settings + `, "vary": {"lambda": {"from": 1, "step": 0}, "wave": {"from": 1, "step": 0}}}`, "twice"},
		{"word", begin + settings + `, "vary": {"lambda": "random"}}`, `-lambda: "random"`},
		{"no way", begin + settings + `, "vary": {"lambda": {}}}`, "want one of"},
		{"two ways", begin + settings + `, "vary": {"lambda": {"from": 1, "step": 1, "uniform": [1, 2]}}}`, "want one of"},
		{"no step", begin + settings + `, "vary": {"lambda": {"from": 1}}}`, "belong together"},
		{"order", begin + settings + `, "vary": {"lambda": {"uniform": [2, 1]}}}`, "LOW, HIGH"},
		{"sigma", begin + settings + `, "vary": {"lambda": {"normal": [1, -1]}}}`, "MEAN, SIGMA"},
		{"number of values", begin + settings + `, "vary": {"lambda": {"values": [1, 2]}}}`, "2 of them for 3 frames"},
		{"kind of value", begin + settings + `, "vary": {"lambda": {"values": [1, 2, {}]}}}`, "frame 3"},
		{"vector", begin + settings + `, "vary": {"misset": {"uniform": [1, 2]}}}`, "not one number"},
		{"out of range", begin + settings + `, "vary": {"lambda": {"from": -1, "step": 1}}}`, "-lambda"},
	} {
		_, err := Parse([]byte(c.text), nil)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %q, want one with %q", c.name, err, c.want)
		}
	}
	s := parse(t, `, "vary": {"lambda": {"from": 1, "step": -0.1}}`)
	if _, err := s.Settings(50); err == nil || !strings.Contains(err.Error(), "frame 50: -lambda") {
		t.Errorf("a wavelength below 0 in frame 50 gives %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"gobragg_batch": 1, "frames": 3, ` + settings + `, "vary": {"misset": "random", "phi": {"from": 1, "step": 2}}, "write": ["img"]}`))
	f.Add([]byte(`{"gobragg_batch": 1, "frames": 2, "settings": {"gobragg_config": 1}, "vary": {"lambda": {"values": [1, 2]}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Parse(data, nil)
		if err != nil {
			return
		}
		for _, n := range []int{1, s.Frames} {
			if c, err := s.Settings(n); err == nil && c.Has("o") {
				t.Errorf("frame %d names outputs", n)
			}
		}
	})
}
