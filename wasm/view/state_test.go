package view

import (
	"reflect"
	"testing"

	"gobragg/core/frame"
)

func TestStateRoundTrip(t *testing.T) {
	full := State{
		Curve: frame.Log, Map: Ember, Invert: true, Fixed: true, Low: -3, High: 12345,
		On: map[Switch]bool{Ice: true, Line: true}, Zoom: 4.5, Fast: 0.25, Slow: 0.75,
	}
	if got, want := full.String(), "curve=log;map=ember;invert=1;limits=-3,12345;view=4.5,0.25,0.75;show=ice,line"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
	if got := Standard().String(); got != "" {
		t.Errorf("the standard state is %q, want nothing", got)
	}
	for _, s := range []State{full, Standard()} {
		got := ParseState(s.String())
		for _, w := range Switches {
			if got.On[w] != s.On[w] {
				t.Errorf("%q shows %s: %v, want %v", s.String(), w, got.On[w], s.On[w])
			}
		}
		got.On, s.On = nil, nil
		if !reflect.DeepEqual(got, s) {
			t.Errorf("ParseState(String) = %+v, want %+v", got, s)
		}
	}
}

// TestParseStateTakesAnything: hostile links show the standard.
func TestParseStateTakesAnything(t *testing.T) {
	for _, text := range []string{"", ";;==", "curve=jet;map=;limits=5,1;view=0,9,9", "view=NaN,1,1;limits=1e300,1e301", "limits=1;view=1,2;x=y"} {
		if got := ParseState(text); got.String() != "" {
			t.Errorf("ParseState(%q) = %q, want the standard", text, got.String())
		}
	}
}

// TestViewportState: a view comes back as it was, on a canvas of another size too.
func TestViewportState(t *testing.T) {
	v := opened()
	v.ZoomAt(300, 200, 5)
	s := Standard()
	v.Save(&s)
	w := opened()
	w.Restore(s)
	if w != v {
		t.Errorf("restored %+v, want %+v", w, v)
	}
	w.Resize(400, 300)
	w.Restore(s)
	if w.Centre != v.Centre || w.Zoom*2 != v.Zoom {
		t.Errorf("on half the canvas centre %v, zoom %v; want %v and half of %v", w.Centre, w.Zoom, v.Centre, v.Zoom)
	}
}
