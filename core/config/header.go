package config

import (
	"fmt"

	"gobragg/core/experiment"
	"gobragg/core/imgio"
)

// headerGeometry is what the header of an SMV image says of the experiment, SI.
type headerGeometry struct {
	Fast, Slow         optional[int]
	Pixel              optional[float64]
	Distance, Close    optional[float64]
	Wavelength         optional[float64]
	Xbeam, Ybeam       optional[float64]
	OrgX, OrgY         optional[float64]
	Phi, Osc, TwoTheta optional[float64]
}

// readHeader picks the geometry out of h. A mask's beam centre is counted from
// the other end of the slow axis: flip turns it, for a detector of pixels of
// size pixel (m) unless the header states one.
func readHeader(h imgio.Header, flip bool, pixel float64) (headerGeometry, error) {
	var g headerGeometry
	for _, k := range []struct {
		key      string
		to       *optional[float64]
		si       func(float64) float64
		min, max float64
	}{
		{"PIXEL_SIZE", &g.Pixel, mm, smallest, largest},
		{"DISTANCE", &g.Distance, mm, smallest, largest},
		{"CLOSE_DISTANCE", &g.Close, mm, smallest, largest},
		{"WAVELENGTH", &g.Wavelength, angstrom, smallest, largest},
		{"BEAM_CENTER_X", &g.Xbeam, mm, -largest, largest},
		{"BEAM_CENTER_Y", &g.Ybeam, mm, -largest, largest},
		{"ORGX", &g.OrgX, itself, -largest, largest},
		{"ORGY", &g.OrgY, itself, -largest, largest},
		{"XDS_ORGX", &g.OrgX, itself, -largest, largest},
		{"XDS_ORGY", &g.OrgY, itself, -largest, largest},
		{"PHI", &g.Phi, degrees, -largest, largest},
		{"OSC_RANGE", &g.Osc, degrees, 0, largest},
		{"TWOTHETA", &g.TwoTheta, degrees, -360, 360},
	} {
		x, ok, err := h.Float(k.key)
		if err != nil {
			return g, fmt.Errorf("header: %w", err)
		}
		if !ok {
			continue
		}
		if !(x >= k.min && x <= k.max) {
			return g, fmt.Errorf("header: %s=%g is out of range", k.key, x)
		}
		*k.to = some(k.si(x))
	}
	for _, k := range []struct {
		key string
		to  *optional[int]
	}{{"SIZE1", &g.Fast}, {"SIZE2", &g.Slow}} {
		if _, ok := h.Get(k.key); !ok {
			continue
		}
		n, err := h.Int(k.key)
		if err != nil {
			return g, fmt.Errorf("header: %w", err)
		}
		if n < 1 || n > maxPixels {
			return g, fmt.Errorf("header: %s=%d is out of range", k.key, n)
		}
		*k.to = some(n)
	}
	if flip && g.Ybeam.Set && g.Slow.Set {
		g.Ybeam.Value = float64(g.Slow.Value)*g.Pixel.Or(pixel) - g.Ybeam.Value
	}
	return g, nil
}

func itself(x float64) float64 { return x }

// over returns g with what it lacks taken from base.
func (g headerGeometry) over(base headerGeometry) headerGeometry {
	fill(&g.Fast, base.Fast)
	fill(&g.Slow, base.Slow)
	for _, p := range []struct{ to, from *optional[float64] }{
		{&g.Pixel, &base.Pixel}, {&g.Distance, &base.Distance}, {&g.Close, &base.Close}, {&g.Wavelength, &base.Wavelength},
		{&g.Xbeam, &base.Xbeam}, {&g.Ybeam, &base.Ybeam}, {&g.OrgX, &base.OrgX}, {&g.OrgY, &base.OrgY},
		{&g.Phi, &base.Phi}, {&g.Osc, &base.Osc}, {&g.TwoTheta, &base.TwoTheta},
	} {
		fill(p.to, *p.from)
	}
	return g
}

func fill[T any](to *optional[T], from optional[T]) {
	if !to.Set {
		*to = from
	}
}

// use fills what the options left open. An option that places the detector also
// sets aside the header's other words for the same thing: -distance its
// CLOSE_DISTANCE, a beam centre its near point and the reverse.
func (g headerGeometry) use(in *Input) {
	d := &in.Detector
	if !d.SizeFast.Set {
		fill(&d.Fast, g.Fast)
	}
	if !d.SizeSlow.Set {
		fill(&d.Slow, g.Slow)
	}
	fill(&d.Pixel, g.Pixel)
	fill(&in.Beam.Wavelength, g.Wavelength)

	if !d.Distance.Set {
		fill(&d.Close, g.Close)
	}
	fill(&d.Distance, g.Distance)

	spot, near := [2]*optional[float64]{&d.Xbeam, &d.Ybeam}, [2]*optional[float64]{&d.OrgX, &d.OrgY}
	closest := [2]bool{d.Xclose.Set, d.Yclose.Set}
	along := [2]bool{d.Ybeam.Set, d.Xbeam.Set} // beam centres along fast, slow
	if d.Convention == experiment.ADXV {
		along = [2]bool{d.Xbeam.Set, d.Ybeam.Set}
	}
	spotHeader, nearHeader := [2]optional[float64]{g.Xbeam, g.Ybeam}, [2]optional[float64]{g.OrgX, g.OrgY}
	for i := range spot {
		asked := near[i].Set
		switch d.Convention {
		case experiment.MOSFLM, experiment.DENZO, experiment.ADXV: // the near point follows the beam centre
			fill(spot[i], spotHeader[i])
			if !closest[i] && !along[i] {
				fill(near[i], nearHeader[i])
			}
		default: // the beam centre follows the near point
			fill(near[i], nearHeader[i])
			if !closest[i] && !asked {
				fill(spot[i], spotHeader[i])
			}
		}
	}

	if !in.PhiSet {
		in.Phi = g.Phi.Or(0)
	}
	if !in.Scan.Range.Set {
		in.Scan.Range = g.Osc
	}
	fill(&d.TwoTheta, g.TwoTheta)
}
