//go:build !js

package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gobragg/core/config"
	"gobragg/core/imgio"
	"gobragg/wasm/lab"
)

// intercept has downloads and copies kept for the test to see.
func (x *tab) intercept() {
	x.Helper()
	eval[bool](x, `(() => {
		window.saved = {};
		const create = URL.createObjectURL;
		URL.createObjectURL = b => { window.blob = b; return create.call(URL, b) };
		HTMLAnchorElement.prototype.click = function () { window.saved[this.download] = window.blob };
		Object.defineProperty(navigator, "clipboard", {value: {writeText: async t => { window.copied = t }}, configurable: true});
		return true })()`)
}

// saved returns the file that was handed over under this name.
func (x *tab) saved(name string) []byte {
	x.Helper()
	x.until(fmt.Sprintf(`window.saved[%q]`, name))
	text := eval[string](x, fmt.Sprintf(`(async () => { let s = ""; for (const b of new Uint8Array(await window.saved[%q].arrayBuffer())) s += String.fromCharCode(b); return btoa(s) })()`, name))
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		x.Fatal(err)
	}
	return content
}

// gobragg builds the native program and returns its path.
func gobragg(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "gobragg")
	if out, err := exec.Command("go", "build", "-o", program, "gobragg/native/gobragg").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// TestProgramGivesTheImage: gobragg -url with the page's link, and the command that the
// page copies, give the bits that the browser has.
func TestProgramGivesTheImage(t *testing.T) {
	x := open(t, "")
	x.rendered()
	x.intercept()
	program := gobragg(t)
	for _, line := range []string{
		"-hkl builtin:1a8o.cif -misset 12 23 34 -N 10 -oversample 1 -distance 80 -detpixels 64 -pixel 1 -mosaic 0.5 -mosaic_domains 5 -nonoise",
		"-hkl builtin:1a8o.cif -misset random -misset_seed 5 -N 2 -interpolate -oversample 1 -distance 80 -detpixels 32 -pixel 2 -osc 1 -phisteps 4 -nonoise",
		"-cell 40 -default_F 50 -N 6 -energy 12000 -flux 1e12 -exposure 0.1 -beamsize 0.05 -dials -point_pixel -oversample_polar -oversample 2 -distance 40 -detpixels 40 -pixel 1 -seed -7",
	} {
		settings, err := config.ParseArgs(strings.Fields(line))
		if err != nil {
			t.Fatal(err)
		}
		want := x.follow("#" + settings.Query())
		copied := func(button string) string {
			eval[bool](x, "delete window.copied")
			x.press(button)
			x.until("window.copied")
			return eval[string](x, "window.copied")
		}
		link, command := copied("#share"), copied("#copy-command")
		folder := t.TempDir()
		for name, words := range map[string][]string{
			"photons.npy": strings.Fields(command)[1:],
			"link.npy":    {"-url", link, "-backend", "scalar", "-o", "link.npy"},
		} {
			run := exec.Command(program, words...)
			run.Dir = folder
			if out, err := run.CombinedOutput(); err != nil {
				t.Fatalf("%q: %v: %s", words, err, out)
			}
			content, err := os.ReadFile(filepath.Join(folder, name))
			if err != nil {
				t.Fatal(err)
			}
			f, _, err := imgio.ReadAny(bytes.NewReader(content), name, image.Point{})
			if err != nil {
				t.Fatal(err)
			}
			if got := fmt.Sprintf("%016x", lab.Hash(f)); got != want {
				t.Errorf("gobragg %q gives %s, the browser %s", words, got, want)
			}
		}
	}
}

// TestSaved: the files that the page hands over hold the image, and with noise the counts
// of the command.
func TestSaved(t *testing.T) {
	x := open(t, "#cell=40,50,60&default_F=100&N=5&oversample=1&distance=60&detpixels=64&pixel=1&fluence=1e29&seed=3")
	hash := x.rendered()
	x.intercept()
	for _, format := range []string{"raw", "npy", "smv", "json", "png"} {
		x.press(`[data-save="` + format + `"]`)
	}
	for _, name := range []string{"photons.bin", "photons.npy"} {
		f, _, err := imgio.ReadAny(bytes.NewReader(x.saved(name)), name, image.Pt(64, 64))
		if err != nil || fmt.Sprintf("%016x", lab.Hash(f)) != hash {
			t.Errorf("%s holds another image, %v", name, err)
		}
	}
	folder := t.TempDir()
	run := exec.Command(gobragg(t), append(strings.Fields("-backend scalar -o x.npy -noisefile noisy.img -url"), eval[string](x, "location.href"))...)
	run.Dir = folder
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want, err := os.ReadFile(filepath.Join(folder, "noisy.img"))
	if err != nil {
		t.Fatal(err)
	}
	const pixels = 2 * 64 * 64
	got := x.saved("image.img")
	if len(got) < pixels || !bytes.Equal(got[len(got)-pixels:], want[len(want)-pixels:]) {
		t.Error("the counts of the SMV image are not those of gobragg -noisefile")
	}
	if c, err := lab.ParseJSON(x.saved("gobragg.json")); err != nil || c.Values("N")[0].Number != 5 {
		t.Errorf("the configuration is read back as %v, %v", c, err)
	}
	if png := x.saved("gobragg.png"); !bytes.HasPrefix(png, []byte("\x89PNG")) || len(png) < 1000 {
		t.Errorf("the picture has %d bytes", len(png))
	}
}

// TestReload: the address bar keeps the experiment.
func TestReload(t *testing.T) {
	x := open(t, "")
	x.rendered()
	x.press(`[data-preset="fringes"]`)
	x.rendered()
	x.fill("f-N", "6")
	want := x.rendered()
	address := eval[string](x, "location.href")
	if !strings.Contains(address, "N=6") {
		t.Fatalf("the address is %s", address)
	}
	eval[bool](x, "(() => { setTimeout(() => location.reload()); return true })()")
	x.until(`performance.getEntriesByType("navigation")[0].type === "reload" && document.documentElement?.dataset.rendered`)
	if got := x.rendered(); got != want {
		t.Errorf("after a reload the image is %s, want %s", got, want)
	}
}
