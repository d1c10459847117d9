package plan_test

import (
	"image"
	"math"
	"testing"

	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/simulate/backendtest"
)

// samePlace is how far coarse and fine pixels may lie apart, of the pixel: their
// positions are the same sum with other roundings, which a spot's flank magnifies.
const samePlace = 1e-6

// compiled returns the plan of a command line.
func compiled(t *testing.T, args string) *plan.Plan {
	t.Helper()
	p, err := backendtest.Case{Name: "command line", Args: args}.Plan()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// photons renders the whole region of interest.
func photons(p *plan.Plan) []float32 {
	roi := p.ROI()
	dst := make([]float32, roi.Dx()*roi.Dy())
	kernel.NewRenderer(p, kernel.NewSums(p)).Render(roi, dst, nil)
	return dst
}

const small = "-cell 20 22 25 90 95 90 -default_F 100 -N 4 -misset 10 20 30 -lambda 1 -distance 30 -pixel 0.5 -detpixels_x 45 -detpixels_y 37 "

// TestCoarseSeesPixelsOfTheImage: without sub-pixels a preview has the values of the
// pixels that it stands for.
func TestCoarseSeesPixelsOfTheImage(t *testing.T) {
	for _, args := range []string{
		"-oversample 1",
		"-oversample 1 -twotheta 20 -water 5 -detector_thick 300 -detector_abs 500 -thicksteps 2",
		"-oversample 1 -curved_det",
	} {
		p := compiled(t, small+args)
		fine := photons(p)
		for _, step := range []int{2, 3, 8} {
			c := p.Coarse(step)
			if want := (image.Point{(45 + step - 1) / step, (37 + step - 1) / step}); c.ROI().Size() != want {
				t.Fatalf("%s: step %d has %v pixels, want %v", args, step, c.ROI().Size(), want)
			}
			coarse := photons(c)
			for y := 0; step*y+step/2 < 37; y++ {
				for x := 0; step*x+step/2 < 45; x++ {
					got, want := coarse[y*int(c.Width)+x], fine[(step*y+step/2)*45+step*x+step/2]
					if math.Abs(float64(got-want)) > samePlace*float64(want) {
						t.Fatalf("%s: step %d, pixel %d %d is %v, want %v", args, step, x, y, got, want)
					}
				}
			}
		}
	}
}

// TestCoarseKeepsTheScale: one sub-pixel in place of many leaves the photons what they
// are where they vary slowly, as those of a single cell do.
func TestCoarseKeepsTheScale(t *testing.T) {
	p := compiled(t, "-cell 20 22 25 90 95 90 -default_F 100 -N 1 -lambda 1 -distance 300 -pixel 0.1 -detpixels 32 -oversample 3")
	c := p.Coarse(4)
	if c.Steps != p.Steps/9 {
		t.Errorf("%d steps, want %d", c.Steps, p.Steps/9)
	}
	fine, coarse := photons(p), photons(c)
	for i, got := range coarse {
		// A tenth of a degree changes this image by less than 1 %.
		if want := float64(fine[(4*(i/8)+2)*32+4*(i%8)+2]); math.Abs(float64(got)-want) > 0.01*want || want == 0 {
			t.Errorf("pixel %d is %v, want about %v", i, got, want)
		}
	}
}

// TestCoarseMaskAndRegion: a preview covers the region of interest and leaves out the
// pixels whose samples are masked.
func TestCoarseMaskAndRegion(t *testing.T) {
	p := compiled(t, small+"-oversample 1 -roi 5 20 9 30")
	p.Mask = make([]byte, 45*37)
	for y := range 37 {
		for x := 12; x < 45; x++ {
			p.Mask[y*45+x] = 1
		}
	}
	c := p.Coarse(8)
	if want := image.Rect(0, 1, 3, 4); c.ROI() != want {
		t.Errorf("region %v, want %v", c.ROI(), want)
	}
	if len(c.Mask) != int(c.Width*c.Height) {
		t.Fatalf("mask of %d, want %d", len(c.Mask), c.Width*c.Height)
	}
	for x, want := range []byte{0, 1, 1, 1, 1, 1} { // samples at 4, 12, …, 36, and 44 at the edge
		if c.Mask[x] != want {
			t.Errorf("mask of column %d is %d, want %d", x, c.Mask[x], want)
		}
	}
	if p.Coarse(1) != p {
		t.Error("step 1 is not the plan itself")
	}
}
