package config

import (
	"math"
	"testing"
)

// TestUsualRanges: what a slider offers is what the option accepts, in steps that
// divide it.
func TestUsualRanges(t *testing.T) {
	sliders := 0
	for _, o := range Options {
		for _, p := range o.Params {
			u := p.Usual
			if u == (Range{}) {
				continue
			}
			sliders++
			switch {
			case p.Kind == Text:
				t.Errorf("-%s %s: a text with a range", o.Name, p.Name)
			case !(p.Min <= u.Low && u.Low < u.High && u.High <= p.Max):
				t.Errorf("-%s %s: range %v to %v, accepted %v to %v", o.Name, p.Name, u.Low, u.High, p.Min, p.Max)
			case u.Log && !(u.Low > 0 && u.Step > 1):
				t.Errorf("-%s %s: no ratios in %+v", o.Name, p.Name, u)
			case !u.Log && !(u.Step > 0 && u.Step <= u.High-u.Low):
				t.Errorf("-%s %s: no steps in %+v", o.Name, p.Name, u)
			case p.Kind == Integer && (u.Log || u.Step != math.Trunc(u.Step) || u.Low != math.Trunc(u.Low)):
				t.Errorf("-%s %s: integers in %+v", o.Name, p.Name, u)
			}
		}
	}
	if sliders < 40 {
		t.Errorf("%d sliders: the table has lost its ranges", sliders)
	}
}
