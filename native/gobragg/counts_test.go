package main

import (
	"encoding/json"
	"image"
	"math"
	"strings"
	"testing"

	"gobragg/core/imgio"
)

// TestCountsInAllFormats: the same photons are counted whatever the format; 32-bit
// files have no offset.
func TestCountsInAllFormats(t *testing.T) {
	inFolder(t)
	const args = small + "-water 1 -fluence 1e23 -seed 3 -roi 2 30 0 20 "
	for _, more := range words("n.img n.16.png n.tif n.npy n.npz n.cbf n.cbf.gz n.bin n") {
		if code, _, stderr := run(t, words(args+"-o p.npy -o o.cbf -noisefile "+more)...); code != 0 {
			t.Fatal(stderr)
		}
	}
	want, _ := read(t, "n.img", image.Point{})
	lit := 0
	for _, name := range words("n.16.png n.tif n.npy n.npz n.cbf n.cbf.gz n.bin n o.cbf") {
		got, info := read(t, name, image.Point{})
		offset := float32(0)
		if info.Type == imgio.Int32 {
			offset = 40
		}
		for i, v := range want.Pix {
			p := image.Pt(i%want.Width, i/want.Width)
			if !p.In(image.Rect(2, 0, 31, 21)) {
				if got.Pix[i] != 0 || info.Format == imgio.FormatCBF && got.Mask[i] != 0 {
					t.Fatalf("%s: pixel %v outside -roi is %v", name, p, got.Pix[i])
				}
				continue
			}
			if got.Pix[i] != v-offset {
				t.Fatalf("%s (%s): pixel %v is %v, want %v", name, info.Format, p, got.Pix[i], v-offset)
			}
			if v > 40 {
				lit++
			}
		}
	}
	if lit == 0 {
		t.Error("no pixel has photons: nothing was tested")
	}
	for name, format := range map[string]imgio.Format{"n.bin": imgio.FormatSMV, "n": imgio.FormatSMV, "n.npz": imgio.FormatNPZ} {
		if _, info := read(t, name, image.Point{}); info.Format != format {
			t.Errorf("-noisefile %s is %s, want %s", name, info.Format, format)
		}
	}
}

// TestWithoutNoise: after -nonoise a CBF file of -o holds rounded photons, and
// -intfile scaled ones.
func TestWithoutNoise(t *testing.T) {
	inFolder(t)
	if code, _, stderr := run(t, words(small+"-fluence 1e25 -nonoise -o a.cbf -o a.npy -intfile i.cbf")...); code != 0 {
		t.Fatal(stderr)
	}
	photons, _ := read(t, "a.npy", image.Point{})
	plain, _ := read(t, "a.cbf", image.Point{})
	scaled, info := read(t, "i.cbf", image.Point{})
	scale, _, err := info.Header.Float(imgio.KeyScale)
	if err != nil || !(scale > 0) {
		t.Fatalf("%s is %v, %v", imgio.KeyScale, scale, err)
	}
	top := float32(0)
	for i, v := range photons.Pix {
		if want := float32(math.RoundToEven(float64(v))); plain.Pix[i] != want {
			t.Fatalf("a.cbf: pixel %d is %v, want %v", i, plain.Pix[i], want)
		}
		// The header has the scale in six digits.
		if want := float64(v) * scale; math.Abs(float64(scaled.Pix[i])-want) > 0.5+1e-5*want {
			t.Fatalf("i.cbf: pixel %d is %v, want %v", i, scaled.Pix[i], want)
		}
		top = max(top, scaled.Pix[i])
	}
	if top != 55000 {
		t.Errorf("i.cbf: the strongest pixel is %v, want 55000", top)
	}
}

// TestOverloads: strong pixels are clipped at 16 and at 32 bits, and reported.
func TestOverloads(t *testing.T) {
	inFolder(t)
	code, _, stderr := run(t, words(small+"-water 1000 -fluence 1e32 -noisefile n.img -o a.cbf")...)
	if code != 0 || strings.Count(stderr, "1024 overloads") != 2 {
		t.Errorf("exit code %d, %s", code, stderr)
	}
	got, _ := read(t, "a.cbf", image.Point{})
	if got.Pix[5] != math.MaxInt32 {
		t.Errorf("a.cbf: pixel 5 is %v, want %d", got.Pix[5], math.MaxInt32)
	}
	for _, c := range []struct {
		args string
		want *int
	}{
		{"-water 1000 -fluence 1e32 -noisefile n.img -o a.npy", new(32 * 32)},
		{"-water 1000 -fluence 1e32 -roi 0 15 0 31 -o a.npy -o a.cbf", new(16 * 32)},
		{"-noisefile n.img", new(0)},
		{"-o a.npy", nil},
	} {
		code, stdout, stderr := run(t, append(words(small+c.args), "-json")...)
		var report struct {
			Overloads *int `json:"noise_overloads"`
		}
		if err := json.Unmarshal([]byte(stdout), &report); err != nil || code != 0 {
			t.Fatalf("%s: exit code %d, %v, %s", c.args, code, err, stderr)
		}
		if got := report.Overloads; (got == nil) != (c.want == nil) || got != nil && *got != *c.want {
			t.Errorf("%s: noise_overloads is missing or wrong in %s", c.args, stdout)
		}
	}
}

// TestHeadersTellTheGeometry: files with a header state the experiment.
func TestHeadersTellTheGeometry(t *testing.T) {
	inFolder(t)
	const args = "-cell 50 60 70 -default_F 100 -N 5 -detpixels_x 40 -detpixels_y 32 -pixel 0.2 -distance 150 -lambda 1.5 -Xbeam 3 -Ybeam 4 -oversample 1 -phi 10 -osc 0.5 -phisteps 2 "
	if code, _, stderr := run(t, words(args+"-o a.cbf -o a.tif -o a.npz -o a.16.png -o a.img")...); code != 0 {
		t.Fatal(stderr)
	}
	for _, name := range words("a.cbf a.tif a.npz a.16.png a.img") {
		m, err := openImage(t.Context(), name, image.Point{})
		if err != nil {
			t.Fatal(err)
		}
		g := m.Source().Geometry
		// MOSFLM's beam centre counts from the middle of the first pixel, Xbeam along slow.
		for what, v := range map[string][2]float64{
			"pixel size": {g.PixelSize, 0.2}, "distance": {g.Distance, 150}, "wavelength": {g.Wavelength, 1.5},
			"beam along slow": {g.DENZOX, 3.1}, "beam along fast": {g.DENZOY, 4.1}, "phi": {g.Phi, 10}, "oscillation": {g.OscRange, 0.5},
		} {
			if math.Abs(v[0]-v[1]) > 1e-6*v[1] {
				t.Errorf("%s: the header's %s is %v, want %v", name, what, v[0], v[1])
			}
		}
	}
}
