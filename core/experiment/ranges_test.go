package experiment

import (
	"math"
	"testing"
)

func TestCeilCount(t *testing.T) {
	for _, c := range []struct {
		name string
		x    float64
		want int
	}{
		{"zero", 0, 1},
		{"negative", -7.5, 1},
		{"fraction", 0.2, 1},
		{"exactly 1", 1, 1},
		{"exactly 3", 3, 3},
		{"above 3 by rounding", 0.3 / 0.1 * (1 + 2e-16), 3},
		{"above 3 by the slack", 3 + countSlack/2, 3},
		{"above 3", 3 + 1e-8, 4},
		{"3.5", 3.5, 4},
		{"2³¹−1", math.MaxInt32, math.MaxInt32},
		{"beyond int32", 1e10, math.MaxInt32},
		{"beyond int", 1e300, math.MaxInt32},
		{"infinite", math.Inf(1), math.MaxInt32},
		{"minus infinite", math.Inf(-1), 1},
		{"NaN", math.NaN(), 1},
	} {
		if got := CeilCount(c.x); got != c.want {
			t.Errorf("%s: CeilCount(%v) = %d, want %d", c.name, c.x, got, c.want)
		}
	}
}

// none is a value not given.
const none = -1

// ask returns the Asked of a range, a step and a number of steps; each may be none.
func ask(rng, step float64, steps int) Asked {
	var a Asked
	if rng != none {
		a.Range = Some(rng)
	}
	if step != none {
		a.Step = Some(step)
	}
	if steps != none {
		a.Steps = Some(steps)
	}
	return a
}

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		name        string
		asked       Asked
		want        Spread
		first, last float64 // where these points stand
	}{
		{"nothing", ask(none, none, none), Spread{0, 0, 1}, 0, 0},
		{"range", ask(6, none, none), Spread{6, 6, 2}, -3, 3},
		{"range and steps", ask(6, none, 4), Spread{6, 2, 4}, -3, 3},
		{"range and one step", ask(6, none, 1), Spread{6, 6, 2}, -3, 3},
		{"range and two steps", ask(6, none, 2), Spread{6, 6, 2}, -3, 3},
		{"step", ask(none, 0.5, none), Spread{0.5, 0.5, 2}, -0.25, 0.25},
		{"range and step", ask(6, 2, none), Spread{6, 2, 3}, -3, 1},
		{"range and step that leave a rest", ask(6, 2.5, none), Spread{6, 2.5, 3}, -3, 2},
		{"range and step, exact but for rounding", ask(0.3, 0.1, none), Spread{0.3, 0.1, 3}, -0.15, 0.05},
		{"step above the range", ask(1, 2, none), Spread{1, 2, 1}, -0.5, -0.5},
		{"all three", ask(6, 1, 4), Spread{6, 1, 4}, -3, 0},
		{"step and steps", ask(none, 2, 4), Spread{6, 2, 4}, -3, 3},
		{"step and one step", ask(none, 2, 1), Spread{0, 2, 1}, 0, 0},
		{"steps alone", ask(none, none, 5), Spread{0, 0, 1}, 0, 0},
		{"range of zero", ask(0, none, none), Spread{0, 0, 1}, 0, 0},
		{"range of zero with steps", ask(0, none, 5), Spread{0, 0, 1}, 0, 0},
		{"range of zero with all", ask(0, 1, 5), Spread{0, 0, 1}, 0, 0},
	} {
		got := c.asked.Spread()
		if got != c.want {
			t.Errorf("%s: Spread() = %+v, want %+v", c.name, got, c.want)
			continue
		}
		nearNumber(t, c.name+": first point", got.at(0), c.first, 1e-15)
		nearNumber(t, c.name+": last point", got.at(got.Steps-1), c.last, 1e-15)
	}
}

func TestScan(t *testing.T) {
	const start, alone = 10, 60 // any unit
	for _, c := range []struct {
		name  string
		asked Asked
		want  Scan
		last  float64 // angle of the last step
	}{
		{"nothing", ask(none, none, none), Scan{start, 0, 0, 1}, 10},
		{"range", ask(6, none, none), Scan{start, 6, 3, 2}, 13},
		{"range and steps", ask(6, none, 4), Scan{start, 6, 1.5, 4}, 14.5},
		{"range and one step", ask(6, none, 1), Scan{start, 6, 6, 1}, 10},
		{"step", ask(none, 0.5, none), Scan{start, 0.5, 0.5, 2}, 10.5},
		{"range and step", ask(6, 2, none), Scan{start, 6, 2, 3}, 14},
		{"range and step that leave a rest", ask(6, 2.5, none), Scan{start, 6, 2.5, 3}, 15},
		{"range and step, exact but for rounding", ask(0.3, 0.1, none), Scan{start, 0.3, 0.1, 3}, 10.2},
		{"all three", ask(6, 1, 4), Scan{start, 6, 1, 4}, 13},
		{"step and steps", ask(none, 2, 4), Scan{start, 8, 2, 4}, 16},
		{"steps alone", ask(none, none, 4), Scan{start, alone, 15, 4}, 55},
		{"one step alone", ask(none, none, 1), Scan{start, alone, alone, 1}, 10},
		{"range of zero", ask(0, none, none), Scan{start, 0, 0, 1}, 10},
		{"range of zero with steps", ask(0, none, 5), Scan{start, 0, 0, 1}, 10},
		{"range of zero with all", ask(0, 1, 5), Scan{start, 0, 0, 1}, 10},
	} {
		got := c.asked.Scan(start, alone)
		if got != c.want {
			t.Errorf("%s: Scan() = %+v, want %+v", c.name, got, c.want)
			continue
		}
		angles := got.Angles()
		if len(angles) != c.want.Steps || angles[0] != start {
			t.Errorf("%s: Angles() = %v, want %d from %v", c.name, angles, c.want.Steps, float64(start))
			continue
		}
		nearNumber(t, c.name+": last angle", angles[len(angles)-1], c.last, 4e-15)
	}
}

// TestAnglesAreLeftEdges: no step stands at the end of the range, where the next
// image begins.
func TestAnglesAreLeftEdges(t *testing.T) {
	s := Asked{Range: Some(0.02), Steps: Some(5)}.Scan(-0.01, 1)
	for i, want := range []float64{-0.01, -0.006, -0.002, 0.002, 0.006} {
		nearNumber(t, "angle", s.Angles()[i], want, 1e-17)
	}
	next := Asked{Range: Some(0.02), Steps: Some(5)}.Scan(-0.01+s.Range, 1)
	nearNumber(t, "first angle of the next image", next.Angles()[0], s.Angles()[4]+s.Step, 1e-17)
}

func TestNewSensor(t *testing.T) {
	T, depth := 450e-6, 300e-6 // variables: divisions round as they do in NewSensor
	no := Optional[int]{}
	off := Sensor{Layers: 1}
	for _, c := range []struct {
		name             string
		thickness, depth float64
		layers           Optional[int]
		compat           bool
		want             Sensor
	}{
		{"thickness alone", T, depth, no, false, Sensor{true, depth, T / 2, 2}},
		{"one layer", T, depth, Some(1), false, Sensor{true, depth, T, 1}},
		{"five layers", T, depth, Some(5), false, Sensor{true, depth, T / 5, 5}},
		{"no thickness", 0, depth, Some(5), false, off},
		{"no depth", T, 0, Some(5), false, off},
		{"infinite depth", T, math.Inf(1), Some(5), false, off},

		// The reference program's layers overshoot the sensor.
		{"compat, thickness alone", T, depth, no, true, Sensor{true, depth, T / 2, 2}},
		{"compat, one layer: two of the whole", T, depth, Some(1), true, Sensor{true, depth, T, 2}},
		{"compat, two layers", T, depth, Some(2), true, Sensor{true, depth, T, 2}},
		{"compat, five layers", T, depth, Some(5), true, Sensor{true, depth, T / 4, 5}},
		{"compat, no thickness", 0, depth, Some(5), true, off},
		{"compat, infinite depth", T, math.Inf(1), no, true, off},
	} {
		if got := NewSensor(c.thickness, c.depth, c.layers, c.compat); got != c.want {
			t.Errorf("%s: NewSensor = %+v, want %+v", c.name, got, c.want)
		}
	}
}
