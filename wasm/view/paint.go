package view

import (
	"image"

	"gobragg/core/frame"
)

// Scale says how photons become colours.
type Scale struct {
	frame.Display     // the limits, photons, and the curve between them
	Map           Map // the first colour is at Low, the last at High
	Invert        bool
	// Overload, photons, is where pixels take the colour OverloadColour; 0: nowhere.
	Overload float64
}

// OverloadColour marks pixels beyond the range of the detector. No map has it.
var OverloadColour = RGB{255, 0, 220}

// Painter is a Scale made ready for many pixels.
type Painter struct {
	grey     *frame.Grey
	colours  [levels][4]byte
	overload float32
	over     [4]byte
}

// NewPainter returns the painter of a scale.
func NewPainter(s Scale) *Painter {
	p := &Painter{grey: s.Grey(), overload: float32(s.Overload), over: opaque(OverloadColour)}
	for i, c := range s.Map.Table(s.Invert) {
		p.colours[levels-1-i] = opaque(c) // frame.Grey has 255 at Low
	}
	return p
}

func opaque(c RGB) [4]byte { return [4]byte{c.R, c.G, c.B, 255} }

// At returns the colour of v photons.
func (p *Painter) At(v float32) RGB {
	var c [4]byte
	p.Row(c[:], []float32{v})
	return RGB{c[0], c[1], c[2]}
}

// Row writes the colours of src to dst, red, green, blue and opacity a pixel.
func (p *Painter) Row(dst []byte, src []float32) {
	dst = dst[:4*len(src)]
	var greys [64]uint8
	for len(src) > 0 {
		n := min(len(src), len(greys))
		p.grey.Row(greys[:n], src[:n])
		for i, g := range greys[:n] {
			*(*[4]byte)(dst[4*i:]) = p.colours[g]
			if p.overload > 0 && src[i] >= p.overload {
				*(*[4]byte)(dst[4*i:]) = p.over
			}
		}
		dst, src = dst[4*n:], src[n:]
	}
}

// logReach is how far above the black of a square-root picture that of a logarithmic
// one is: further, and all but the strongest spots would be dark on the maps that
// begin with black.
const logReach = 20

// Auto returns the limits and the curve that show what lies in the rectangle
// visible of f: those of frame.AutoDisplay, on a logarithmic scale no higher than
// logReach times those of the square root.
func Auto(f *frame.Frame, visible image.Rectangle, curve frame.Curve) frame.Display {
	part := *f
	if r := visible.Intersect(f.ROI); !r.Empty() {
		part.ROI = r
	}
	contrast := frame.NewContrast(&part)
	d := contrast.Display(curve)
	if curve == frame.Log {
		root := contrast.Display(frame.Sqrt)
		d.High = min(d.High, root.Low+logReach*(root.High-root.Low))
	}
	return d
}
