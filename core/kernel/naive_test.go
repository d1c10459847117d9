package kernel

import (
	"math"
	"testing"

	"gobragg/core/geom"
	"gobragg/core/plan"

	"gonum.org/v1/gonum/spatial/r3"
)

// naive is the straightforward form of a pixel without sensor, water or dmin:
// the library's sine, a division an axis, angles in the polarization factor. The
// kernel is measured and tested against it.
func naive(p *plan.Plan, fast, slow int) float64 {
	n := int(p.Oversample)
	sincg := func(h, n float64) float64 {
		if h == math.Round(h) {
			return n
		}
		return math.Sin(math.Pi*n*h) / math.Sin(math.Pi*h)
	}
	total, omega, polar := 0.0, 0.0, 0.0
	for sub := 0; sub < n*n; sub++ {
		pos := Position(p, fast*n+sub%n, slow*n+sub/n, 0)
		r := geom.Norm(pos)
		d := r3.Scale(1/r, pos)
		if sub == 0 {
			omega = p.Pixel * p.Pixel / (r * r) * p.Close / r
		}
		for j, s := range p.Sources {
			q := r3.Scale(s.InvLambda, r3.Sub(d, vec(&s.Incident)))
			if sub == 0 && j == 0 {
				cos := r3.Dot(d, vec(&s.Incident))
				sin2 := 1 - cos*cos
				psi := -math.Atan2(r3.Dot(d, vec(&s.B)), r3.Dot(d, vec(&s.E)))
				polar = 0.5 * (1 + cos*cos - p.Kahn*math.Cos(2*psi)*sin2)
			}
			for k := range p.Orientations {
				o := &p.Orientations[k]
				h := r3.Dot(r3.Vec{X: o[0], Y: o[1], Z: o[2]}, q)
				k := r3.Dot(r3.Vec{X: o[3], Y: o[4], Z: o[5]}, q)
				l := r3.Dot(r3.Vec{X: o[6], Y: o[7], Z: o[8]}, q)
				f := sincg(h, float64(p.Cells[0])) * sincg(k, float64(p.Cells[1])) * sincg(l, float64(p.Cells[2]))
				cell := p.DefaultF
				if p.Lookup == plan.Nearest {
					cell = Nearest(p, math.Ceil(h-0.5), math.Ceil(k-0.5), math.Ceil(l-0.5))
				}
				total += s.Weight * cell * cell * f * f
			}
		}
	}
	return p.Scale * total * omega * polar
}

// TestBlocksAgreeWithSamples holds the block form to the bits of the plain one,
// with a table and with indices that fall between two of its points, in and out of the
// reach of interpolation.
func TestBlocksAgreeWithSamples(t *testing.T) {
	p := cubicTable(func(h, k, l float64) float64 { return 100 + 7*h - 5*k + 3*l })
	p.Cells = [3]int32{5, 6, 7}
	for i := range 50 {
		d := float64(i)
		p.Orientations = append(p.Orientations, plan.Orientation{1 + d/100, 0.5, 0, 0, 1, d / 77, 0.25, 0, 1})
	}
	// One orientation whose h, k, l are q itself, for ties on each axis.
	p.Orientations = append(p.Orientations, plan.Orientation{0: 1, 4: 1, 8: 1})
	for _, lookup := range []plan.Lookup{plan.Nearest, plan.Tricubic} {
		p.Lookup = lookup
		b := newBlock(p)
		for _, q := range []r3.Vec{
			{}, {X: 1}, {X: 0.5, Y: 0.5, Z: -0.5}, {X: 1.5, Y: -2.5, Z: 0.125}, {X: 2.2, Y: 1.1, Z: -3.3},
			{X: 0.1, Y: 0.5, Z: 0.2}, {X: 0.1, Y: 1.5, Z: 0.2}, {X: 0.1, Y: 0.2, Z: 0.5}, {X: 0.1, Y: 0.2, Z: 1.5}, {X: 0.5, Y: 0.1, Z: 0.2},
			{X: -1e-20, Y: 1e-20, Z: -1}, {X: -1.7, Y: -0.3, Z: -2.6},
		} {
			want := 0.0
			for i := range p.Orientations {
				want += Sample(p, &p.Orientations[i], q).Intensity()
			}
			if got := b.square(p, p.Orientations, q); got != want {
				t.Errorf("look-up %v: square(%v) = %v, want %v", lookup, q, got, want)
			}
		}
	}
}

// TestSumsAgreeWithSamples does that for few and many vectors and orientations, which
// decide what a block is made of.
func TestSumsAgreeWithSamples(t *testing.T) {
	p := cubicTable(func(h, k, l float64) float64 { return 100 + 7*h - 5*k + 3*l })
	var q Vectors
	for i := range StripSize {
		x := float64(i)
		q.set(i, r3.Vec{X: x/16 - 2, Y: 2.5 - x/13, Z: x / 20})
	}
	for _, cells := range [][3]int32{{5, 6, 7}, {3, 20, 4}} {
		for _, lookup := range []plan.Lookup{plan.Uniform, plan.Nearest, plan.Tricubic} {
			p.Cells, p.Lookup = cells, lookup
			for _, orientations := range []int{1, 2, blockSize - 1, blockSize, 3*blockSize + 1} {
				p.Orientations = nil
				for i := range orientations {
					d := float64(i) / 100
					p.Orientations = append(p.Orientations, plan.Orientation{1 + d, 0.5, 0, 0, 1, d, 0.25, 0, 1})
				}
				for _, n := range []int{1, 2, blockSize, blockSize + 1, StripSize} {
					var sums [StripSize]float64
					for i := range sums {
						sums[i] = -1
					}
					NewSums(p).Sum(p.Orientations, &q, n, &sums)
					for i, got := range sums[:n] {
						want := 0.0
						for j := range p.Orientations {
							want += Sample(p, &p.Orientations[j], q.at(i)).Intensity()
						}
						if got != want {
							t.Fatalf("cells %v, look-up %v, %d orientations: sum %d of %d is %v, want %v", cells, lookup, orientations, i, n, got, want)
						}
					}
				}
			}
		}
	}
}

func benchmark(b *testing.B, pixel func(p *plan.Plan, x, y int) float64) {
	p := still(b, nil)
	p.Orientations = append(p.Orientations, p.Orientations...) // 6, then 48
	for range 3 {
		p.Orientations = append(p.Orientations, p.Orientations...)
	}
	samples := float64(len(p.Orientations)) * float64(p.Oversample*p.Oversample)
	sink := 0.0
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		sink += pixel(p, i%40, i/40%30)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/samples, "ns/sample")
	_ = sink
}

// BenchmarkPixel and BenchmarkNaivePixel compare the kernel with its
// straightforward form, nanoseconds per sample.
func BenchmarkPixel(b *testing.B) {
	var r *Renderer
	benchmark(b, func(p *plan.Plan, x, y int) float64 {
		if r == nil || r.plan != p {
			r = NewRenderer(p, NewSums(p))
		}
		return r.pixel(x, y)
	})
}

func BenchmarkNaivePixel(b *testing.B) { benchmark(b, naive) }
