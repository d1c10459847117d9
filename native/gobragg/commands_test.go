package main

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gobragg/core/config"
	"gobragg/core/conformance"
	"gobragg/core/frame"
)

func TestCompare(t *testing.T) {
	inFolder(t)
	for _, args := range []string{
		small + "-detpixels_x 40 -o a.bin -o a.npy -o a.img -floatfile square.bin.gz",
		small + "-detpixels_x 40 -N 6 -o b.bin -o b.npy",
		small + "-o square.bin",
		small + "-detpixels_x 40 -roi 0 29 0 31 -o part.cbf -nonoise -scale 1e5 -intfile part.npz -o part.tif -o part.16.png -o part.img",
	} {
		if code, _, stderr := run(t, words(args)...); code != 0 {
			t.Fatal(stderr)
		}
	}
	for _, c := range []struct {
		name, args string
		code       int
		stdout     string
		stderr     string
	}{
		{"equal", "a.npy a.bin -min_correlation 1 -max_difference 0 -max_sum 0", 0, "correlation", ""},
		{"raw before NPY", "a.bin a.npy -max_difference 0", 0, "raw float32", ""},
		{"two raw ones", "a.bin a.bin -size 40 32 -max_difference 0", 0, "1280", ""},
		{"two raw ones of unknown size", "a.bin a.bin", 2, "", "no square image"},
		{"compressed", "square.bin.gz a.npy -max_difference 0", 0, "NPY", ""},
		{"without limits", "a.npy b.npy", 0, "sum A / sum B", ""},
		{"low correlation", "a.npy b.npy -min_correlation 0.9999", 1, "FAIL: correlation", ""},
		{"large difference", "a.npy b.npy -max_difference 0.001", 1, "FAIL: largest difference", ""},
		{"other sum", "a.npy b.npy -max_sum 0.001", 1, "FAIL: sums differ", ""},
		{"scaled counts", "a.img a.npy -min_correlation 0.9999", 0, "SMV", ""},
		{"a size that nothing needs", "a.npy a.npy -size 10 10", 0, "1280", "NOTE: -size 10 10 has no effect"},
		{"other sizes", "a.npy square.bin -size 32 32", 2, "", "images differ in size"},
		{"part", "a.npy b.npy -roi 0 3 0 4", 0, "20 ", ""},
		{"limits in the wrong order", "a.npy b.npy -roi 3 0 0 4", 2, "", "in the order xmin xmax"},
		{"part outside", "a.npy b.npy -roi 100 120 0 4", 2, "", "no pixel to compare"},
		{"every format", "part.16.png part.img -max_difference 0", 0, "16-bit PNG", ""},
		{"gaps of CBF left out", "part.cbf part.npz -max_difference 0", 0, "960 ", ""},
		{"TIFF", "part.tif part.npz -min_correlation 0.999", 0, "TIFF", ""},
		{"raw before TIFF", "a.bin part.tif -roi 0 29 0 31 -max_difference 0", 0, "raw float32", ""},
		{"picture", "a.npy b.npy -png d.png", 0, "correlation", ""},
		{"picture nowhere", "a.npy b.npy -png none/d.png", 2, "", "no folder none"},
	} {
		code, stdout, stderr := run(t, append([]string{"compare"}, words(c.args)...)...)
		if code != c.code || !strings.Contains(stdout, c.stdout) || !strings.Contains(stderr, c.stderr) || c.stderr == "" && stderr != "" {
			t.Errorf("%s: exit code %d, want %d\n%s%s", c.name, code, c.code, stdout, stderr)
		}
	}
	if got := content(t, "d.png"); !strings.HasPrefix(got, "\x89PNG") {
		t.Errorf("d.png begins %.8q", got)
	}

	code, stdout, _ := run(t, words("compare a.npy b.npy -json -max_sum 0")...)
	var report struct {
		A, B     string
		Metrics  frame.Metrics
		Failures []string
	}
	if err := json.Unmarshal([]byte(stdout), &report); err != nil {
		t.Fatal(err)
	}
	if code != 1 || report.A != "a.npy" || report.Metrics.Pixels != 1280 || len(report.Failures) != 1 {
		t.Errorf("exit code %d, %+v", code, report)
	}
}

// TestParity runs measured cases, one of them with a reference that is wrong in
// one pixel.
func TestParity(t *testing.T) {
	reference := filepath.Join(testdata, "reference")
	dir := inFolder(t)
	code, stdout, stderr := run(t, "parity", reference, "-only", "at-parallel-00", "-o", "out")
	if code != 0 || !strings.Contains(stdout, " cases pass in ") || strings.Contains(stdout, "FAIL") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	if got := filesIn(t, "out"); got != "metrics.json" {
		t.Errorf("files %s, want metrics.json", got)
	}
	if code, stdout, stderr := run(t, "parity", reference, "-only", "no such case"); code != exitUsage || stdout != "" {
		t.Errorf("exit code %d, %q, %s", code, stdout, stderr)
	}

	cases, err := conformance.Load(os.DirFS(reference))
	if err != nil {
		t.Fatal(err)
	}
	good, bad, missing := cases[0], cases[0], cases[0]
	bad.Name, bad.Reference = "bad/pixel", "bad.gz"
	missing.Name, missing.Reference = "missing", "none.gz"
	list, err := json.Marshal([]conformance.Case{good, bad, missing})
	if err != nil {
		t.Fatal(err)
	}
	put(t, "cases.json", string(list))
	packed := content(t, filepath.Join(reference, good.Reference))
	put(t, good.Reference, packed)
	z, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	pixels, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	pixels[4*1000+3] ^= 1 // an exponent
	var o outputs
	err = o.write(t.Context(), "bad.gz", writes(string(pixels)))
	if err == nil {
		err = o.commit()
	}
	if err != nil {
		t.Fatal(err)
	}

	code, stdout, stderr = run(t, "parity", dir)
	if code != exitFailure || !strings.Contains(stdout, "1 of 3 cases pass") || !strings.Contains(stdout, "none.gz: no such file") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
	if got := filesIn(t, parityFolder); got != "bad_pixel.png metrics.json" {
		t.Errorf("files %s, want bad_pixel.png metrics.json", got)
	}
	var metrics struct {
		Limits map[string]float64
		Cases  []caseReport
	}
	if err := json.Unmarshal([]byte(content(t, filepath.Join(parityFolder, "metrics.json"))), &metrics); err != nil {
		t.Fatal(err)
	}
	if len(metrics.Cases) != 3 || !metrics.Cases[0].Passed || metrics.Cases[1].Passed || metrics.Cases[1].Metrics == nil || len(metrics.Limits) != 3 {
		t.Errorf("metrics.json holds %+v", metrics)
	}
}

func TestSelftest(t *testing.T) {
	for _, backend := range []string{"auto", "scalar"} {
		code, stdout, stderr := run(t, "selftest", "-backend", backend, "-threads", "2")
		if code != 0 || strings.Contains(stdout, "FAIL") || !strings.Contains(stdout, "checks pass") {
			t.Errorf("%s: exit code %d\n%s%s", backend, code, stdout, stderr)
		}
	}
}

// TestHelpTopics: every group and every option is a topic.
func TestHelpTopics(t *testing.T) {
	for _, g := range groupNames() {
		text, err := optionHelp(g)
		if err != nil || !strings.HasPrefix(text, strings.ToUpper(g)+"\n  -") {
			t.Errorf("help %s: %q, %v", g, text, err)
		}
	}
	for _, o := range config.Options {
		text, err := optionHelp(strings.ToLower(o.Name))
		if err != nil || !strings.HasPrefix(text, "  -") || !strings.Contains(strings.Join(strings.Fields(text), " "), o.Help) {
			t.Errorf("help %s: %q, %v; want %q", o.Name, text, err, o.Help)
		}
	}
	for _, c := range commands() {
		if code, stdout, _ := run(t, "help", c.name); code != 0 || !strings.HasPrefix(stdout, "usage: gobragg "+c.name) {
			t.Errorf("help %s: exit code %d, %q", c.name, code, stdout)
		}
	}
}
