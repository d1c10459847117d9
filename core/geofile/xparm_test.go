package geofile

import (
	"math"
	"strings"
	"testing"
)

// segmented is a detector of two segments, whose first has 10 × 20 pixels from
// (11, 21) on.
const segmented = "XPARM.XDS VERSION\n1 0 .1 1 0 0\n1 0 0 1\n1 50 50 50 90 90 90\n50 0 0\n0 50 0\n0 0 50\n2 100 100 .1 .1\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n" +
	"1 11 20 21 40 15 30 200 1 0 0 0 1 0\n2 21 30 1 20 0 0 1 1 0 0 0 1 0\n"

func TestXPARMSegments(t *testing.T) {
	d, err := Read(strings.NewReader(segmented), 1)
	if err != nil {
		t.Fatal(err)
	}
	p := d.Panel
	if d.Panels != 2 || p.Fast != 10 || p.Slow != 20 {
		t.Errorf("%d panels, the first of %d × %d pixels, want 2, 10 × 20", d.Panels, p.Fast, p.Slow)
	}
	// The corner of pixel (11, 21) is at 10.5, 20.5: 4.5 and 9.5 pixels of 0.1 mm before (15, 30).
	if o := p.Origin; math.Abs(o.X+0.45e-3) > 1e-12 || math.Abs(o.Y+0.95e-3) > 1e-12 || math.Abs(o.Z-0.2) > 1e-12 {
		t.Errorf("origin %v, want -0.45e-3 -0.95e-3 0.2", o)
	}
}

// TestNegativeOscillation: turning backwards is turning about the opposite axis.
func TestNegativeOscillation(t *testing.T) {
	d, err := Read(strings.NewReader(strings.Replace(segmented, "1 0 .1 1 0 0", "1 30 -.1 1 0 0", 1)), 1)
	if err != nil {
		t.Fatal(err)
	}
	if d.Spindle.Value.X != -1 || !(d.Range.Value > 0) || !(d.Start.Value < 0) {
		t.Errorf("spindle %v, start %g, range %g", d.Spindle.Value, d.Start.Value, d.Range.Value)
	}
}
