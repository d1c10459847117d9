package simd

import (
	"testing"
	"time"
)

// TestRoof: vectors of twice as many numbers do twice as many multiply-adds.
func TestRoof(t *testing.T) {
	const (
		d = 20 * time.Millisecond
		// Two measurements of a machine at work on other things agree to this.
		tolerance = 0.3
	)
	for _, v := range variants() {
		double, single := Roof(v.name, 64, d), Roof(v.name, 32, d)
		// From one core of a slow machine to one of the next decade.
		if double < 1e9 || double > 1e12 {
			t.Errorf("%s: %g multiply-adds a second", v.name, double)
		}
		if r := single / double; r < 2*(1-tolerance) || r > 2*(1+tolerance) {
			t.Errorf("%s: %g times as many in float32, want 2", v.name, r)
		}
	}
	if r := Roof("scalar", 64, d); r != 0 {
		t.Errorf("scalar: %g multiply-adds a second, want 0", r)
	}
}

// TestSampleWork counts the operations of the simplest loop by hand.
func TestSampleWork(t *testing.T) {
	const (
		// h, k, l and their distances from the lattice: 3 products, 2 sums and the
		// sums with −⌊h⌉ and Tiny each.
		peel = 3 * 7
		// N·δ less its nearest integer, and the six factors' products.
		phases, products = 3 * 2, 4
		// x², five fused multiply-adds, the product with the others: six times.
		sines = 6 * (1 + 2*5 + 1)
		// One division, one fused multiply-add.
		end = 1 + 2
	)
	p := compile(t, "-cell 70 80 90 -N 50 -default_F 1 -lambda 1 -distance 100 -pixel 1 -detpixels 8")
	round := compile(t, "-cell 70 80 90 -N 50 -default_F 1 -lambda 1 -distance 100 -pixel 1 -detpixels 8 -gauss_xtal")
	for _, v := range variants() {
		want := Work{Double: (peel + phases + products + sines + end) / 2.}
		for _, name := range []string{v.name, "scalar"} {
			if got := SampleWork(name, "double", p); got != want {
				t.Errorf("%s: work %+v, want %+v", name, got, want)
			}
		}
		// From N = 5 to N = 9 each axis takes two more steps, from 5 to 8 one.
		few := func(n, precision string) Work {
			return SampleWork(v.name, precision, compile(t, "-cell 70 80 90 -default_F 1 -lambda 1 -distance 100 -pixel 1 -detpixels 8 -N "+n))
		}
		if got := few("9", "double").Double - few("5", "double").Double; got != 6 {
			t.Errorf("%s: N = 9 takes %v more than N = 5, want 6", v.name, got)
		}
		if got := few("8", "mixed").Single - few("5", "mixed").Single; got != 3 {
			t.Errorf("%s: in mixed precision N = 8 takes %v more than N = 5, want 3", v.name, got)
		}
		if w := SampleWork(v.name, "double", round); !w.AtLeast || w.Double <= 0 {
			t.Errorf("%s: Gaussian crystal: work %+v, want what comes before the first jump", v.name, w)
		}
	}
	if len(variants()) == 0 && SampleWork("scalar", "double", p) != (Work{}) {
		t.Errorf("work without loops")
	}
}

// TestEveryLoopIsCounted: none is forgotten when loops are added.
func TestEveryLoopIsCounted(t *testing.T) {
	for _, v := range variants() {
		all := append(v.fejer[:], v.mixedFejer[:]...)
		for _, loops := range v.loops {
			all = append(all, loops[:]...)
		}
		for _, loops := range v.mixed {
			all = append(all, loops[:]...)
		}
		for _, loop := range all {
			if operations[nameOf(loop)].double == 0 {
				t.Errorf("the operations of %s are not counted: go generate ./native/simd", nameOf(loop))
			}
		}
	}
}
