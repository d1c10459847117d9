package lab

import (
	"fmt"

	"gobragg/core/config"
)

const (
	// MaxPixels is the largest image that the page renders: beyond it, memory for the
	// picture and patience for one thread a core run out together.
	MaxPixels = 1024 * 1024
	// maxOrientations bounds domains × steps of phi, and maxSources the beam's rays:
	// 72 and 88 bytes each, copied to every worker.
	maxOrientations = 200_000
	maxSources      = 100_000
	// maxReflections bounds the structure factors of a model, computed on the page's own
	// thread: some seconds.
	maxReflections = 500_000
)

// TooLarge is an experiment that a browser should not try: the command line can.
type TooLarge struct {
	Option string // with its dash
	What   string
}

func (e *TooLarge) Error() string {
	return e.What + "; this is work for the gobragg program on your machine: copy the command below"
}

// affordable looks at what settings ask for before any of it is made.
func affordable(c *config.Config) error {
	const pixelSize, edgeSize = 1e-4, 0.1024 // the option table's defaults, m
	in := c.Input()
	pixel := in.Detector.Pixel.Or(pixelSize)
	edge := func(pixels interface{ Or(int) int }, size interface{ Or(float64) float64 }) float64 {
		if n := pixels.Or(0); n > 0 {
			return float64(n)
		}
		return size.Or(edgeSize) / pixel
	}
	fast, slow := edge(in.Detector.Fast, in.Detector.SizeFast), edge(in.Detector.Slow, in.Detector.SizeSlow)
	if max(fast, 1)*max(slow, 1) > MaxPixels {
		return &TooLarge{"-detpixels", fmt.Sprintf("%.0f × %.0f pixels are more than the page's 1024 × 1024", fast, slow)}
	}
	domains := float64(in.Crystal.MosaicDomains.Or(1))
	if n := domains * float64(in.Scan.Steps.Or(1)); n > maxOrientations {
		return &TooLarge{"-mosaic_domains", fmt.Sprintf("%.3g orientations of the crystal are more than the page's %d", n, maxOrientations)}
	}
	b := in.Beam
	if n := float64(b.Dispersion.Steps.Or(1)) * float64(b.Horizontal.Steps.Or(1)) * float64(b.Vertical.Steps.Or(1)); n > maxSources {
		return &TooLarge{"-dispsteps", fmt.Sprintf("%.3g rays are more than the page's %d", n, maxSources)}
	}
	return nil
}

// within looks at what came out: files may ask for more than the settings show.
func within(r *config.Resolved) error {
	e := r.Experiment
	if d := e.Detector; d.Fast*d.Slow > MaxPixels {
		return &TooLarge{"-detpixels", fmt.Sprintf("%d × %d pixels are more than the page's 1024 × 1024", d.Fast, d.Slow)}
	}
	if n := e.Crystal.Mosaic.Domains * e.Scan.Steps; n > maxOrientations {
		return &TooLarge{"-phisteps", fmt.Sprintf("%d orientations of the crystal are more than the page's %d", n, maxOrientations)}
	}
	if n := len(e.Beam.Sources); n > maxSources {
		return &TooLarge{"-dispsteps", fmt.Sprintf("%d rays are more than the page's %d", n, maxSources)}
	}
	return nil
}
