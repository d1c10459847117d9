package lab

import (
	"errors"
	"strings"
	"testing"

	"gobragg/core/config"
)

func TestSet(t *testing.T) {
	for _, c := range []struct {
		name, option, text string
		want               string // of Text after it
		wantErr            string // part of the message
	}{
		{"number", "distance", "250", "250", ""},
		{"number with blanks", "distance", " 250 ", "250", ""},
		{"empty text is the default", "distance", "", "", ""},
		{"several", "misset", "1 2 3", "1 2 3", ""},
		{"several with commas", "misset", "1, 2, 3", "1 2 3", ""},
		{"word", "misset", "random", "random", ""},
		{"flag", "point_pixel", "on", "on", ""},
		{"flag off", "point_pixel", "", "", ""},
		{"name with a blank", "space_group", "P 43 21 2", "P 43 21 2", ""},
		{"no number", "distance", "far", "170", `"far" is not a number`},
		{"out of range", "distance", "-5", "170", "a number from"},
		{"too few", "misset", "1 2", "12 23 34", "found 2 of its 3 values"},
		{"too many", "distance", "1 2", "170", "one value too many"},
		{"no integer", "N", "2.5", "14", "not an integer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := New()
			err := l.Set(c.option, c.text)
			if got := l.Text(c.option); got != c.want {
				t.Errorf("Text(%s) = %q, want %q", c.option, got, c.want)
			}
			switch {
			case c.wantErr == "" && err != nil:
				t.Errorf("Set(%s, %q): %v", c.option, c.text, err)
			case c.wantErr != "":
				name, text := Blame(err)
				if name != c.option || !strings.Contains(text, c.wantErr) {
					t.Errorf("Set(%s, %q) blames %q: %q, want %q", c.option, c.text, name, text, c.wantErr)
				}
			}
		})
	}
}

func TestSetPart(t *testing.T) {
	for _, c := range []struct {
		name, option, before string
		part                 int
		text, want           string
	}{
		{"second angle", "misset", "1 2 3", 1, "7", "1 7 3"},
		{"first of none", "misset", "", 0, "5", "5 0 0"},
		{"after a word", "misset", "random", 2, "5", "0 0 5"},
		{"cell edge", "cell", "10 20 30", 1, "25", "10 25 30"},
		{"cell angle", "cell", "10", 4, "100", "10 10 10 90 100"},
		{"emptied", "misset", "1 2 3", 1, "", "1 0 3"},
		{"single", "distance", "100", 0, "90", "90"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := New()
			if err := l.Set(c.option, c.before); err != nil {
				t.Fatal(err)
			}
			if err := l.SetPart(c.option, c.part, c.text); err != nil {
				t.Fatal(err)
			}
			if got := l.Text(c.option); got != c.want {
				t.Errorf("part %d of %s %s set to %q gives %q, want %q", c.part, c.option, c.before, c.text, got, c.want)
			}
		})
	}
}

func TestUndo(t *testing.T) {
	l := New()
	set := func(option, text string) {
		t.Helper()
		if err := l.Set(option, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range []string{"151", "152", "153"} { // one drag
		set("distance", d)
	}
	l.Commit()
	set("distance", "200")
	set("N", "20")
	l.Choose("shape", "round_xtal")
	if !l.Changed() {
		t.Error("after changes nothing is to be reset")
	}
	want := []struct{ distance, n, shape string }{
		{"200", "20", ""}, {"200", "14", ""}, {"153", "14", ""}, {"170", "14", ""},
	}
	for i, w := range want {
		if !l.Undo() {
			t.Fatalf("step %d cannot be undone", i)
		}
		if l.Text("distance") != w.distance || l.Text("N") != w.n || l.Text("round_xtal") != w.shape {
			t.Errorf("after %d steps back: distance %s, N %s, round %q; want %v", i+1, l.Text("distance"), l.Text("N"), l.Text("round_xtal"), w)
		}
	}
	if l.Undo() || l.CanUndo() {
		t.Error("there is a step before the first")
	}
	for range want {
		l.Redo()
	}
	if l.Text("round_xtal") != "on" || l.CanRedo() {
		t.Error("redoing does not come back to the end")
	}
	l.Undo()
	set("N", "3")
	if l.CanRedo() {
		t.Error("a change leaves steps to redo")
	}
	l.Reset()
	if l.Changed() || l.Text("distance") != "170" {
		t.Error("reset does not give the preset")
	}
	l.Undo()
	if l.Text("N") != "3" {
		t.Error("a reset cannot be undone")
	}
	l.Load(Presets[2].Config())
	if l.Preset() != Presets[2].Name || l.Changed() {
		t.Errorf("the preset is %q, changed %v", l.Preset(), l.Changed())
	}
	l.Undo()
	if l.Preset() != Presets[0].Name || l.Text("N") != "3" {
		t.Errorf("a preset undone leaves %q with N %s", l.Preset(), l.Text("N"))
	}
	set("N", "3")
	if l.CanRedo() != true {
		t.Error("setting what is set already is a step")
	}
}

func TestChoose(t *testing.T) {
	l := New()
	for _, name := range []string{"xds", "dials", ""} {
		l.Choose("convention", name)
		for _, other := range []string{"xds", "dials"} {
			if got := l.Settings().Has(other); got != (other == name) {
				t.Errorf("after %q: %s is set: %v", name, other, got)
			}
		}
	}
}

// TestEveryOptionHasItsPlace: the form has every option once, but for those that the
// page leaves out on purpose.
func TestEveryOptionHasItsPlace(t *testing.T) {
	seen := make(map[string]int)
	for _, c := range Chapters {
		for _, name := range append(append([]string{}, c.Main...), c.More...) {
			for _, o := range FieldOf(name).Options {
				seen[o.Name]++
			}
		}
	}
	for _, name := range elsewhere {
		if config.Find("-"+name) != nil {
			seen[name]++
		}
	}
	for _, o := range config.Options {
		if seen[o.Name] != 1 {
			t.Errorf("-%s has %d places in the form, want 1", o.Name, seen[o.Name])
		}
	}
}

func TestFields(t *testing.T) {
	for _, c := range []struct {
		name, label string
		kind        Kind
	}{
		{"lambda", "wavelength", Numbers}, {"cell", "cell", Numbers}, {"shape", "shape", Choice}, {"noise", "noise", Choice},
		{"interpolate", "interpolate", Choice}, {"hkl", "reflections", File}, {"space_group", "space group", Word}, {"point_pixel", "point pixel", Switch},
		{"detector_thick", "sensor thickness", Numbers}, {"nopolar", "no polarization", Switch}, {"hdivsteps", "horizontal divergence steps", Numbers},
	} {
		f := FieldOf(c.name)
		if f.Label != c.label || f.Kind != c.kind || f.Help == "" {
			t.Errorf("FieldOf(%s) = %q, kind %d, help %q; want %q, %d", c.name, f.Label, f.Kind, f.Help, c.label, c.kind)
		}
	}
	f := FieldOf("lambda")
	for query, want := range map[string]bool{"wave": true, "WAVELENGTH": true, "wavelength energy": true, "-lambda": true, "mosaic": false, "": true} {
		if got := f.Match(query); got != want {
			t.Errorf("Match(%q) = %v, want %v", query, got, want)
		}
	}
	for _, c := range Chapters {
		for _, name := range c.Main {
			if f := FieldOf(name); f.Kind == Choice {
				for _, o := range f.Options {
					if EntryOf(o) == "" {
						t.Errorf("-%s has no word in the choice %s", o.Name, name)
					}
				}
			}
		}
	}
}

func TestState(t *testing.T) {
	l := New()
	r, err := l.Experiment()
	if err != nil {
		t.Fatal(err)
	}
	known := Effective(r)
	cell := l.State(FieldOf("cell"), known)
	if cell.Set || cell.Effective[2] != 88.92 || cell.Effective[5] != 90 {
		t.Errorf("the cell of the file shows as %+v", cell)
	}
	if s := l.State(FieldOf("misset"), known); !s.Set || strings.Join(s.Values, ",") != "12,23,34" || s.Effective[1] != 23 {
		t.Errorf("misset shows as %+v", s)
	}
	if s := l.State(FieldOf("noise"), known); !s.Set || s.Values[0] != "nonoise" {
		t.Errorf("noise shows as %+v", s)
	}
	if s := l.State(FieldOf("osc"), known); s.Set || s.Effective[0] != 0 {
		t.Errorf("osc shows as %+v", s)
	}
}

// TestPresets: each gives an image that the page can render in seconds, and has two
// sentences.
func TestPresets(t *testing.T) {
	for _, p := range Presets {
		l := New()
		l.Load(p.Config())
		r, err := l.Experiment()
		if err != nil {
			t.Errorf("%s: %v", p.Name, err)
			continue
		}
		for _, n := range r.Notes {
			if n.Level == config.WARNING {
				t.Errorf("%s: %v", p.Name, n)
			}
		}
		if n := strings.Count(p.See+" ", ". "); n != 2 {
			t.Errorf("%s: %d sentences, want 2", p.Name, n)
		}
	}
}

func TestTooLarge(t *testing.T) {
	for _, c := range []struct{ option, text, want string }{
		{"detpixels", "65535", "detpixels"},
		{"detsize_s", "100000", "detpixels"},
		{"pixel", "0.001", "detpixels"},
		{"mosaic_domains", "1000000", "mosaic_domains"},
		{"phisteps", "1000000", "mosaic_domains"},
		{"detpixels", "1024", ""},
	} {
		l := New()
		if err := errors.Join(l.Set("detpixels", ""), l.Set("mosaic_domains", "2"), l.Set("detpixels_f", "100"), l.Set(c.option, c.text)); err != nil {
			t.Fatal(err)
		}
		_, err := l.Experiment()
		var large *TooLarge
		if c.want == "" {
			if err != nil {
				t.Errorf("-%s %s: %v", c.option, c.text, err)
			}
			continue
		}
		if name, _ := Blame(err); !errors.As(err, &large) || name != c.want {
			t.Errorf("-%s %s: %v blames %q, want a TooLarge of %s", c.option, c.text, err, name, c.want)
		}
	}
}
