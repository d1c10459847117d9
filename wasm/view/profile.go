package view

import (
	"image"
	"math"

	"gobragg/core/experiment"
	"gobragg/core/frame"
)

// Profile is a curve of photons, such as along a line or against 2θ.
type Profile struct {
	// X is the abscissa of each point: pixels along a line, rad against 2θ.
	X []float64
	// Y is the mean of the pixels there, photons, and N how many they are; NaN
	// where there is none.
	Y []float64
	N []int
}

// Max returns the largest Y, 0 without any.
func (p *Profile) Max() float64 {
	most := 0.0
	for _, y := range p.Y {
		if y > most {
			most = y
		}
	}
	return most
}

// LineProfile returns the photons along the line from a to b, every half pixel,
// between pixels interpolated bilinearly, and averaged over width (pixels, at least
// one sample) across it.
func LineProfile(f *frame.Frame, a, b experiment.Point, width float64) Profile {
	dx, dy := b.Fast-a.Fast, b.Slow-a.Slow
	length := math.Hypot(dx, dy)
	if !(length > 0) {
		return Profile{}
	}
	steps := int(math.Ceil(2*length)) + 1
	across := max(1, int(math.Round(width)))
	p := Profile{X: make([]float64, steps), Y: make([]float64, steps), N: make([]int, steps)}
	for i := range steps {
		t := float64(i) / float64(steps-1)
		sum := 0.0
		for j := range across {
			off := float64(j) - float64(across-1)/2
			at := experiment.Point{Fast: a.Fast + t*dx - off*dy/length, Slow: a.Slow + t*dy + off*dx/length}
			if v, ok := between(f, at); ok {
				sum += v
				p.N[i]++
			}
		}
		p.X[i] = t * length
		p.Y[i] = sum / float64(p.N[i])
	}
	return p
}

// between interpolates between the middles of the four pixels around a place; ok is
// false beyond the image's edge. Within half a pixel of it the nearest pixels count.
func between(f *frame.Frame, at experiment.Point) (v float64, ok bool) {
	w, h := f.Width, f.Height
	if !(at.Fast >= 0 && at.Slow >= 0 && at.Fast <= float64(w) && at.Slow <= float64(h)) || w == 0 || h == 0 {
		return 0, false
	}
	x, y := max(0, min(float64(w-1), at.Fast-0.5)), max(0, min(float64(h-1), at.Slow-0.5))
	x0, y0 := int(x), int(y)
	x1, y1 := min(w-1, x0+1), min(h-1, y0+1)
	fx, fy := x-float64(x0), y-float64(y0)
	at2 := func(x, y int) float64 { return float64(f.Pix[y*w+x]) }
	return (at2(x0, y0)*(1-fx)+at2(x1, y0)*fx)*(1-fy) + (at2(x0, y1)*(1-fx)+at2(x1, y1)*fx)*fy, true
}

// Radial averages an image over rings of equal 2θ. It keeps which ring each pixel is
// in, so that the images that follow cost an addition a pixel.
type Radial struct {
	area image.Rectangle
	ring []uint16 // of each pixel of area
	x    []float64
}

// radialRings is the most rings of a radial profile; about one a pixel of a small
// detector's diagonal.
const radialRings = 360

// NewRadial finds the 2θ of every pixel's middle in the region of interest.
func (s *Scene) NewRadial() *Radial {
	r := &Radial{area: s.Plan.ROI()}
	n := r.area.Dx() * r.area.Dy()
	angles := make([]float64, 0, n)
	most, least := 0.0, math.Inf(1)
	for y := r.area.Min.Y; y < r.area.Max.Y; y++ {
		for x := r.area.Min.X; x < r.area.Max.X; x++ {
			d := s.Ray(experiment.Point{Fast: float64(x) + 0.5, Slow: float64(y) + 0.5})
			b := s.Experiment.Beam.Direction
			// The chord |d − b| = 2 sin θ keeps all digits at small angles.
			chord := math.Sqrt((d.X-b.X)*(d.X-b.X) + (d.Y-b.Y)*(d.Y-b.Y) + (d.Z-b.Z)*(d.Z-b.Z))
			a := 2 * math.Asin(min(1, chord/2))
			angles = append(angles, a)
			most, least = max(most, a), min(least, a)
		}
	}
	diagonal := math.Hypot(float64(r.area.Dx()), float64(r.area.Dy()))
	rings := max(1, min(radialRings, int(diagonal/2)))
	step := (most - least) / float64(rings)
	if !(step > 0) {
		step, rings = 1, 1
	}
	r.ring = make([]uint16, n)
	for i, a := range angles {
		r.ring[i] = uint16(min(rings-1, int((a-least)/step)))
	}
	for i := range rings {
		r.x = append(r.x, least+(float64(i)+0.5)*step)
	}
	return r
}

// Profile returns the mean photons of the unmasked finite pixels of each ring.
func (r *Radial) Profile(f *frame.Frame) Profile {
	p := Profile{X: r.x, Y: make([]float64, len(r.x)), N: make([]int, len(r.x))}
	each(f, r.area.Intersect(f.Bounds()), func(x, y int, v float64) {
		ring := r.ring[(y-r.area.Min.Y)*r.area.Dx()+x-r.area.Min.X]
		p.Y[ring] += v
		p.N[ring]++
	})
	for i, n := range p.N {
		p.Y[i] /= float64(n)
	}
	return p
}
