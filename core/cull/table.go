package cull

import (
	"math"

	"gobragg/core/geom"
	"gobragg/core/plan"
)

// Table is what the renderers of a plan share: all that bounds need and that does
// not depend on the place in the image.
type Table struct {
	plan       *plan.Plan
	fine       plan.Plan    // see Fine
	lengths    [][3]float64 // of a, b, c of each orientation, m
	amplitudes *amplitudes
	lattice    lattice
	peak       float64 // Peak² of the shapes other than Square, else 1
	edge       int     // of a root, pixels
	states     int     // sources × orientations
	budget     float64 // photons that a sample may lose over all states
}

// rootSamples is the least edge of a root in sub-pixels where pixels are small, and
// rootPixels its largest in pixels: what a state's place in a root costs is then
// little beside its samples there, and a tile that cuts roots does little in vain.
const rootSamples, rootPixels = 32, 16

// New returns the table of p, nil if nothing is to be left out: if the plan's Cull
// is 0, if it has the water of the reference program, which depends on the last
// sample that is summed, or if summing everything is as fast.
func New(p *plan.Plan) *Table {
	if !(p.Cull > 0) || p.Background != 0 && p.Flags.Has(plan.CompatWater) {
		return nil
	}
	if t := newTable(p); t.pays() {
		return t
	}
	return nil
}

func newTable(p *plan.Plan) *Table {
	t := &Table{
		plan: p, fine: *p,
		lengths:    make([][3]float64, len(p.Orientations)),
		amplitudes: newAmplitudes(p), lattice: newLattice(p),
		peak: 1, edge: 1,
		states: len(p.Sources) * len(p.Orientations),
	}
	t.fine.Oversample = 1
	for k := range p.Orientations {
		o := geom.Mat3(p.Orientations[k])
		for i := range 3 {
			t.lengths[k][i] = geom.Norm(o.Row(i)) * guard
		}
	}
	if p.Shape != plan.Square {
		t.peak = p.Peak * p.Peak
	}
	for n := int(p.Oversample); t.edge < rootPixels && t.edge*n < rootSamples; {
		t.edge *= 2
	}
	n := float64(p.Oversample)
	// The sums that spend it round.
	t.budget = p.Cull / (n * n * float64(p.Layers)) * (2 - guard)
	return t
}

// Fine returns the plan with sub-pixels for pixels, as far as Summer and Geometry
// are concerned: those given to Renderer are made from it.
func (t *Table) Fine() *plan.Plan { return &t.fine }

// root returns the sub-pixels of the pixels of root (x, y), counted in roots.
func (t *Table) root(x, y int) block {
	p := t.plan
	n := int(p.Oversample)
	return block{
		x * t.edge * n, y * t.edge * n,
		min((x+1)*t.edge, int(p.Width)) * n, min((y+1)*t.edge, int(p.Height)) * n,
	}
}

// look returns the patch of b in layer layer, and the bound of Ω·P·C there.
func (t *Table) look(b block, layer int) (c patch, bright float64) {
	p := t.plan
	c = newPatch(p, b, layer)
	first, last := c, c
	if p.Layers > 1 {
		first, last = newPatch(p, b, 0), newPatch(p, b, int(p.Layers)-1)
	}
	bright = brightness(p, &first, &c, &last, layer)
	if math.IsNaN(bright) {
		bright = math.Inf(1)
	}
	return c, bright
}

// leafEdge is the edge of a leaf in sub-pixels: a strip of the kernel.
const leafEdge = 8

// split returns the parts of b, up to four, in the order in which they are summed;
// none: b is a leaf. It cuts at multiples of leafEdge from the corner of b.
func (b block) split() (parts [4]block, n int) {
	x, y := middle(b.x0, b.x1), middle(b.y0, b.y1)
	if x == b.x1 && y == b.y1 {
		return parts, 0
	}
	for _, part := range [4]block{{b.x0, b.y0, x, y}, {x, b.y0, b.x1, y}, {b.x0, y, x, b.y1}, {x, y, b.x1, b.y1}} {
		if part.x0 < part.x1 && part.y0 < part.y1 {
			parts[n] = part
			n++
		}
	}
	return parts, n
}

func middle(from, to int) int {
	leaves := (to - from + leafEdge - 1) / leafEdge
	if leaves < 2 {
		return to
	}
	return from + leaves/2*leafEdge
}
