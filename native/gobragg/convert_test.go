package main

import (
	"image"
	"slices"
	"strings"
	"testing"
)

// TestConvert: formats with the same pixels, there and back, and words for what
// does not go.
func TestConvert(t *testing.T) {
	inFolder(t)
	args := small + "-detpixels_x 40 -water 1 -fluence 1e23 -o photons.npy -o photons.bin -o gaps.cbf -noisefile counts.img -roi 0 38 0 31"
	if code, _, stderr := run(t, words(args)...); code != 0 {
		t.Fatal(stderr)
	}
	for _, c := range []struct {
		name, args string
		code       int
		stderr     string
	}{
		{"counts to CBF", "counts.img c.cbf", 0, "c.cbf  CBF: int32, 40 × 32, from SMV: uint16\n"},
		{"compressed", "counts.img c.cbf.gz", 0, "CBF: int32"},
		{"counts to TIFF", "c.cbf c.tif", 0, "TIFF: int32"},
		{"to NumPy", "c.tif c.npz", 0, "NPZ: int32"},
		{"NumPy to raw", "c.npz c.bin", 0, "raw float32: float32"},
		{"raw to PNG", "c.bin c.16.png -size 40 32", 0, "16-bit PNG: uint16"},
		{"back to 16-bit counts", "c.16.png c.img.gz", 0, "SMV: uint16"},
		{"photons to TIFF", "photons.npy p.tiff", 0, "TIFF: float32"},
		{"picture", "photons.npy p.png", 0, "PNG: picture"},
		{"preview", "gaps.cbf p.pgm.gz", 0, "PGM: picture"},
		{"gaps to SMV", "gaps.cbf gaps.img", 0, "SMV: int32"},
		{"silent", "counts.img q.cbf -quiet", 0, ""},
		{"onto itself", "q.cbf q.cbf", 0, "CBF: int32"},
		{"photons to counts", "photons.npy x.cbf", 1, "x.cbf: pixel (fast 0, slow 0) is "},
		{"what would hold them", "photons.npy x.img", 1, "; .tif, .npy, .npz, .bin would keep it, or let pixels be rounded with -round\n"},
		{"gaps to 16 bits", "gaps.cbf x.16.png", 1, "is -1; uint16 pixels hold"},
		{"rounded", "photons.npy r.cbf -round", 0, "CBF: int32, 40 × 32, from NPY: float32"},
		{"raw of unknown size", "photons.bin x.cbf", 1, "no square image"},
		{"raw of another size", "photons.bin x.tif -size 50 50", 1, "raw float32"},
		{"a picture", "p.png x.cbf", 1, "p.png: "},
	} {
		code, stdout, stderr := run(t, append([]string{"convert"}, words(c.args)...)...)
		if code != c.code || !strings.Contains(stderr, c.stderr) || c.stderr == "" && stderr != "" || stdout != "" {
			t.Errorf("%s: exit code %d, want %d\n%s%s", c.name, code, c.code, stdout, stderr)
		}
	}
	if got := filesIn(t, "."); strings.Contains(got, "x.") || strings.Contains(got, ".part") {
		t.Errorf("files %s: what failed left some", got)
	}

	size := image.Pt(40, 32)
	want, _ := read(t, "counts.img", size)
	for _, name := range words("c.cbf c.cbf.gz c.tif c.npz c.bin c.16.png c.img.gz q.cbf") {
		if got, _ := read(t, name, size); !slices.Equal(got.Pix, want.Pix) {
			t.Errorf("%s has other pixels than counts.img", name)
		}
	}
	photons, _ := read(t, "photons.npy", size)
	if got, _ := read(t, "p.tiff", size); !slices.Equal(got.Pix, photons.Pix) {
		t.Error("p.tiff has other pixels than photons.npy")
	}
	// What the header tells goes through all formats that have one.
	if code, _, stderr := run(t, "convert", "c.tif", "d.img"); code != 0 {
		t.Fatal(stderr)
	}
	_, info := read(t, "d.img", size)
	for key, want := range map[string]string{"DISTANCE": "100", "PIXEL_SIZE": "1", "ADC_OFFSET": "40", "COUNTS_PER_PHOTON": "1"} {
		if got, _ := info.Header.Get(key); got != want {
			t.Errorf("d.img: %s=%s, want %s", key, got, want)
		}
	}
}
