package pool

import (
	"slices"

	"gobragg/core/frame"
	"gobragg/core/plan"
)

// NewFrame returns the empty image of a plan, for CopyTo.
func NewFrame(pl *plan.Plan) *frame.Frame {
	f := frame.New(int(pl.Width), int(pl.Height))
	f.ROI = pl.ROI()
	if len(pl.Mask) != 0 {
		f.Mask = pl.Mask
	}
	return f
}

// Frames makes the images of plans that follow each other, each in the memory of an earlier
// one if it can: a page that asks for more megabytes with every step of a slider spends
// more time on collecting them than on the image. The zero value is ready.
type Frames struct{ kept []*frame.Frame }

// New returns the empty image of a plan, as NewFrame does. It takes the memory of an image
// that it made before, of the same size and not among those in use.
func (m *Frames) New(pl *plan.Plan, used ...*frame.Frame) *frame.Frame {
	m.kept = slices.DeleteFunc(m.kept, func(f *frame.Frame) bool {
		return f.Width != int(pl.Width) || f.Height != int(pl.Height)
	})
	for _, f := range m.kept {
		if !slices.Contains(used, f) {
			clear(f.Pix)
			f.ROI, f.Mask, f.Omitted = pl.ROI(), nil, frame.Omitted{}
			if len(pl.Mask) != 0 {
				f.Mask = pl.Mask
			}
			return f
		}
	}
	f := NewFrame(pl)
	m.kept = append(m.kept, f)
	return f
}
