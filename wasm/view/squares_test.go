package view

import (
	"bytes"
	"image"
	"testing"

	"gobragg/core/frame"
)

// TestSquares: an image of squares is painted as pixel by pixel, whatever part of it
// changed, and where squares are cut pixels are painted.
func TestSquares(t *testing.T) {
	p := NewPainter(Scale{Display: frame.Display{High: 300, Curve: frame.Sqrt}, Map: Aurora, Overload: 280})
	for _, step := range []int{1, 2, 3, 8} {
		f := frame.New(37, 29)
		for y := range f.Height {
			for x := range f.Row(y) {
				f.Row(y)[x] = float32(x/step*31+y/step*57) - 20
			}
		}
		for _, changed := range []image.Rectangle{f.Bounds(), image.Rect(9, 10, 11, 12), image.Rect(36, 28, 37, 29), {}} {
			r, n := Squares(f, changed, step)
			if !changed.In(r) || !r.In(f.Bounds()) || n != step || r.Dx() > changed.Dx()+2*step || r.Dy() > changed.Dy()+2*step {
				t.Errorf("step %d: %v is widened to %v of step %d", step, changed, r, n)
			}
			got, want := make([]byte, 4*r.Dx()*r.Dy()), make([]byte, 4*r.Dx()*r.Dy())
			Rect(got, p, f, r, step)
			Rect(want, p, f, r, 1)
			if !bytes.Equal(got, want) {
				t.Errorf("step %d: %v is not painted as pixel by pixel", step, r)
			}
		}
		for _, cut := range []*frame.Frame{
			{Width: 37, Height: 29, ROI: image.Rect(1, 0, 37, 29)},
			{Width: 37, Height: 29, ROI: f.ROI, Mask: make([]byte, 37*29)},
		} {
			if r, n := Squares(cut, image.Rect(9, 10, 11, 12), step); r != image.Rect(9, 10, 11, 12) || n != 1 {
				t.Errorf("where squares are cut: %v of step %d", r, n)
			}
		}
	}
}

func BenchmarkSquares(b *testing.B) {
	f := frame.New(1024, 1024)
	dst := make([]byte, 4<<20)
	p := NewPainter(Scale{Display: frame.Display{High: 300, Curve: frame.Sqrt}})
	for b.Loop() {
		Rect(dst, p, f, f.Bounds(), 4)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(1<<20), "ns/px")
}
