package frame

import (
	"fmt"
	"image"
	"math"
	"sort"
)

// Curve is how grey follows intensity between the two ends of a Display.
type Curve int

// The curves, with t = (I − Low)/(High − Low) clipped to 0…1.
const (
	Sqrt   Curve = iota // √t: weak spots show, strong ones keep their shape
	Linear              // t
	Log                 // log(1 + 1000 t)/log(1001): three decades
)

// logRange is the contrast that Log compresses: three decades, about that of a
// diffraction image between background and strong spots.
const logRange = 1000

// ParseCurve returns the curve called name: "sqrt", "linear" or "log".
func ParseCurve(name string) (Curve, error) {
	for c := Sqrt; c <= Log; c++ {
		if c.String() == name {
			return c, nil
		}
	}
	return Sqrt, fmt.Errorf("curve %q is not known; sqrt, linear and log are", name)
}

// String returns the curve's name as ParseCurve reads it.
func (c Curve) String() string {
	switch c {
	case Sqrt:
		return "sqrt"
	case Linear:
		return "linear"
	case Log:
		return "log"
	}
	return fmt.Sprintf("Curve(%d)", int(c))
}

// apply returns the curve at t in [0, 1], a number in [0, 1].
func (c Curve) apply(t float64) float64 {
	switch c {
	case Linear:
		return t
	case Log:
		return math.Log1p(logRange*t) / math.Log1p(logRange)
	}
	return math.Sqrt(t)
}

// Display maps photons to grey as crystallographers look at images: Low and
// below is white, High and above black.
type Display struct {
	Low, High float64 // photons
	Curve     Curve
}

// How AutoDisplay looks for the two ends. The numbers were chosen by looking at
// pictures: still images with water rings and Poisson noise, noise-free spots on
// zeros, single spots, small crystals whose spots fill the image.
const (
	displaySamples = 1 << 16 // pixels looked at for percentiles: 0.1 % of them are 65
	displayBlock   = 16      // side of the blocks whose maxima stand for spots
	whiteQuantile  = 0.02    // pixels at or below white
	oneSigma       = 0.8413  // quantile of a normal distribution at +1 σ
	spotSigmas     = 8       // a spot rises so far above the background; noise does not
	spotFraction   = 0.25    // a spot of this part of the median spot is black
	displayRange   = 1e-3    // black is at least this part of the strongest pixel
	headroom       = 2       // without spots the strongest pixel is half way to black
	ground         = 0.9     // quantile that stands for the brightest background
	groundPart     = 0.1     // of the way to black: the square root shows it a third grey
	beamBlocks     = 4       // blocks that a direct beam may touch …
	beamFactor     = 100     // … and how far it outshines the next one
)

// AutoDisplay chooses white and black from the frame's ROI, so that background
// and weak spots are both visible. White is the 2nd percentile of the unmasked
// pixels. Black is a quarter of the way from the background, the median, to the
// median spot. Spots are the maxima of 16×16 blocks that are more than 8 σ above
// the background and above a thousandth of the strongest pixel, which leaves out
// noise and the far tails of noise-free spots; black is never below either, and
// never so low that a sloping background turns dark. Up to four blocks that outshine
// all others a hundred times are a direct beam and do not count. The Log curve, made
// for strong spots, has black at the strongest pixel. Without spots black is at 8 σ
// or twice the strongest pixel, whichever comes first, so that noise alone stays
// light. An image of equal pixels is white throughout. Percentiles come from at most
// 65536 pixels on a fixed grid: the same frame always gives the same Display.
func AutoDisplay(f *Frame, curve Curve) Display { return NewContrast(f).Display(curve) }

// Contrast is what AutoDisplay knows of a frame: it serves all curves.
type Contrast struct {
	sample []float32 // of the pixels, sorted
	maxima []float32 // of blocks, sorted
}

// NewContrast looks at the pixels of f.
func NewContrast(f *Frame) *Contrast {
	c := &Contrast{sample: f.sample(displaySamples), maxima: f.blockMaxima()}
	sortPixels(c.sample)
	sortPixels(c.maxima)
	return c
}

// Display returns what AutoDisplay does.
func (c *Contrast) Display(curve Curve) Display {
	if len(c.sample) == 0 {
		return Display{High: 1, Curve: curve}
	}
	at := func(p float64) float64 { return quantile(p, c.sample) }
	low, background := at(whiteQuantile), at(0.5)
	noise := background + spotSigmas*(at(oneSigma)-background)

	peak := low
	if n := len(c.maxima); n > 0 {
		peak = max(peak, float64(c.maxima[n-1]))
		if n > beamBlocks {
			next := float64(c.maxima[n-1-beamBlocks])
			if next > noise && peak > beamFactor*next {
				peak = next
			}
		}
	}
	faint := low + displayRange*(peak-low)
	high := max(noise, faint)
	spots := c.maxima[sort.Search(len(c.maxima), func(i int) bool { return float64(c.maxima[i]) > high }):]
	switch {
	case len(spots) == 0:
		high = min(high, low+headroom*(peak-low))
	case curve == Log:
		high = peak
	default:
		median := quantile(0.5, spots)
		high = max(high, background+spotFraction*(median-background))
		high = max(high, min(peak, low+(at(ground)-low)/groundPart))
	}
	if !(high > low) {
		high = low + max(1, math.Abs(low))
	}
	return Display{Low: low, High: high, Curve: curve}
}

// sample returns at most about n finite unmasked pixels of the ROI, from a
// square grid whose rows are shifted so that no column is favoured.
func (f *Frame) sample(n int) []float32 {
	r := f.roi()
	step := max(1, int(math.Ceil(math.Sqrt(float64(r.Dx())*float64(r.Dy())/float64(n)))))
	out := make([]float32, 0, min(n, r.Dx()*r.Dy()))
	for i, y := 0, r.Min.Y+(step-1)/2; y < r.Max.Y; i, y = i+1, y+step {
		row, mask := f.Row(y), f.maskRow(y)
		for x := r.Min.X + (i*7)%step; x < r.Max.X; x += step {
			if mask != nil && mask[x] == 0 {
				continue
			}
			if v := row[x]; math.Abs(float64(v)) <= math.MaxFloat32 {
				out = append(out, v)
			}
		}
	}
	return out
}

// blockMaxima returns the largest finite pixel of every 16×16 block of the ROI
// that has one.
func (f *Frame) blockMaxima() (maxima []float32) {
	r := f.roi()
	for y := r.Min.Y; y < r.Max.Y; y += displayBlock {
		for x := r.Min.X; x < r.Max.X; x += displayBlock {
			b := image.Rect(x, y, x+displayBlock, y+displayBlock).Intersect(r)
			top := float32(math.Inf(-1))
			for yy := b.Min.Y; yy < b.Max.Y; yy++ {
				for _, v := range f.Row(yy)[b.Min.X:b.Max.X] {
					if v > top && v <= math.MaxFloat32 {
						top = v
					}
				}
			}
			if !math.IsInf(float64(top), -1) {
				maxima = append(maxima, top)
			}
		}
	}
	return maxima
}
