package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"image"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gobragg/core/conformance"
	"gobragg/core/frame"
	"gobragg/core/imgio"
)

// TestReferenceCommandLines runs command lines of the reference program: its four
// files appear under its names, and hold the image that was measured.
func TestReferenceCommandLines(t *testing.T) {
	dir := filepath.Join(testdata, "reference")
	cases, err := conformance.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for i, c := range cases {
		if len(c.Inputs) == 0 && i%6 != 0 || c.Width*c.Height > 1<<18 || len(c.Window) != 0 {
			continue
		}
		ran++
		t.Run(c.Name, func(t *testing.T) {
			inFolder(t)
			for _, name := range c.Inputs {
				data, err := os.ReadFile(filepath.Join(dir, "inputs", name))
				if err != nil {
					t.Fatal(err)
				}
				put(t, name, string(data))
			}
			if code, _, stderr := run(t, c.CommandLine()...); code != 0 {
				t.Fatal(stderr)
			}
			size := image.Pt(c.Width, c.Height)
			photons, _ := read(t, "floatimage.bin", size)
			reference, _ := read(t, filepath.Join(dir, c.Reference), size)
			m, err := frame.Compare(photons, reference, image.Rectangle{})
			if err != nil {
				t.Fatal(err)
			}
			if limits := conformance.DefaultLimits; m.MaxRelative > limits.MaxRelative || m.Correlation < limits.Correlation {
				t.Errorf("floatimage.bin differs from the reference by %.1e of the peak, correlation %.9f", m.MaxRelative, m.Correlation)
			}
			for _, name := range []string{"intimage.img", "noiseimage.img"} {
				f, info := read(t, name, image.Point{})
				if f.Width != c.Width || f.Height != c.Height {
					t.Errorf("%s has %d × %d pixels, want %d × %d", name, f.Width, f.Height, c.Width, c.Height)
				}
				for _, line := range c.Header {
					key, want, _ := strings.Cut(line, "=")
					if got, ok := info.Header.Get(key); !ok || got != want && strings.HasPrefix(key, "SIZE") {
						t.Errorf("%s: %s=%s, want %s", name, key, got, want)
					}
				}
			}
			if got := content(t, "image.pgm"); !strings.HasPrefix(got, "P5\n") || len(got) < c.Width*c.Height {
				t.Errorf("image.pgm begins %.20q and has %d bytes", got, len(got))
			}
		})
	}
	if ran < 10 {
		t.Errorf("%d cases ran, want at least 10", ran)
	}
}

func read(t *testing.T, name string, size image.Point) (*frame.Frame, imgio.Info) {
	t.Helper()
	f, info, err := readImage(t.Context(), name, size)
	if err != nil {
		t.Fatal(err)
	}
	return f, info
}

const defaultFiles = "floatimage.bin image.pgm intimage.img noiseimage.img"

func TestWhichFilesAreWritten(t *testing.T) {
	for _, c := range []struct{ name, args, want string }{
		{"default", "", defaultFiles},
		{"no preview", "-nopgm", "floatimage.bin intimage.img noiseimage.img"},
		{"no noise", "-nonoise", "floatimage.bin image.pgm intimage.img"},
		{"other names", "-floatfile f -intfile i -pgmfile p -noisefile n", "f i n p"},
		{"-o replaces the default", "-o a.bin", "a.bin"},
		{"and keeps what is named", "-o a.bin -noisefile n.img", "a.bin n.img"},
		{"all formats", "-o a.bin -o a.img -o a.pgm -o a.png -o a.npy -o A.BIN.gz -o b.img.gz", "A.BIN.gz a.bin a.img a.npy a.pgm a.png b.img.gz"},
		{"all other formats", "-o a.cbf -o a.tif -o a.npz -o a.16.png -o a.float -o a.cbf.gz", "a.16.png a.cbf a.cbf.gz a.float a.npz a.tif"},
		{"settings", "-write_config s.json -o a.npy", "a.npy s.json"},
		{"a traced pixel", "-trace 1 1", ""},
		{"a traced pixel and an image", "-trace 1 1 -o a.npy", "a.npy"},
		{"a traced pixel and a named file", "-trace 1 1 -intfile i", "i"},
		{"a traced pixel and settings", "-trace 1 1 -write_config s.json", "s.json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			inFolder(t)
			if code, _, stderr := run(t, words(small+c.args)...); code != 0 {
				t.Fatal(stderr)
			}
			if got := filesIn(t, "."); got != c.want {
				t.Errorf("files %s, want %s", got, c.want)
			}
		})
	}
}

// TestFormatsAgree: every format that holds photons gives the same ones back.
func TestFormatsAgree(t *testing.T) {
	inFolder(t)
	if code, _, stderr := run(t, words(small+"-detpixels_x 40 -o a.bin -o a.bin.gz -o a.npy -o a.img -o a.tif -o a.npz -o a.16.png -adc 7 -scale 1000")...); code != 0 {
		t.Fatal(stderr)
	}
	size := image.Pt(40, 32)
	want, _ := read(t, "a.bin", size)
	for _, name := range words("a.bin.gz a.npy a.tif a.npz") {
		if got, _ := read(t, name, size); !same(got, want) {
			t.Errorf("%s differs from a.bin", name)
		}
	}
	got, info := read(t, "a.img", image.Point{})
	if grey, _ := read(t, "a.16.png", image.Point{}); !same(got, grey) {
		t.Error("a.16.png differs from a.img")
	}
	for i, v := range got.Pix {
		if expected := math.Floor(math.Min(65535, 1000*float64(want.Pix[i])+7) + 0.5); math.Abs(float64(v)-expected) > 1 {
			t.Fatalf("a.img: pixel %d is %v, want %v", i, v, expected)
		}
	}
	for key, value := range map[string]string{"ADC_OFFSET": "7", "COUNTS_PER_PHOTON": "1000", "SEED": "1", "PROGRAM": "gobragg " + buildVersion()} {
		if got, _ := info.Header.Get(key); got != value {
			t.Errorf("a.img: %s=%s, want %s", key, got, value)
		}
	}
}

func same(a, b *frame.Frame) bool {
	if len(a.Pix) != len(b.Pix) {
		return false
	}
	for i, v := range a.Pix {
		if math.Float32bits(v) != math.Float32bits(b.Pix[i]) {
			return false
		}
	}
	return true
}

// TestProvenance: every file that can hold it tells the command line.
func TestProvenance(t *testing.T) {
	inFolder(t)
	if code, _, stderr := run(t, words(small+"-o a.png -o a.img -o a.pgm -o a.cbf -o a.tif -o a.npz -o a.16.png -noisefile n.img -rings -beam_cross")...); code != 0 {
		t.Fatal(stderr)
	}
	for _, name := range words("a.png a.img a.pgm a.cbf a.tif a.npz a.16.png n.img") {
		if !strings.Contains(content(t, name), "-detpixels 32") {
			t.Errorf("%s does not tell the command line", name)
		}
	}
}

// TestFilesDoNotDependOnThreads compares all bytes of all files.
func TestFilesDoNotDependOnThreads(t *testing.T) {
	var want map[string]string
	for _, threads := range words("1 2 3 7") {
		dir := inFolder(t)
		args := small + "-o a.png -o a.bin -o a.npy -o a.cbf -o a.tif -pgmfile a.pgm -noisefile n.img -intfile i.img -detpixels 150 -water 3 -mosaic 1 -mosaic_domains 3 -rings -threads " + threads
		if code, _, stderr := run(t, words(args)...); code != 0 {
			t.Fatal(stderr)
		}
		got := make(map[string]string)
		for _, name := range words(filesIn(t, dir)) {
			// The command line is part of the files.
			got[name] = strings.ReplaceAll(content(t, name), "-threads "+threads, "-threads N")
		}
		if want == nil {
			want = got
		}
		for name := range want {
			if name == "a.png" { // checksums of the text differ
				continue
			}
			if got[name] != want[name] {
				t.Errorf("%s differs with -threads %s", name, threads)
			}
		}
	}
}

// TestNoiseDoesNotDependOnROI: a pixel's noise belongs to the pixel.
func TestNoiseDoesNotDependOnROI(t *testing.T) {
	inFolder(t)
	args := small + "-water 20 -seed 5 "
	for _, more := range []string{"-noisefile whole.img", "-noisefile part.img -roi 5 20 8 30"} {
		if code, _, stderr := run(t, words(args+"-o x.bin "+more)...); code != 0 {
			t.Fatal(stderr)
		}
	}
	whole, _ := read(t, "whole.img", image.Point{})
	part, _ := read(t, "part.img", image.Point{})
	varied := false
	for y := range part.Height {
		for x := range part.Width {
			p := image.Pt(x, y)
			want := whole.At(p)
			if !p.In(image.Rect(5, 8, 21, 31)) {
				want = 0
			}
			if got := part.At(p); got != want {
				t.Fatalf("pixel %v is %v, want %v", p, got, want)
			}
			varied = varied || want != whole.At(image.Pt(10, 10))
		}
	}
	if !varied {
		t.Error("all pixels are equal: nothing was tested")
	}
}

// TestSettingsFile: what -write_config wrote gives the same image, and the command
// line wins over it.
func TestSettingsFile(t *testing.T) {
	inFolder(t)
	for _, args := range []string{
		small + "-misset random -seed 4 -floatfile a.bin -write_config s.json",
		"-config s.json -floatfile b.bin",
		"-config s.json -floatfile c.bin -misset_seed 5",
	} {
		if code, _, stderr := run(t, words(args)...); code != 0 {
			t.Fatal(stderr)
		}
	}
	a, _ := read(t, "a.bin", image.Point{})
	b, _ := read(t, "b.bin", image.Point{})
	c, _ := read(t, "c.bin", image.Point{})
	if !same(a, b) {
		t.Error("the settings file gives another image")
	}
	if same(a, c) {
		t.Error("-misset_seed on the command line had no effect")
	}
}

func TestMessages(t *testing.T) {
	inFolder(t)
	noted := small + "-mosaic 1 -fudge 2 "
	_, stdout, stderr := run(t, words(noted)...)
	for _, want := range []string{"NOTE: -fudge:", "WARNING: -mosaic:", "maximum", "intimage.img", "photon counts with noise (seed 1)", "ns each"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("standard error lacks %q:\n%s", want, stderr)
		}
	}
	if stdout != "" {
		t.Errorf("standard output %q, want none", stdout)
	}
	if _, stdout, stderr = run(t, words(noted+"-quiet")...); stdout+stderr != "" {
		t.Errorf("-quiet prints %q and %q", stdout, stderr)
	}

	_, stdout, _ = run(t, words(noted+"-quiet -json")...)
	var report struct {
		Image   frame.Stats `json:"image_photons"`
		Samples int64       `json:"samples"`
		Files   []struct{ Name string }
		Notes   []string
	}
	if err := json.Unmarshal([]byte(stdout), &report); err != nil {
		t.Fatal(err)
	}
	if report.Image.Max <= 0 || report.Samples != 32*32*10 || len(report.Files) != 4 || len(report.Notes) < 2 {
		t.Errorf("JSON summary %+v", report)
	}
}

// TestSaysWhatIsLeftOut: of -cull, in words and numbers; within its bound of the
// image without it.
func TestSaysWhatIsLeftOut(t *testing.T) {
	inFolder(t)
	const sharp = "-cell 100 100 100 90 90 90 -misset 10 20 30 -N 100 -mosaic 0.2 -mosaic_domains 20 -lambda 1 -distance 100 -pixel 0.1 -detpixels 16 -oversample 16 -default_F 10 "
	if code, _, stderr := run(t, words(sharp+"-o full.bin")...); code != 0 || strings.Contains(stderr, "left out") {
		t.Fatalf("exit code %d; without -cull: %s", code, stderr)
	}
	_, stdout, stderr := run(t, words(sharp+"-cull 1000 -o culled.bin -json")...)
	var report struct {
		Samples int64   `json:"samples"`
		LeftOut int64   `json:"samples_left_out"`
		AtMost  float64 `json:"left_out_photons_at_most"`
	}
	if err := json.Unmarshal([]byte(stdout), &report); err != nil {
		t.Fatal(err)
	}
	if !(report.LeftOut > report.Samples/2 && report.LeftOut < report.Samples && report.AtMost > 0 && report.AtMost <= 1000) {
		t.Errorf("JSON summary %+v", report)
	}
	if want := fmt.Sprintf("less than %.6g photons to any pixel", report.AtMost); !strings.Contains(stderr, want) {
		t.Errorf("standard error lacks %q:\n%s", want, stderr)
	}
	full, culled := floats(t, "full.bin"), floats(t, "culled.bin")
	for i, v := range culled {
		const rounds = 1e-7 // of float32
		if lost := float64(full[i]) - float64(v); !(math.Abs(lost) <= report.AtMost+rounds*float64(full[i])) {
			t.Fatalf("pixel %d has %g photons instead of %g, want at most %g less", i, v, full[i], report.AtMost)
		}
	}
	if _, _, stderr = run(t, words(sharp+"-cull 1e-9 -o b.bin")...); !strings.Contains(stderr, "left out  nothing") {
		t.Errorf("standard error lacks %q:\n%s", "left out  nothing", stderr)
	}
}

// floats reads the numbers of a raw image.
func floats(t *testing.T, name string) []float32 {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	numbers := make([]float32, len(data)/4)
	if _, err := binary.Decode(data, binary.LittleEndian, numbers); err != nil {
		t.Fatal(err)
	}
	return numbers
}

func TestTracePrintsEveryFactor(t *testing.T) {
	inFolder(t)
	traced := small + "-osc 1 -phisteps 3 -mosaic 1 -mosaic_domains 4 -hdivrange 2 -hdivsteps 3 -oversample 2 -water 5 -trace 20 12 "
	code, stdout, _ := run(t, words(traced)...)
	if code != 0 {
		t.Fatalf("exit code %d", code)
	}
	for _, want := range []string{
		"pixel 20 12", "position", "mm", "direction", "2θ", "°", "resolution", "Å", "h k l", "nearest", "F_cell", "electrons",
		"F_latt", "along a ", "polarization", "solid angle", "µsr", "captured", "PHOTONS BY SOURCE", "PHOTONS BY PHI STEP", "PHOTONS BY MOSAIC DOMAIN",
		"144 ", "3 sources × 3 phi steps × 4 domains × 2 × 2 sub-pixels",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the trace lacks %q", want)
		}
	}

	if code, stdout, _ = run(t, words(traced+"-json -o a.bin")...); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	var pixel tracedPixel
	d := json.NewDecoder(bytes.NewReader([]byte(stdout)))
	d.DisallowUnknownFields()
	if err := d.Decode(&pixel); err != nil {
		t.Fatal(err)
	}
	image, _ := read(t, "a.bin", image.Point{})
	// The file holds float32.
	if want := float64(image.Row(12)[20]); math.Abs(pixel.Photons-want) > 1e-7*want {
		t.Errorf("the trace has %v photons, the image %v", pixel.Photons, want)
	}
	s := pixel.Strongest
	product := pixel.Scale * s.Weight * s.Cell * s.Cell * s.Lattice * s.Lattice * s.Polarization * s.SolidAngle * 1e-6 * s.Captured
	if math.Abs(product-s.Photons) > 1e-12*s.Photons {
		t.Errorf("the factors multiply to %v, the sample has %v photons", product, s.Photons)
	}
	sum := 0.0
	for _, share := range pixel.BySource {
		sum += share.Photons
	}
	if math.Abs(sum-pixel.Bragg) > 1e-9*sum {
		t.Errorf("the sources add up to %v photons of %v", sum, pixel.Bragg)
	}
}

// TestTraceOfDarkPixels: masked, beyond -dmin, outside the region of interest, in
// the direct beam.
func TestTraceOfDarkPixels(t *testing.T) {
	inFolder(t)
	for _, c := range []struct{ name, args, want string }{
		{"beyond -dmin", small + "-dmin 500 -trace 3 3", "beyond -dmin"},
		{"outside -roi", small + "-roi 0 1 0 1 -trace 3 3", "an image holds 0 here"},
		{"direct beam", "-xds -cell 50 60 70 -default_F 1 -detpixels 3 -ORGX 2 -ORGY 2 -trace 1 1", "+Inf"},
	} {
		for _, json := range []string{"", " -json"} {
			code, stdout, stderr := run(t, words(c.args+json)...)
			if code != 0 || json == "" && !strings.Contains(stdout, c.want) {
				t.Errorf("%s%s: exit code %d, %s%s", c.name, json, code, stdout, stderr)
			}
		}
	}
}

// TestLink: a link of the web page, with a built-in file and the page's view behind it,
// gives the bits of the options that it holds; the command line wins over it.
func TestLink(t *testing.T) {
	inFolder(t)
	const link = "https://example.org/lab/#hkl=builtin%3A1a8o.cif&misset=12,23,34&N=5&lambda=0.98&distance=100&detpixels=32&pixel=2&oversample=1&nonoise;scale%3Dlog"
	options := strings.Fields("-hkl builtin:1a8o.cif -misset 12 23 34 -N 5 -lambda 0.98 -detpixels 32 -pixel 2 -oversample 1 -nonoise")
	for _, args := range [][]string{
		{"-url", link, "-backend", "scalar", "-o", "link.npy"},
		{"-distance", "90", "-url", link, "-backend", "scalar", "-o", "nearer.npy"},
		append(options, "-distance", "100", "-backend", "scalar", "-o", "options.npy"),
	} {
		if code, _, stderr := run(t, args...); code != 0 {
			t.Fatal(stderr)
		}
	}
	if content(t, "link.npy") != content(t, "options.npy") {
		t.Error("the link gives another image than its options")
	}
	if content(t, "nearer.npy") == content(t, "link.npy") {
		t.Error("-distance beside the link changes nothing")
	}
	if f, _ := read(t, "link.npy", image.Point{}); !(f.Stats().Max > 0) {
		t.Error("the image is dark: it proves nothing")
	}
	for _, bad := range []string{"#distance=1e300", "#wibble=1", "#N=two"} {
		if code, _, stderr := run(t, "-url", bad); code != exitUsage || len(stderr) < 20 {
			t.Errorf("-url %s: code %d, %q", bad, code, stderr)
		}
	}
}
