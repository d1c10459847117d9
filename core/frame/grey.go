package frame

import "math"

// greySteps is the length of Grey's table: fine enough that the steepest curve,
// Log, changes by less than a grey level from one entry to the next.
const greySteps = 1 << 16

// Grey is a Display made ready for many pixels: a table of grey levels, so that
// a pixel costs a multiplication and a look-up whatever the curve. It never
// changes and may be shared.
type Grey struct {
	low, scale float64
	table      [greySteps]uint8
}

// Grey returns the display's table. With High at or below Low it is a step:
// white up to Low, black above.
func (d Display) Grey() *Grey {
	if !(d.High > d.Low) {
		d.High = math.Nextafter(d.Low, math.Inf(1))
	}
	g := &Grey{low: d.Low, scale: (greySteps - 1) / (d.High - d.Low)}
	for i := range g.table {
		g.table[i] = math.MaxUint8 - uint8(math.MaxUint8*d.Curve.apply(float64(i)/(greySteps-1))+0.5)
	}
	return g
}

// Row writes the grey levels of src to dst, which must be at least as long: 255 for
// white, and for NaN.
func (g *Grey) Row(dst []uint8, src []float32) {
	dst = dst[:len(src)]
	for i, v := range src {
		t := (float64(v) - g.low) * g.scale
		switch {
		case !(t > 0):
			t = 0
		case t > greySteps-1:
			t = greySteps - 1
		}
		dst[i] = g.table[int(t)]
	}
}
