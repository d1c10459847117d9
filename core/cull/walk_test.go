package cull

import (
	"image"
	"math"
	"slices"
	"testing"

	"gobragg/core/kernel"
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// TestPlaceIsFixed: tiles and regions of interest change no bit of a pixel.
func TestPlaceIsFixed(t *testing.T) {
	left := 0.
	for i := range 80 {
		d := newDice(uint64(i))
		p := d.plan(t)
		if p.Background != 0 && p.Flags.Has(plan.CompatWater) {
			continue
		}
		p.Cull = float64(slices.Max(full(p))) * d.scale(1e-6, 0.1)
		if !(p.Cull > 0) || math.IsInf(p.Cull, 0) {
			continue
		}
		want, omitted := culled(p, image.Pt(64, 64))
		left = max(left, omitted.Fraction())
		same := func(what string, got []float32, roi image.Rectangle) {
			for j, v := range got {
				x, y := roi.Min.X+j%roi.Dx(), roi.Min.Y+j/roi.Dx()
				if w := want[y*int(p.Width)+x]; math.Float32bits(v) != math.Float32bits(w) {
					t.Fatalf("experiment %d, %s: pixel %d %d is %g, want %g", i, what, x, y, v, w)
				}
			}
		}
		for _, size := range []image.Point{{1, 1}, {5, 2}} {
			got, again := culled(p, size)
			same("tiles", got, p.ROI())
			if again != omitted {
				t.Errorf("experiment %d, tiles of %v: omitted %v, want %v", i, size, again, omitted)
			}
		}
		part := *p
		part.X0, part.Y0 = p.Width/3, p.Height/2
		got, _ := culled(&part, image.Pt(64, 64))
		same("a region", got, part.ROI())
	}
	if left < 0.5 {
		t.Errorf("at most %.2g of an image's samples left out: this tests nothing", left)
	}
}

// someBlock draws a block of the detector's sub-pixels.
func (d *dice) someBlock(p *plan.Plan) block {
	pair := func(n int) (int, int) {
		a, b := d.int(0, n-1), d.int(0, n-1)
		return min(a, b), max(a, b) + 1
	}
	x0, x1 := pair(int(p.Width) * int(p.Oversample))
	y0, y1 := pair(int(p.Height) * int(p.Oversample))
	return block{x0, y0, x1, y1}
}

// TestPatchEncloses holds every sub-pixel of random blocks against the patch.
func TestPatchEncloses(t *testing.T) {
	tightest := 0.
	for i := range 400 {
		d := newDice(uint64(i))
		p := d.plan(t)
		b, layer := d.someBlock(p), d.int(0, int(p.Layers)-1)
		c := newPatch(p, b, layer)
		for x := b.x0; x < b.x1; x++ {
			for y := b.y0; y < b.y1; y++ {
				w := b.window(block{x, y, x + 1, y + 1})
				at := kernel.Position(p, x, y, layer)
				distance := math.Sqrt(r3.Dot(at, at))
				e := r3.Sub(r3.Scale(1/distance, at), r3.Add(c.centre, r3.Add(r3.Scale(w.u, c.fast), r3.Scale(w.v, c.slow))))
				if off := math.Sqrt(r3.Dot(e, e)); !(off <= c.bend) || distance < c.near {
					t.Fatalf("experiment %d, %+v, sub-pixel %d %d: %g off, bend %g; distance %g, near %g", i, b, x, y, off, c.bend, distance, c.near)
				} else if c.bend > 1e-6 {
					tightest = max(tightest, off/c.bend)
				}
			}
		}
	}
	if tightest < 0.1 {
		t.Errorf("no direction is nearer to its bound than %.2g of it", tightest)
	}
}

// TestBoundOfAState: no sample of a window has more than the bound of its state.
func TestBoundOfAState(t *testing.T) {
	tightest := [plan.TopHat + 1]float64{}
	for i := range 1000 {
		d := newDice(uint64(i))
		p := d.plan(t)
		table := newTable(p)
		b, layer := d.someBlock(p), d.int(0, int(p.Layers)-1)
		c, _ := table.look(b, layer)
		s := make([]state, table.states)
		table.see(s, 0, &c, 1)
		for range 5 {
			number := d.int(0, len(s)-1)
			source, o := &p.Sources[number/len(p.Orientations)], &p.Orientations[number%len(p.Orientations)]
			in := block{d.int(b.x0, b.x1-1), d.int(b.y0, b.y1-1), 0, 0}
			in.x1, in.y1 = d.int(in.x0+1, b.x1), d.int(in.y0+1, b.y1)
			w := b.window(in)
			bound := table.lattice.bound(&s[number], &w)
			largest := 0.
			for range 30 {
				at := kernel.Position(p, d.int(in.x0, in.x1-1), d.int(in.y0, in.y1-1), layer)
				direction := r3.Scale(1/math.Sqrt(r3.Dot(at, at)), at)
				q := r3.Scale(source.InvLambda, r3.Sub(direction, vec(source.Incident)))
				if r3.Dot(q, q) <= p.MaxQ2 {
					largest = max(largest, p.Scale*source.Weight*kernel.Sample(p, o, q).Intensity())
				}
			}
			if !(largest <= bound) {
				t.Errorf("experiment %d, state %d, %+v: %g photons, bound %g", i, number, in, largest, bound)
			}
			if largest > 0 {
				tightest[p.Shape] = max(tightest[p.Shape], largest/bound)
			}
		}
	}
	for shape, of := range tightest {
		if of < 0.9 {
			t.Errorf("shape %d: no sample has more than %.2g of its bound", shape, of)
		}
	}
}

// TestCut: what is below the limit fits the budget, and no bucket more would.
func TestCut(t *testing.T) {
	for i := range 500 {
		d := newDice(uint64(i))
		bounds := make([]float64, d.int(1, 200))
		for j := range bounds {
			bounds[j] = d.scale(1e-30, 1)
			switch d.int(0, 20) {
			case 0:
				bounds[j] = 0
			case 1:
				bounds[j] = math.Inf(1)
			case 2:
				bounds[j] = math.NaN()
			}
		}
		budget := d.scale(1e-20, 100)
		limit := cut(bounds, budget)
		sum, more := 0., math.Inf(1)
		for _, b := range bounds {
			if b < limit {
				sum += b
			} else if b == 0 {
				t.Errorf("a bound of 0 is not below %g", limit)
			} else {
				more = min(more, b)
			}
		}
		if !(sum <= budget) {
			t.Errorf("bounds below %g add up to %g, want ≤ %g", limit, sum, budget)
		}
		if next := sum + float64(len(bounds))*more*math.Sqrt2; next < budget {
			t.Errorf("limit %g leaves %g of %g unspent, though the next bound is %g", limit, budget-sum, budget, more)
		}
	}
	for _, budget := range []float64{0, -1, math.NaN()} {
		if limit := cut([]float64{0, 1e-300, 1}, budget); !(limit > 0 && limit < 1e-300) {
			t.Errorf("a budget of %g has the limit %g, want one that only 0 is below", budget, limit)
		}
	}
}

// TestSplit: the parts of a block cover it once, down to leaves that fit a strip.
func TestSplit(t *testing.T) {
	for _, b := range []block{{0, 0, 1, 1}, {3, 5, 11, 13}, {0, 0, 9, 8}, {7, 0, 157, 150}, {0, 0, 16, 1}, {0, 0, 33, 17}} {
		area := 0
		var walk func(part block)
		walk = func(part block) {
			parts, n := part.split()
			if n == 0 {
				area += part.samples()
				if part.samples() > kernel.StripSize || part.x0 < b.x0 || part.y0 < b.y0 || part.x1 > b.x1 || part.y1 > b.y1 {
					t.Errorf("%v has the leaf %v", b, part)
				}
				return
			}
			covered := 0
			for _, p := range parts[:n] {
				covered += p.samples()
				walk(p)
			}
			if covered != part.samples() {
				t.Errorf("the parts of %v are %v", part, parts[:n])
			}
		}
		walk(b)
		if area != b.samples() {
			t.Errorf("the leaves of %v cover %d samples, want %d", b, area, b.samples())
		}
	}
}
