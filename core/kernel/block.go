package kernel

import (
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// blockSize is the number of samples that block.square takes through its steps
// together. It is a power of 2, so that masking an index spares the check of it, and
// on WebAssembly, where every jump is dear, the steps of all axes are one loop.
const blockSize = 16

// block is a run of samples of a square crystal on their way to an intensity.
// Going step by step through a block, rather than sample by sample, keeps the
// polynomials of many samples in flight at once: 1.4 times as fast.
type block struct {
	// delta holds δh, δk, δl; after sines, the sines of π times those; after cosines,
	// cos²(πδ) − ½, and after polynomials the lattice factors of the axes.
	delta [3][blockSize]float64
	// cosine holds cos πδ.
	cosine [3][blockSize]float64
	// multiple holds the fractions of Na·δh, Nb·δk, Nc·δl; after sines, likewise.
	multiple [3][blockSize]float64
	// nearest holds the lattice points h₀, k₀, l₀; a tie goes to either side.
	nearest [3][blockSize]float64
	cell    [blockSize]float64 // F_cell, electrons
	// amplitude holds F_cell·F_latt, electrons, up to its sign.
	amplitude [blockSize]float64
	fejer     bool // as Fejer says
	around    neighbours
}

// Sums is the scalar Summer, and the definition of all others.
type Sums struct {
	plan  *plan.Plan
	block block
}

// NewSums returns the scalar Summer of p, for one goroutine at a time.
func NewSums(p *plan.Plan) *Sums { return &Sums{plan: p, block: newBlock(p)} }

// Sum implements Summer.
func (s *Sums) Sum(orientations []plan.Orientation, q *Vectors, n int, sums *[StripSize]float64) {
	if s.plan.Shape == plan.Square && len(orientations) < min(n, blockSize) {
		s.block.across(s.plan, orientations, q, n, sums)
		return
	}
	for i := range n {
		sums[i] = s.block.sum(s.plan, orientations, q.at(i))
	}
}

func newBlock(p *plan.Plan) block {
	b := block{fejer: Fejer(p)}
	for i := range b.cell {
		b.cell[i] = p.DefaultF
	}
	return b
}

// sum returns Σ F_cell² F_latt² over the orientations, electrons², for the
// scattering vector q (1/m).
func (b *block) sum(p *plan.Plan, orientations []plan.Orientation, q r3.Vec) float64 {
	if p.Shape == plan.Square {
		return b.square(p, orientations, q)
	}
	total := 0.0
	for i := range orientations {
		total += b.around.sample(p, &orientations[i], q).Intensity()
	}
	return total
}

// square is sum for the usual crystal. Every sample has the bits that Sample
// gives it.
func (b *block) square(p *plan.Plan, orientations []plan.Orientation, q r3.Vec) float64 {
	total := 0.0
	for rest := orientations; len(rest) > 0; {
		n := min(blockSize, len(rest))
		b.peel(rest[:n], q)
		b.amplitudes(p, n)
		for _, f := range b.amplitude[:n] {
			total += f * f
		}
		rest = rest[n:]
	}
	return total
}

// across sets sums to those of square, its blocks being of vectors rather than of
// orientations: with few orientations they are fuller.
func (b *block) across(p *plan.Plan, orientations []plan.Orientation, q *Vectors, n int, sums *[StripSize]float64) {
	clear(sums[:n])
	for first := 0; first < n; first += blockSize {
		m := min(blockSize, n-first)
		total := sums[first:][:m]
		for i := range orientations {
			b.peelAcross(&orientations[i], q.X[first:][:m], q.Y[first:][:m], q.Z[first:][:m])
			b.amplitudes(p, m)
			for i, f := range b.amplitude[:m] {
				total[i] += f * f
			}
		}
	}
}

// amplitudes sets amplitude of the first n samples, from δ and the lattice points.
func (b *block) amplitudes(p *plan.Plan, n int) {
	h, k, l, cell := &b.delta[0], &b.delta[1], &b.delta[2], &b.cell
	mh, mk, ml := &b.multiple[0], &b.multiple[1], &b.multiple[2]
	switch p.Lookup {
	case plan.Nearest:
		b.lookUp(p, n)
	case plan.Tricubic:
		b.interpolate(p, n)
	}
	if b.fejer {
		b.cosines(n)
		b.polynomials(&p.Cells, n)
		for j := range n {
			i := j & (blockSize - 1)
			b.amplitude[i] = h[i] * k[i] * l[i] * cell[i]
		}
		return
	}
	for axis := range 3 {
		sines(b.delta[axis][:n], b.multiple[axis][:n], float64(p.Cells[axis]))
	}
	for j := range n {
		i := j & (blockSize - 1)
		b.amplitude[i] = mh[i] * mk[i] * ml[i] / (h[i] * k[i] * l[i]) * cell[i]
	}
}

// peel finds h, k, l and their distances δ from the nearest lattice point.
func (b *block) peel(orientations []plan.Orientation, q r3.Vec) {
	x, y, z := q.X, q.Y, q.Z
	for j := range orientations {
		o, i := &orientations[j], j&(blockSize-1)
		h := o[0]*x + o[1]*y + o[2]*z
		k := o[3]*x + o[4]*y + o[5]*z
		l := o[6]*x + o[7]*y + o[8]*z
		h0, k0, l0 := round(h), round(k), round(l)
		b.delta[0][i], b.delta[1][i], b.delta[2][i] = h-h0, k-k0, l-l0
		b.nearest[0][i], b.nearest[1][i], b.nearest[2][i] = h0, k0, l0
	}
}

// peelAcross is peel of one orientation and the vectors x, y, z.
func (b *block) peelAcross(o *plan.Orientation, x, y, z []float64) {
	y, z = y[:len(x)], z[:len(x)]
	for j, x := range x {
		y, z, i := y[j], z[j], j&(blockSize-1)
		h := o[0]*x + o[1]*y + o[2]*z
		k := o[3]*x + o[4]*y + o[5]*z
		l := o[6]*x + o[7]*y + o[8]*z
		h0, k0, l0 := round(h), round(k), round(l)
		b.delta[0][i], b.delta[1][i], b.delta[2][i] = h-h0, k-k0, l-l0
		b.nearest[0][i], b.nearest[1][i], b.nearest[2][i] = h0, k0, l0
	}
}

// lookUp finds F_cell of the first n samples, as Nearest does: where δ = −½ the
// nearest lattice point is, by convention, the one below.
func (b *block) lookUp(p *plan.Plan, n int) {
	minH, minK, minL := int(p.GridMin[0]), int(p.GridMin[1]), int(p.GridMin[2])
	nh, nk, nl := uint(p.GridSize[0]), uint(p.GridSize[1]), uint(p.GridSize[2])
	table, missing := p.F, p.DefaultF
	for i := range min(n, blockSize) {
		h, k, l := int(b.nearest[0][i]), int(b.nearest[1][i]), int(b.nearest[2][i])
		if b.delta[0][i] == -0.5 {
			h--
		}
		if b.delta[1][i] == -0.5 {
			k--
		}
		if b.delta[2][i] == -0.5 {
			l--
		}
		u, v, w := uint(h-minH), uint(k-minK), uint(l-minL)
		f := missing
		if u < nh && v < nk && w < nl {
			f = float64(table[(u*nk+v)*nl+w])
		}
		b.cell[i] = f
	}
}

// interpolate finds F_cell of the first n samples, as structureFactor does.
func (b *block) interpolate(p *plan.Plan, n int) {
	for i := range min(n, blockSize) {
		// Exactly: δ is h − h₀, whose digits are among those of h.
		h, k, l := b.nearest[0][i]+b.delta[0][i], b.nearest[1][i]+b.delta[1][i], b.nearest[2][i]+b.delta[2][i]
		f, ok := b.around.tricubic(p, h, k, l)
		if !ok {
			f = Nearest(p, nearest(h), nearest(k), nearest(l))
		}
		b.cell[i] = f
	}
}

// sines sets multiple to sin πNδ for N = cells, and replaces δ by sin πδ.
func sines(delta, multiple []float64, cells float64) {
	multiple = multiple[:len(delta)]
	for i, d := range delta {
		d += Tiny
		m := cells * d
		multiple[i], delta[i] = Sinpi(m-round(m)), Sinpi(d)
	}
}

// cosines sets cosine to c = cos πδ and replaces δ by s = c² − ½ in the first n
// samples.
func (b *block) cosines(n int) {
	for j := range n {
		i := j & (blockSize - 1)
		h, k, l := cospi(b.delta[0][i]), cospi(b.delta[1][i]), cospi(b.delta[2][i])
		b.cosine[0][i], b.cosine[1][i], b.cosine[2][i] = h, k, l
		b.delta[0][i], b.delta[1][i], b.delta[2][i] = h*h-0.5, k*k-0.5, l*l-0.5
	}
}

// polynomials replaces s by the lattice factor of each axis, as fejer does.
func (b *block) polynomials(cells *[3]int32, n int) {
	x, y, z := &fejerRows[cells[0]-1], &fejerRows[cells[1]-1], &fejerRows[cells[2]-1]
	if Fewest(cells) {
		for j := range n {
			i := j & (blockSize - 1)
			h, k, l := b.delta[0][i], b.delta[1][i], b.delta[2][i]
			b.delta[0][i], b.delta[1][i], b.delta[2][i] = quadratic(x, h), quadratic(y, k), quadratic(z, l)
		}
	} else {
		for j := range n {
			i := j & (blockSize - 1)
			h, k, l := b.delta[0][i], b.delta[1][i], b.delta[2][i]
			b.delta[0][i], b.delta[1][i], b.delta[2][i] = quintic(x, h), quintic(y, k), quintic(z, l)
		}
	}
	for axis, count := range cells {
		if count&1 == 0 {
			for i, c := range b.cosine[axis][:n] {
				b.delta[axis][i] *= c
			}
		}
	}
}
