package lab

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/core/geom"
	"gobragg/core/noise"
	"gobragg/core/plan"
	"gobragg/core/units"
)

// Counts returns the image that a detector counts where f is expected: Poisson noise of
// the given seed. It is what the command writes with -noisefile into a format of 32 bits.
func Counts(f *frame.Frame, seed int64) *frame.Frame {
	c := frame.New(f.Width, f.Height)
	c.ROI, c.Mask = f.ROI, f.Mask
	photons := noise.Photons{Seed: seed}
	for y := f.ROI.Min.Y; y < f.ROI.Max.Y; y++ {
		from, to := f.Row(y), c.Row(y)
		for x := f.ROI.Min.X; x < f.ROI.Max.X; x++ {
			if v := from[x]; v > 0 {
				to[x] = float32(min(photons.At(uint64(y*f.Width+x), float64(v)), math.MaxInt32))
			}
		}
	}
	return c
}

// Summary is what an image shows, in words and numbers.
type Summary struct {
	Stats frame.Stats
	// Unit is what a pixel's number is: photons or counts.
	Unit string
	// Brightest is d of the brightest pixel, Å, and Index the nearest reflection.
	Brightest float64
	Index     [3]int
	// Edge is the finest resolution at the middle of an edge, Corner at a corner, Å.
	Edge, Corner float64
	Width        int
	Height       int
	Samples      int64
}

// Summarize looks at an image f of the experiment r, whose plan is p.
func Summarize(r *config.Resolved, p *plan.Plan, f *frame.Frame) Summary {
	e := r.Experiment
	d := e.Detector
	s := Summary{Stats: f.Stats(), Unit: "photons", Width: f.Width, Height: f.Height, Samples: p.Samples()}
	at := func(fast, slow float64) float64 {
		return e.Resolution(geom.Unit(d.Position(fast, slow))) / units.Angstrom
	}
	w, h := float64(d.Fast), float64(d.Slow)
	s.Edge = min(at(0, h/2), at(w, h/2), at(w/2, 0), at(w/2, h))
	s.Corner = min(at(0, 0), at(w, 0), at(0, h), at(w, h))
	if s.Stats.Max > 0 {
		fast, slow := float64(s.Stats.MaxAt.Fast)+0.5, float64(s.Stats.MaxAt.Slow)+0.5
		s.Brightest = at(fast, slow)
		hkl := p.State(0, 0).Index(geom.Unit(d.Position(fast, slow)))
		s.Index = [3]int{int(math.Round(hkl.X)), int(math.Round(hkl.Y)), int(math.Round(hkl.Z))}
	}
	return s
}

// String tells it in sentences, for those who cannot see the image.
func (s Summary) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Image of %d by %d pixels, reaching %s Å at the edges and %s Å in the corners. ", s.Width, s.Height, digits(s.Edge, 3), digits(s.Corner, 3))
	if !(s.Stats.Max > 0) {
		b.WriteString("No photon reaches the detector.")
		return b.String()
	}
	fmt.Fprintf(&b, "%s %s in all, on average %s a pixel. ", digits(s.Stats.Sum, 4), s.Unit, digits(s.Stats.Mean, 3))
	fmt.Fprintf(&b, "The brightest pixel has %s %s at fast %d, slow %d, near reflection %d %d %d", digits(s.Stats.Max, 4), s.Unit,
		s.Stats.MaxAt.Fast, s.Stats.MaxAt.Slow, s.Index[0], s.Index[1], s.Index[2])
	if !math.IsInf(s.Brightest, 0) {
		fmt.Fprintf(&b, " at %s Å", digits(s.Brightest, 3))
	}
	b.WriteString(".")
	return b.String()
}

// Row is a line of a table.
type Row struct{ Name, Value string }

// Rows tells it as a table.
func (s Summary) Rows() []Row {
	rows := []Row{
		{"sum", digits(s.Stats.Sum, 5) + " " + s.Unit},
		{"mean", digits(s.Stats.Mean, 4)},
		{"maximum", digits(s.Stats.Max, 5)},
		{"at fast, slow", fmt.Sprintf("%d, %d", s.Stats.MaxAt.Fast, s.Stats.MaxAt.Slow)},
	}
	if s.Stats.Max > 0 {
		rows = append(rows, Row{"near h k l", fmt.Sprintf("%d %d %d", s.Index[0], s.Index[1], s.Index[2])})
	}
	return append(rows,
		Row{"edge, corner", digits(s.Edge, 3) + ", " + digits(s.Corner, 3) + " Å"},
		Row{"samples", digits(float64(s.Samples), 3)})
}

// digits returns x with n digits as people read it: 1234, 0.0123, 1.2×10⁹.
func digits(x float64, n int) string {
	switch a := math.Abs(x); {
	case math.IsInf(x, 0):
		return "∞"
	case a != 0 && (a >= 1e7 || a < 1e-4):
		text := strconv.FormatFloat(x, 'e', n-1, 64)
		mantissa, exponent, _ := strings.Cut(text, "e")
		e, err := strconv.Atoi(exponent)
		if err != nil {
			return text
		}
		if strings.Contains(mantissa, ".") {
			mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
		}
		return mantissa + "×10" + superscript(e)
	case a >= math.Pow(10, float64(n)):
		return strconv.FormatFloat(x, 'f', 0, 64)
	}
	return strconv.FormatFloat(x, 'g', n, 64)
}

func superscript(n int) string {
	return strings.Map(func(r rune) rune {
		if r == '-' {
			return '⁻'
		}
		return []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0']
	}, strconv.Itoa(n))
}

// Digits returns x with n digits as people read it.
func Digits(x float64, n int) string { return digits(x, n) }

// Hash returns a number that two images share only if all their pixels have the same
// bits: FNV-1a of 64 bits over the bits of each pixel.
func Hash(f *frame.Frame) uint64 {
	const offset, prime = 0xcbf29ce484222325, 0x100000001b3
	h := uint64(offset)
	for _, v := range f.Pix {
		h = (h ^ uint64(math.Float32bits(v))) * prime
	}
	return h
}
