package conformance

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"strings"
	"testing"

	"gobragg/core/config"
	"gobragg/core/experiment"
	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// small is a small detector close to the sample, still the crystal's.
const (
	small    = "-detpixels 24 -pixel 2 -distance 60 -oversample 1 "
	turned   = "-cell 40 50 60 -misset 20 30 40 -lambda 1 "
	standard = turned + small + "-default_F 50 "
)

func testTriclinicCell(t *testing.T) {
	const a, b, c = 0, 1, 2
	for _, cell := range [][6]float64{{70, 80, 90, 75, 85, 95}, {38.4, 47.2, 58.9, 85, 95, 105}, {50, 60, 70, 60, 70, 80}, {30, 40, 50, 90, 100, 110}} {
		args := fmt.Sprintf("-default_F 1 -cell %v %v %v %v %v %v ", cell[0], cell[1], cell[2], cell[3], cell[4], cell[5])
		length := [3]float64{cell[0] * 1e-10, cell[1] * 1e-10, cell[2] * 1e-10}

		// Default: the cell that was asked for, and its reciprocal.
		o := resolve(t, args+"-misset 10 20 30", nil).Experiment.Crystal.Orientation
		for i := range 3 {
			near(t, args+"length", r3.Norm(o.Direct.Row(i))/length[i], 1, rounding)
			j, k := (i+1)%3, (i+2)%3
			cos := r3.Dot(o.Direct.Row(j), o.Direct.Row(k)) / (r3.Norm(o.Direct.Row(j)) * r3.Norm(o.Direct.Row(k)))
			near(t, args+"angle", math.Acos(cos), cell[3+i]*degree, rounding)
			for j := range 3 {
				want := 0.0
				if i == j {
					want = 1
				}
				near(t, args+"product of direct and reciprocal axes", r3.Dot(o.Direct.Row(i), o.Reciprocal.Row(j)), want, rounding)
			}
		}

		// -compat: c*_z = c*·V/(abc sinγ*), the direct axes along the cross products
		// at the lengths asked for, the reciprocal ones from these and V.
		sin, cos := [3]float64{}, [3]float64{}
		for i := range 3 {
			sin[i], cos[i] = math.Sin(cell[3+i]*degree), math.Cos(cell[3+i]*degree)
		}
		unit := math.Sqrt(1 - cos[a]*cos[a] - cos[b]*cos[b] - cos[c]*cos[c] + 2*cos[a]*cos[b]*cos[c])
		volume := length[a] * length[b] * length[c] * unit
		var star, cosStar [3]float64
		for i := range 3 {
			j, k := (i+1)%3, (i+2)%3
			star[i] = length[j] * length[k] * sin[i] / volume
			cosStar[i] = (cos[j]*cos[k] - cos[i]) / (sin[j] * sin[k])
		}
		sinGamma := math.Sqrt(1 - cosStar[c]*cosStar[c])
		distorted := [3]r3.Vec{
			{X: star[a]},
			{X: star[b] * cosStar[c], Y: star[b] * sinGamma},
			{X: star[c] * cosStar[b], Y: star[c] * (cosStar[a] - cosStar[b]*cosStar[c]) / sinGamma, Z: star[c] * unit / sinGamma},
		}
		var direct [3]r3.Vec
		for i := range 3 {
			d := r3.Cross(distorted[(i+1)%3], distorted[(i+2)%3])
			direct[i] = r3.Scale(length[i]/r3.Norm(d), d)
		}
		compat := resolve(t, args+"-compat", nil).Experiment.Crystal.Orientation
		for i := range 3 {
			nearVec(t, args+"-compat: direct axis", compat.Direct.Row(i), direct[i], rounding)
			nearVec(t, args+"-compat: reciprocal axis", compat.Reciprocal.Row(i),
				r3.Scale(1/volume, r3.Cross(direct[(i+1)%3], direct[(i+2)%3])), rounding)
		}
		exact := resolve(t, args, nil).Experiment.Crystal.Orientation
		if cell[0] == 70 {
			near(t, args+"excess of c*_z", distorted[c].Z/exact.Reciprocal.Row(c).Z-1, 0.0027, 5e-5)
		}
		if d := r3.Dot(compat.Direct.Row(a), compat.Reciprocal.Row(a)); math.Abs(d-1) < 1e-5 && cell[3] != 90 {
			t.Errorf("%s-compat: a·a* = %v, want it to be off 1", args, d)
		}
	}

	// What it does to an image, as measured: 1.4 % at the strongest pixel.
	exact := runCaseByDefault(t, "golden_triclinic_p1")
	if c := exact.Metrics.Correlation; c > 0.999 {
		t.Errorf("golden_triclinic_p1: the exact cell correlates %v with the reference, want less than 0.999", c)
	}
	strongest := exact.Metrics.MaxBAt.Point()
	near(t, "golden_triclinic_p1: the exact cell over the reference at its strongest pixel",
		float64(exact.Image.At(strongest)/exact.Reference.At(strongest)), 1-0.014, 1e-3)

	notes(t, "triclinic-cell", "-default_F 1 ", texts{"a.mat": diagonal(0.01)},
		[]string{"-cell 70 80 90 75 85 95", "-cell 70 80 90 90 85 95"},
		[]string{"-cell 70 80 90", "-cell 70 80 90 90 105 90", "-cell 70 70 90 90 90 120", "-cell 70 80 90 75 85 95 -mat a.mat"})
	if n := has(resolve(t, "-default_F 1 -cell 70 80 90 75 85 95 -compat", nil), "triclinic-cell"); n == nil || !strings.HasPrefix(n.Text, "-compat: as the reference program") {
		t.Errorf("with -compat the note is %v", n)
	}
	for _, monoclinic := range []string{"-default_F 1 -cell 70 80 90", "-default_F 1 -cell 70 80 90 90 105 90"} {
		a, b := resolve(t, monoclinic, nil).Experiment.Crystal.Orientation, resolve(t, monoclinic+" -compat", nil).Experiment.Crystal.Orientation
		for i := range 3 {
			nearVec(t, monoclinic+": axis with -compat", b.Direct.Row(i), a.Direct.Row(i), rounding)
		}
	}
}

// diagonal is a matrix file with x on the diagonal.
func diagonal(x float64) string { return fmt.Sprintf("%v 0 0\n0 %v 0\n0 0 %v\n", x, x, x) }

// polynomial is a structure factor that tricubic interpolation reproduces exactly;
// at integers its values fit single precision.
func polynomial(h, k, l float64) float64 {
	return 200 + 8*h - 6*k + 4*l + 2*h*k - l*l + 0.5*h*h*h - 0.25*k*k*l
}

// box is a table of polynomial from -3 to 3.
const boxEdge, outsideF = 3, 7

func box() texts {
	var b strings.Builder
	for h := -boxEdge; h <= boxEdge; h++ {
		for k := -boxEdge; k <= boxEdge; k++ {
			for l := -boxEdge; l <= boxEdge; l++ {
				fmt.Fprintln(&b, h, k, l, polynomial(float64(h), float64(k), float64(l)))
			}
		}
	}
	return texts{"box.hkl": b.String()}
}

// boxed is one cell whose indices run from the middle of the table to beyond it.
const boxed = "-cell 10 -misset 20 30 40 -lambda 1 -detpixels 24 -pixel 2 -distance 60 -oversample 1 -hkl box.hkl -default_F 7 "

// Where a sample lies in the table.
const (
	inside = iota // two indices from its edges
	margin        // nearer, but the 4×4×4 points are there
	beyond        // some of them are not
)

func classOf(h, k, l float64) int {
	class := inside
	for _, x := range [3]float64{h, k, l} {
		switch floor := math.Floor(x); {
		case floor-1 < -boxEdge || floor+2 > boxEdge:
			return beyond
		case x < -boxEdge+2 || x > boxEdge-2:
			class = margin
		}
	}
	return class
}

// nearestF is F of the nearest reflection.
func nearestF(h, k, l float64) float64 {
	h, k, l = math.Ceil(h-0.5), math.Ceil(k-0.5), math.Ceil(l-0.5)
	if max(math.Abs(h), math.Abs(k), math.Abs(l)) > boxEdge {
		return outsideF
	}
	return polynomial(h, k, l)
}

// boxImage returns the photons that are due, and the class of each pixel.
func boxImage(t *testing.T) (photons []float64, classes []int) {
	r := resolve(t, boxed, box())
	s, c := sceneOf(r), cameraOf(r)
	s.f = func(h, k, l float64) float64 {
		class := classOf(h, k, l)
		classes = append(classes, class)
		if class == beyond {
			return nearestF(h, k, l)
		}
		return polynomial(h, k, l)
	}
	d := r.Experiment.Detector
	photons = every(d.Fast, d.Slow, func(x, y float64) float64 {
		p := c.at(x, y)
		return s.photons(r3.Unit(p), c.solidAngle(p))
	})
	return photons, classes
}

func count(classes []int, class int) (n int) {
	for _, c := range classes {
		if c == class {
			n++
		}
	}
	return n
}

func testInterpolationEdge(t *testing.T) {
	files := box()
	whole := render(t, boxed, files)
	want, classes := boxImage(t)
	if classes[0] != beyond || count(classes, beyond) < 50 || count(classes, inside) < 50 {
		t.Fatalf("%d pixels beyond the table, %d inside; the first is %d", count(classes, beyond), count(classes, inside), classes[0])
	}
	agrees(t, "interpolated where the table reaches", whole, want, pixelTol)

	// One pixel at a time no other can have a say.
	for _, p := range [][2]int{{0, 0}, {12, 12}, {23, 5}, {9, 14}} {
		one := render(t, boxed+fmt.Sprintf("-roi %d %d %d %d", p[0], p[0], p[1], p[1]), files)
		if got, want := one.Row(p[1])[p[0]], whole.Row(p[1])[p[0]]; got != want {
			t.Errorf("pixel %v alone is %v, in the whole image %v", p, got, want)
		}
	}
	compatChangesNothing(t, boxed, files)

	notes(t, "interpolation-edge", "-cell 40 -lambda 1 -oversample 1 ", texts{"box.hkl": files["box.hkl"], "big.hkl": "90 90 90 1\n-90 -90 -90 2\n"},
		[]string{"-hkl box.hkl", "-hkl box.hkl -N 5 -interpolate", "-hkl big.hkl -distance 3 -lambda 0.5"},
		[]string{"-hkl box.hkl -N 5", "-hkl box.hkl -nointerpolate", "-hkl big.hkl", "-default_F 5"})
}

func testInterpolationMargin(t *testing.T) {
	want, classes := boxImage(t)
	got := render(t, boxed, box())
	near, nearestDiffers := 0, 0
	r := resolve(t, boxed, box())
	s, c := sceneOf(r), cameraOf(r)
	for i, class := range classes {
		if class != margin {
			continue
		}
		near++
		if d := math.Abs(float64(got.Pix[i]) - want[i]); d > pixelTol*want[i] {
			t.Errorf("pixel %d, two indices from the edge of the table, is %v, want %v", i, got.Pix[i], want[i])
		}
		h, k, l := s.index(r3.Unit(c.at(float64(i%24)+0.5, float64(i/24)+0.5)))
		if math.Abs(nearestF(h, k, l)/polynomial(h, k, l)-1) > 0.01 {
			nearestDiffers++
		}
	}
	if near < 20 || nearestDiffers < 10 {
		t.Fatalf("%d pixels in the margin, %d of them tell interpolation from the nearest reflection", near, nearestDiffers)
	}
}

func testInterpolationChoice(t *testing.T) {
	files := box()
	// 5 nm of cells of 1 nm are 5 cells: too many to interpolate. Two are not.
	const five, two = "-samplesize 0.000005 ", "-samplesize 0.000002 "
	sameBits(t, "five cells by size", render(t, boxed+five, files), render(t, boxed+"-N 5 -nointerpolate", files))
	sameBits(t, "two cells by size", render(t, boxed+two, files), render(t, boxed+"-N 2 -interpolate", files))
	differs(t, "five cells, interpolated", render(t, boxed+"-N 5 -interpolate", files), render(t, boxed+five, files), 1e-4)
	compatChangesNothing(t, boxed+five, files)
	notes(t, "interpolation-choice", boxed, files,
		[]string{five, "-sample_thick 0.000005 -Nb 5 -Nc 5"},
		[]string{two, five + "-N 5", five + "-interpolate", five + "-nointerpolate", "-N 5"})
}

func testRandomMisset(t *testing.T) {
	const draws = 3000
	// rotation returns the matrix whose columns are the turned axes, and its angle.
	rotation := func(args string, seed int) (trace, angle float64) {
		o := resolve(t, fmt.Sprintf("-cell 100 -default_F 1 -misset random -misset_seed %d %s", seed, args), nil).Experiment.Crystal.Orientation.Direct
		trace = (o[0] + o[4] + o[8]) / 100e-10
		return trace, math.Acos(max(-1, min(1, (trace-1)/2)))
	}

	// Default. Over all rotations the trace χ has the means ⟨χ⟩ = 0, ⟨χ²⟩ = 1, ⟨χ³⟩ = 1,
	// ⟨χ⁴⟩ = 3, ⟨χ⁶⟩ = 15, and a turn of less than θ has the probability (θ − sin θ)/π.
	var moments [4]float64
	below, above := 0.0, 0.0
	for seed := 1; seed <= draws; seed++ {
		trace, angle := rotation("", seed)
		x := 1.0
		for i := range moments {
			moments[i] += x / draws
			x *= trace
		}
		if angle < 45*degree {
			below += 1.0 / draws
		}
		if angle > 135*degree {
			above += 1.0 / draws
		}
	}
	const sigmas = 4 // of the mean of as many draws
	deviation := func(variance float64) float64 { return sigmas * math.Sqrt(variance/draws) }
	for i, want := range []struct{ mean, variance float64 }{{1, 0}, {0, 1}, {1, 3 - 1}, {1, 15 - 1}} {
		if d := math.Abs(moments[i] - want.mean); d > deviation(want.variance)+rounding {
			t.Errorf("mean of the trace to the power %d = %v, want %v ± %.2g", i, moments[i], want.mean, deviation(want.variance))
		}
	}
	haar := func(theta float64) float64 { return (theta - math.Sin(theta)) / math.Pi }
	for _, p := range []struct {
		what      string
		got, want float64
	}{{"below 45°", below, haar(math.Pi / 4)}, {"above 135°", above, 1 - haar(3*math.Pi/4)}} {
		if math.Abs(p.got-p.want) > deviation(p.want*(1-p.want)) {
			t.Errorf("a fraction of %v turns %s, want %.4f ± %.2g", p.got, p.what, p.want, deviation(p.want*(1-p.want)))
		}
	}

	// -compat: a turn of 90 rad · (1 − u²)^⅓ with u uniform, which no longer is.
	wantBelow, wantAbove := 0.0, 0.0
	const points = 200000
	for i := range points {
		u := (float64(i) + 0.5) / points
		angle := math.Mod(90*math.Cbrt(1-u*u), 2*math.Pi)
		if angle > math.Pi {
			angle = 2*math.Pi - angle
		}
		if angle < 45*degree {
			wantBelow += 1.0 / points
		}
		if angle > 135*degree {
			wantAbove += 1.0 / points
		}
	}
	below, above = 0, 0
	for seed := 1; seed <= draws; seed++ {
		_, angle := rotation("-compat", seed)
		if angle < 45*degree {
			below += 1.0 / draws
		}
		if angle > 135*degree {
			above += 1.0 / draws
		}
	}
	if d := math.Abs(below - wantBelow); d > deviation(wantBelow*(1-wantBelow)) {
		t.Errorf("-compat: a fraction of %v turns below 45°, want %.4f", below, wantBelow)
	}
	if d := math.Abs(above - wantAbove); d > deviation(wantAbove*(1-wantAbove)) {
		t.Errorf("-compat: a fraction of %v turns above 135°, want %.4f", above, wantAbove)
	}
	// The reference program, measured over 600 seeds: 22.7 % and 20.5 %.
	if math.Abs(wantBelow-0.227) > sigmas*math.Sqrt(0.227*0.773/600) || math.Abs(wantAbove-0.205) > sigmas*math.Sqrt(0.205*0.795/600) {
		t.Errorf("the law of the reference program gives %.4f below 45° and %.4f above 135°, measured were 0.227 and 0.205", wantBelow, wantAbove)
	}

	notes(t, "random-misset", "-cell 100 -default_F 1 ", nil, []string{"-misset random"}, []string{"", "-misset 1 2 3"})
}

func testMissetSeedName(t *testing.T) {
	const several = standard + "-N 4 "
	for _, compat := range []string{"", " -compat"} {
		first := render(t, several+"-misset_seed 12 -misset random -exposure 1"+compat, nil)
		last := render(t, several+"-misset random -misset_seed 12 -exposure 1"+compat, nil)
		sameBits(t, "the seed after -misset random"+compat, last, first)
		differs(t, "the seed taken for a misset"+compat, last, render(t, several+"-misset 12 0 1"+compat, nil), 0.01)
		sameBits(t, "-misset_seed alone"+compat, render(t, several+"-misset_seed 12"+compat, nil), render(t, several+compat, nil))
	}
	notes(t, "misset-seed-name", standard, nil,
		[]string{"-misset random -misset_seed 3", "-misset_seed 3"},
		[]string{"-misset random", "-misset 1 2 3"})
	notes(t, "misset-seed-name", "-cell 40 -default_F 1 ", nil, nil, []string{"-misset_seed 3 -misset random"})
}

func testStaleDump(t *testing.T) {
	// A dump of F = 5 for 0 0 0, 9 for 1 0 0: one row more than the box along each axis.
	dump := "0 1 0 0 0 0\n\f"
	for _, f := range []float64{5, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0} {
		dump = string(binary.LittleEndian.AppendUint64([]byte(dump), math.Float64bits(f)))
	}
	files := texts{"Fdump.bin": dump, "f.hkl": "0 0 0 5\n1 0 0 9\n"}
	const args = "-cell 10 -lambda 1 -default_F 50 " + small
	clean := render(t, args, nil)
	sameBits(t, "Fdump.bin in the folder", render(t, args, files), clean)
	sameBits(t, "Fdump.bin in the folder, -compat", render(t, args+"-compat", files), clean)
	table := render(t, args+"-hkl f.hkl", files)
	differs(t, "with the table", table, clean, 0.01)
	sameBits(t, "-dumpfile", render(t, args+"-dumpfile Fdump.bin", files), table)
	other := texts{"Fdump.bin": dump, "f.hkl": "0 0 0 6\n1 0 0 9\n"}
	sameBits(t, "-dumpfile and -hkl", render(t, args+"-dumpfile Fdump.bin -hkl f.hkl", other), render(t, args+"-hkl f.hkl", other))

	notes(t, "stale-dump", standard, files, []string{"", "-N 2"}, []string{"-hkl f.hkl", "-dumpfile Fdump.bin"})
	notes(t, "stale-dump", standard, nil, nil, []string{""})
}

func testMatrixAndCell(t *testing.T) {
	// A matrix of an exact cell of 40 50 60, turned, times the wavelength.
	o := resolve(t, turned+"-default_F 1", nil).Experiment.Crystal.Orientation
	var m geom.Mat3
	for i, x := range o.Reciprocal.T() {
		m[i] = x * 1e-10
	}
	files := texts{"a.mat": fmt.Sprintf("%.17g %.17g %.17g\n%.17g %.17g %.17g\n%.17g %.17g %.17g\n", m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8])}
	const args = "-lambda 1 -default_F 50 -N 4 -mat a.mat " + small
	alone := render(t, args, files)
	agrees(t, "matrix", alone, values(render(t, standard+"-N 4", nil)), 1e-6)
	for _, compat := range []string{"", " -compat"} {
		sameBits(t, "matrix and cell"+compat, render(t, args+"-cell 45 55 65"+compat, files), alone)
	}
	r := resolve(t, args+"-cell 45 55 65", files)
	for i, length := range []float64{40e-10, 50e-10, 60e-10} {
		near(t, "length of an axis of the matrix", r3.Norm(r.Experiment.Crystal.Orientation.Direct.Row(i))/length, 1, rounding)
	}
	notes(t, "matrix-and-cell", "-default_F 1 ", files, []string{"-mat a.mat -cell 45 55 65"}, []string{"-mat a.mat", "-cell 45"})
}

func testMissingMatrix(t *testing.T) {
	for _, compat := range []string{"", " -compat"} {
		_, err := parse(standard+"-mat nowhere.mat"+compat, nil)
		var file *config.FileError
		if !errors.As(err, &file) || file.Option != "-mat" || file.File != "nowhere.mat" || !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a missing matrix%s gives the error %v", compat, err)
		}
		for name, text := range map[string]string{"empty": "", "eight numbers": "1 0 0 0 1 0 0 0", "words": "this is no matrix", "flat": "1 0 0 0 1 0 0 0 0"} {
			if _, err := parse(standard+"-mat a.mat"+compat, texts{"a.mat": text}); !errors.As(err, &file) {
				t.Errorf("a matrix file, %s,%s gives the error %v", name, compat, err)
			}
		}
	}
}

func testClockSeeds(t *testing.T) {
	const random = "-cell 40 50 60 -lambda 1 -N 4 -default_F 50 -misset random " + small
	for _, compat := range []string{"", "-compat "} {
		once := render(t, random+compat, nil)
		sameBits(t, compat+"run again", render(t, random+compat, nil), once)
		sameBits(t, compat+"-seed 1 by default", render(t, random+compat+"-seed 1", nil), once)
		sameBits(t, compat+"-seed for -misset_seed", render(t, random+compat+"-seed 7", nil), render(t, random+compat+"-misset_seed 7", nil))
		differs(t, compat+"another seed", render(t, random+compat+"-seed 2", nil), once, 0.01)
	}
	if r := resolve(t, random, nil); r.Seed != 1 || r.MissetSeed != 1 {
		t.Errorf("the seeds are %d and %d, want 1 and 1", r.Seed, r.MissetSeed)
	}
	if r := resolve(t, random+"-misset_seed 5", nil); r.Seed != 1 || r.MissetSeed != 5 || r.Experiment.Crystal.Mosaic != (experiment.Mosaic{Domains: 1, Seed: 12345678}) {
		t.Errorf("the seeds are %d, %d and %v", r.Seed, r.MissetSeed, r.Experiment.Crystal.Mosaic)
	}
}
