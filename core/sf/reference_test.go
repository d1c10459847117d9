package sf

import (
	"math"
	"math/cmplx"
	"os"
	"testing"

	"gobragg/core/mtz"
)

// readMTZ returns F with phases from the columns FC and PHIC of a file.
func readMTZ(t *testing.T, name string) map[index]complex128 {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	z, err := mtz.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	fc, phi := z.Find("FC"), z.Find("PHIC")
	if fc < 0 || phi < 0 {
		t.Fatalf("%s has no FC and PHIC", name)
	}
	f := make(map[index]complex128)
	for i := range z.Rows() {
		h, k, l, err := z.HKL(i)
		if err != nil {
			t.Fatal(err)
		}
		f[index{h, k, l}] = cmplx.Rect(float64(z.Value(i, fc)), float64(z.Value(i, phi))*math.Pi/180)
	}
	return f
}

// agreement compares amplitudes and phases with wanted ones, as R = Σ||F| − |F_want||/Σ|F_want|, and the largest
// phase difference, degrees, of reflections above the mean.
func agreement(t *testing.T, set *Set, want map[index]complex128) (r, phase float64) {
	t.Helper()
	got := all(set)
	sum, norm := 0.0, 0.0
	for h, w := range want {
		g, ok := got[h]
		if !ok {
			t.Fatalf("no reflection %v", h)
		}
		sum += math.Abs(cmplx.Abs(g) - cmplx.Abs(w))
		norm += cmplx.Abs(w)
	}
	for h, w := range want {
		if cmplx.Abs(w) > norm/float64(len(want)) {
			phase = max(phase, math.Abs(cmplx.Phase(got[h]/w))*180/math.Pi)
		}
	}
	return sum / norm, phase
}

// correlation returns that of amplitudes, of reflections with d ≥ dmin.
func correlation(set *Set, want map[index]complex128, dmin float64) float64 {
	var n, x, y, xx, yy, xy float64
	for h, g := range all(set) {
		w, ok := want[h]
		if !ok || set.crystal.s2(h) > 1/(dmin*dmin) {
			continue
		}
		a, b := cmplx.Abs(g), cmplx.Abs(w)
		n, x, y, xx, yy, xy = n+1, x+a, y+b, xx+a*a, yy+b*b, xy+a*b
	}
	return (n*xy - x*y) / math.Sqrt((n*xx-x*x)*(n*yy-y*y))
}

// TestReference compares entry 1A8O with gemmi's structure factors.
//
// Measured: without solvent R = 1.6e-5 and 0.003°, by Direct and by FFT: what gemmi's
// density cut off at 1e-5 and single precision leave. With solvent R = 1.7e-5, as the
// grids of the masks happen to be the same; a finer one would give 1e-2.
func TestReference(t *testing.T) {
	m := readModel(t, "1a8o.pdb")
	const tolR, tolPhase = 1e-4, 0.02 // the issue asks for 1e-3 and 0.1°
	want := readMTZ(t, "../../testdata/sf/1a8o_nosolv.mtz")
	set := fft(t, m, 2.5, Options{})
	if r, phase := agreement(t, set, want); r > tolR || phase > tolPhase || len(want) != 3059 {
		t.Errorf("without solvent, %d reflections: R %.2g, phases %.2g°, want %g and %g°", len(want), r, phase, tolR, tolPhase)
	}
	// Direct's 16 million terms only to lower resolution.
	low := direct(t, m, 5, Options{})
	if r := difference(t, fft(t, m, 5, Options{}), low); r > fftTolerance {
		t.Errorf("FFT differs from the direct sum to 5 Å by %.2g, want %g", r, fftTolerance)
	}
	for h := range want {
		if low.crystal.s2(h) > low.crystal.maxS2 {
			delete(want, h)
		}
	}
	if r, phase := agreement(t, low, want); r > tolR || phase > tolPhase {
		t.Errorf("direct sum to 5 Å, %d reflections: R %.2g, phases %.2g°, want %g and %g°", len(want), r, phase, tolR, tolPhase)
	}
	want = readMTZ(t, "../../testdata/sf/1a8o_solv.mtz")
	set = fft(t, m, 2.5, Options{Solvent: FlatSolvent(0.35, 46)})
	if c := correlation(set, want, 10); c < 0.9999 {
		t.Errorf("with solvent to 10 Å: correlation %v, want 0.9999", c)
	}
	if c := correlation(set, want, 2.5); c < 0.9999 {
		t.Errorf("with solvent: correlation %v, want 0.9999", c)
	}
	if r, phase := agreement(t, set, want); r > tolR || phase > tolPhase {
		t.Errorf("with solvent: R %.2g, phases %.2g°, want %g and %g°", r, phase, tolR, tolPhase)
	}
}
