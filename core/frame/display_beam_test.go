package frame

import "testing"

// TestDirectBeamDoesNotCount: one spot that outshines all others a thousand times
// leaves the picture as it was.
func TestDirectBeamDoesNotCount(t *testing.T) {
	spots := New(320, 320)
	for i := range spots.Pix {
		spots.Pix[i] = 5 + float32(i%7)/10
	}
	for i := range 40 {
		spots.Pix[(17+i*7)*320+(11+i*61)%320] = 200 + 20*float32(i)
	}
	want := AutoDisplay(spots, Sqrt)
	for _, at := range []int{160*320 + 160, 160*320 + 159, 159*320 + 160, 159*320 + 159} {
		spots.Pix[at] = 1e7
	}
	if got := AutoDisplay(spots, Sqrt); got.High > 1.2*want.High || got.Low != want.Low {
		t.Errorf("with a direct beam %+v, without %+v", got, want)
	}
}
