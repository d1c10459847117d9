package frame

import (
	"encoding/json"
	"fmt"
	"image"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat"
)

// sumTolerance: two orders of summing some thousand float64 numbers differ by
// less than their number times 1.1e-16.
const sumTolerance = 1e-12

func TestStatsAgainstGonum(t *testing.T) {
	for _, size := range []image.Point{{1, 2}, {3, 1}, {64, 64}, {37, 19}} {
		f := noise(New(size.X, size.Y), 100)
		x := make([]float64, len(f.Pix))
		for i, v := range f.Pix {
			x[i] = float64(v)
		}
		mean, sd := stat.MeanStdDev(x, nil)
		s := f.Stats()
		if s.Pixels != len(x) || s.Unmasked != len(x) {
			t.Errorf("%v: pixels %d, unmasked %d, want %d", size, s.Pixels, s.Unmasked, len(x))
		}
		if math.Abs(s.Mean-mean) > sumTolerance*mean || math.Abs(s.RMSD-sd) > sumTolerance*sd {
			t.Errorf("%v: mean %v, rmsd %v, want %v, %v", size, s.Mean, s.RMSD, mean, sd)
		}
		want := math.Sqrt(stat.MomentAbout(2, x, 0, nil))
		if math.Abs(s.RMS-want) > sumTolerance*want {
			t.Errorf("%v: rms %v, want %v", size, s.RMS, want)
		}
		if float64(f.At(s.MaxAt.Point())) != s.Max {
			t.Errorf("%v: pixel %v is %g, not the maximum %g", size, s.MaxAt, f.At(s.MaxAt.Point()), s.Max)
		}
	}
}

// TestStatsROIAndMask works one image through by hand: ROI values 2 4 4 10, the
// 10 masked to 0: mean (2+4+4)/3, RMSD over all four with the masked 0.
func TestStatsROIAndMask(t *testing.T) {
	f := New(4, 4)
	f.ROI = image.Rect(1, 1, 3, 3)
	f.Mask = make([]byte, 16)
	for i := range f.Mask {
		f.Mask[i] = 1
	}
	f.Mask[10] = 0
	f.Pix[5], f.Pix[6], f.Pix[9], f.Pix[10] = 2, 4, 4, 0
	s := f.Stats()
	mean := 10. / 3
	rmsd := math.Sqrt(((2-mean)*(2-mean) + 2*(4-mean)*(4-mean) + mean*mean) / 3)
	if s.Pixels != 4 || s.Unmasked != 3 || s.Max != 4 || s.MaxAt != (Pixel{2, 1}) || s.Sum != 10 {
		t.Errorf("stats %+v", s)
	}
	if math.Abs(s.Mean-mean) > sumTolerance || math.Abs(s.RMSD-rmsd) > sumTolerance || math.Abs(s.RMS-math.Sqrt(12)) > sumTolerance {
		t.Errorf("mean %v, rmsd %v, rms %v, want %v, %v, %v", s.Mean, s.RMSD, s.RMS, mean, rmsd, math.Sqrt(12))
	}
}

func TestStatsEdges(t *testing.T) {
	empty := New(0, 0).Stats()
	if empty != (Stats{}) {
		t.Errorf("empty: %+v", empty)
	}
	one := Wrap(1, 1, []float32{3}).Stats()
	if one.Mean != 3 || one.RMSD != 0 || one.Max != 3 {
		t.Errorf("one pixel: %+v", one)
	}
	negative := Wrap(2, 1, []float32{-5, -2}).Stats()
	if negative.Max != -2 || negative.MaxAt != (Pixel{1, 0}) {
		t.Errorf("negative: %+v", negative)
	}
	nan := float32(math.NaN())
	holes := Wrap(3, 1, []float32{nan, 2, 1}).Stats()
	if holes.Max != 2 || holes.MaxAt != (Pixel{1, 0}) || !math.IsNaN(holes.Sum) {
		t.Errorf("with NaN: %+v", holes)
	}
	outside := New(4, 4)
	outside.ROI = image.Rect(-5, 2, 99, 99)
	if got := outside.Stats().Pixels; got != 8 {
		t.Errorf("ROI beyond the image: %d pixels, want 8", got)
	}
}

// TestStatsOnThreads has the bits of one thread, with NaN and equal peaks in several
// rows.
func TestStatsOnThreads(t *testing.T) {
	f := New(101, 77)
	for i := range f.Pix {
		f.Pix[i] = float32(i*i%1009) / 7
	}
	f.ROI = image.Rect(3, 2, 99, 75)
	for _, nan := range []bool{false, true} {
		if nan {
			f.Pix[5000] = float32(math.NaN())
		}
		want := fmt.Sprintf("%#v", f.Stats())
		for _, threads := range []int{2, 3, 100} {
			if got := fmt.Sprintf("%#v", f.StatsOn(threads, nil)); got != want {
				t.Errorf("StatsOn(%d) = %s, want %s", threads, got, want)
			}
		}
	}
}

func TestStatsAllocatesNothing(t *testing.T) {
	f := noise(New(256, 256), 1)
	if n := testing.AllocsPerRun(5, func() { f.Stats() }); n != 0 {
		t.Errorf("%g allocations, want 0", n)
	}
}

func BenchmarkStats4096(b *testing.B) {
	f := noise(New(4096, 4096), 100)
	b.SetBytes(int64(4 * len(f.Pix)))
	for b.Loop() {
		f.Stats()
	}
}

// TestPlacesInJSON: programs read fast and slow, as in Window, not X and Y.
func TestPlacesInJSON(t *testing.T) {
	f := Wrap(2, 2, []float32{0, 1, 5, 2})
	m, err := Compare(f, Wrap(2, 2, []float32{0, 4, 5, 2}), image.Rectangle{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		of   any
		want string
	}{
		{"Stats", f.Stats(), `"max_at":{"fast":0,"slow":1}`},
		{"Metrics", m, `"max_abs_difference_at":{"fast":1,"slow":0}`},
	} {
		text, err := json.Marshal(c.of)
		if err != nil || !strings.Contains(string(text), c.want) || strings.Contains(string(text), `"X"`) {
			t.Errorf("%s is %s, error %v, want %s", c.name, text, err, c.want)
		}
	}
}
