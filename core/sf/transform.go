package sf

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/dsp/fourier"
)

// spectrum is a Fourier transform G(h) = Σ ρ(n) exp(2πi h·n/N) in the box |h| ≤ limit.
// Of a real map, only l ≥ 0 is stored.
type spectrum struct {
	limit    index
	real     bool // the map is real
	n        [3]int
	low      int32 // first l stored
	values   []complex128
	planeLen int
}

// at returns G(h), |h| ≤ limit.
func (s *spectrum) at(h index) complex128 {
	if s.real && h[2] < 0 {
		v := s.at(h.negative())
		return complex(real(v), -imag(v))
	}
	return s.values[int(h[0]+s.limit[0])*s.planeLen+int(h[1]+s.limit[1])*s.n[2]+int(h[2]-s.low)]
}

// filler computes plane x of a map of nb rows of nc points into zeroed slices; imag
// is nil for a real one. Each worker has its own.
type filler func(x int, real, imag []float64)

// transform returns the transform of a map on a grid, real or complex, for |h| ≤ limit
// < grid/2: by planes along a, so that the whole map is never held. It takes
// transformSteps steps of the job.
//
// Order: rows along c, columns along b of the l that count, then lines along a of the
// k and l that count. Every number is computed by one worker in a fixed order.
func transform(j *job, g grid, limit index, complexMap bool, newFiller func() filler) (*spectrum, error) {
	s := &spectrum{limit: limit, real: !complexMap}
	if complexMap {
		s.low = -limit[2]
	}
	s.n = [3]int{2*int(limit[0]) + 1, 2*int(limit[1]) + 1, int(limit[2]-s.low) + 1}
	s.planeLen = s.n[1] * s.n[2]
	if n := float64(max(g[0], s.n[0])) * float64(s.planeLen); n > maxSpectrum {
		return nil, fmt.Errorf("sf: a map of %d × %d × %d points is too large: calculate to a lower resolution", g[0], g[1], g[2])
	}
	s.values = make([]complex128, max(g[0], s.n[0])*s.planeLen)
	na := g[0]
	err := j.each(na, func() func(int) {
		p := newPlaneTransform(s, g, newFiller())
		return func(x int) { p.run(x, s.values[x*s.planeLen:(x+1)*s.planeLen]) }
	})
	if err != nil {
		return nil, err
	}
	// Lines along a, in blocks of neighbours so that memory is read in runs.
	err = j.each((s.planeLen+lineBlock-1)/lineBlock, func() func(int) {
		fft := fourier.NewCmplxFFT(na)
		lines := make([]complex128, lineBlock*na)
		return func(block int) {
			start := block * lineBlock
			n := min(lineBlock, s.planeLen-start)
			for x := range na {
				for i, v := range s.values[x*s.planeLen+start : x*s.planeLen+start+n] {
					lines[i*na+x] = v
				}
			}
			for i := range n {
				line := lines[i*na : (i+1)*na]
				fft.Sequence(line, line)
				for h := -int(limit[0]); h <= int(limit[0]); h++ {
					s.values[(h+int(limit[0]))*s.planeLen+start+i] = line[wrap(h, na)]
				}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	s.values = s.values[:s.n[0]*s.planeLen]
	return s, nil
}

// maxSpectrum bounds the numbers of a transform that are held in memory, 16 bytes each.
const maxSpectrum = 1 << 27

// lineBlock is how many lines along a are transformed together.
const lineBlock = 64

// transformSteps is the number of steps that a transform takes.
func transformSteps(g grid, limit index, complexMap bool) int {
	l := int(limit[2]) + 1
	if complexMap {
		l += int(limit[2])
	}
	return g[0] + ((2*int(limit[1])+1)*l+lineBlock-1)/lineBlock
}

// planeTransform has what a worker needs to transform planes of a map.
type planeTransform struct {
	s          *spectrum
	grid       grid
	fill       filler
	rowReal    *fourier.FFT
	rowComplex *fourier.CmplxFFT
	column     *fourier.CmplxFFT
	real, imag []float64
	row        []complex128
	columns    []complex128 // [l][y]
}

func newPlaneTransform(s *spectrum, g grid, fill filler) *planeTransform {
	p := &planeTransform{s: s, grid: g, fill: fill, column: fourier.NewCmplxFFT(g[1])}
	p.real = make([]float64, g[1]*g[2])
	if s.real {
		p.rowReal = fourier.NewFFT(g[2])
		p.row = make([]complex128, g[2]/2+1)
	} else {
		p.imag = make([]float64, g[1]*g[2])
		p.rowComplex = fourier.NewCmplxFFT(g[2])
		p.row = make([]complex128, g[2])
	}
	p.columns = make([]complex128, s.n[2]*g[1])
	return p
}

// run computes plane x and writes its transform along b and c to dst.
func (p *planeTransform) run(x int, dst []complex128) {
	nb, nc := p.grid[1], p.grid[2]
	clear(p.real)
	clear(p.imag)
	p.fill(x, p.real, p.imag)
	for y := range nb {
		if p.s.real {
			p.rowReal.Coefficients(p.row, p.real[y*nc:(y+1)*nc])
			// This transform has exp(−2πi…), whose conjugate is meant.
			for l := range p.s.n[2] {
				v := p.row[l]
				p.columns[l*nb+y] = complex(real(v), -imag(v))
			}
			continue
		}
		for z := range nc {
			p.row[z] = complex(p.real[y*nc+z], p.imag[y*nc+z])
		}
		p.rowComplex.Sequence(p.row, p.row)
		for i := range p.s.n[2] {
			p.columns[i*nb+y] = p.row[wrap(i+int(p.s.low), nc)]
		}
	}
	limit := int(p.s.limit[1])
	for i := range p.s.n[2] {
		column := p.columns[i*nb : (i+1)*nb]
		p.column.Sequence(column, column)
		for k := -limit; k <= limit; k++ {
			dst[(k+limit)*p.s.n[2]+i] = column[wrap(k, nb)]
		}
	}
}

// symmetric returns Σ exp(2πi h·t) G(hR) over the operators, the transform of a map to which
// they are all applied, from that of the map of the listed atoms. h is not absent.
func (c *crystal) symmetric(s *spectrum, h index) complex128 {
	var sum complex128
	for i := range c.ops {
		g, phase := rotate(&c.ops[i], h)
		sum += turn[phase] * s.at(g)
	}
	return scale(c.centring, sum)
}

// leastGrid returns the numbers of points along the axes that lie spacing, Å, apart,
// or as many more as the indices need.
func (c *crystal) leastGrid(spacing float64) (least [3]float64) {
	for i := range least {
		least[i] = max(math.Sqrt(c.metric.Dual()[4*i])/spacing, float64(2*c.limit[i]+1))
	}
	return least
}
