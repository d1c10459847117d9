//go:build !js

package e2e

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gobragg/core/imgio"
)

// drop drops a file of this content on the page.
func (x *tab) drop(name string, content []byte) {
	x.Helper()
	eval[bool](x, fmt.Sprintf(`(async () => {
		const bytes = Uint8Array.from(atob(%q), c => c.charCodeAt(0));
		const transfer = new DataTransfer();
		transfer.items.add(new File([bytes], %q));
		document.getElementById("message-text").textContent = "";
		document.body.dispatchEvent(new DragEvent("drop", {bubbles: true, cancelable: true, dataTransfer: transfer}));
		return true })()`, base64.StdEncoding.EncodeToString(content), name))
	x.until(`document.getElementById("message-text").textContent`)
}

func testFile(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "testdata", "sf", name))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

const matrix = " 0.001 0.024 0.003\n -0.024 0.002 0.001\n 0.001 0.002 -0.011\n"

// TestDroppedFiles: files of several kinds are used, and nothing is sent anywhere.
func TestDroppedFiles(t *testing.T) {
	x := open(t, "#cell=40,50,60&default_F=100&N=5&oversample=1&distance=60&detpixels=64&pixel=1&nonoise")
	last := x.rendered()
	loaded := len(x.asked())
	var image bytes.Buffer
	h := imgio.Geometry{Width: 48, Height: 32, PixelSize: 1, Distance: 77, Wavelength: 1.5, BeamX: 16, BeamY: 24, CloseDistance: 77}.Header()
	if err := imgio.WriteSMV(&image, h, func(y int, dst []uint16) {
		for i := range dst {
			dst[i] = uint16(40 + i*y)
		}
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, option, message string
		content               []byte
	}{
		{"table.hkl", "hkl", "reflections", []byte("1 0 0 50\n0 1 0 70\n1 1 1 90\n")},
		{"1a8o.mtz", "hkl", "MTZ", testFile(t, "1a8o_nosolv.mtz")},
		{"1a8o.pdb", "model", "atoms", testFile(t, "1a8o.pdb")},
		{"A.mat", "mat", "MOSFLM", []byte(matrix)},
		{"frame.img", "geometry", "SMV", image.Bytes()},
	} {
		x.drop(c.name, c.content)
		if got := x.text("#message-text"); !strings.Contains(got, c.name) || !strings.Contains(got, c.message) {
			t.Errorf("%s: the page says %q", c.name, got)
		}
		hash := x.rendered()
		if hash == last {
			t.Errorf("%s: the image is the same", c.name)
		}
		last = hash
		if got := x.value("f-" + c.option); got != c.name {
			t.Errorf("%s: -%s holds %q", c.name, c.option, got)
		}
		if !strings.Contains(x.text("#file-list"), c.name) {
			t.Errorf("%s is not among the files: %s", c.name, x.text("#file-list"))
		}
	}
	if got := x.text("#command"); !strings.Contains(got, "-geometry frame.img") || strings.Contains(got, "-distance") {
		t.Errorf("with the frame's geometry the command is %q", got)
	}
	if got := eval[string](x, `document.getElementById("f-distance").placeholder`); got != "77" {
		t.Errorf("the distance of the frame shows as %q", got)
	}
	x.drop("run.json", []byte(`{"gobragg_config": 1, "crystal": {"cell_A_deg": [30], "default_F_electrons": 5, "cells": 9}, "detector": {"pixels": 64, "pixel_mm": 1}}`))
	x.rendered()
	if got := x.value("f-N"); got != "9" {
		t.Errorf("with the configuration N is %q", got)
	}
	x.press(`[data-remove="A.mat"]`)
	if strings.Contains(x.text("#file-list"), "A.mat") {
		t.Error("a removed file is still there")
	}
	x.picture("files")

	// Nothing leaves the machine, and the page says so.
	x.press("#share")
	x.press(`[data-save="json"]`)
	if asked := x.asked()[loaded:]; len(asked) > 0 {
		for _, a := range asked {
			if !strings.HasPrefix(a, "blob:") {
				t.Errorf("after loading the page asked for %s", a)
			}
		}
	}
	if got := x.text("#privacy"); !strings.Contains(got, "leaves") || !strings.Contains(got, "no request") {
		t.Errorf("the page says %q", got)
	}
}

// TestHostileInput: each is refused with a clear message, and the page goes on.
func TestHostileInput(t *testing.T) {
	x := open(t, "#cell=40,50,60&default_F=100&N=5&oversample=1&distance=60&detpixels=64&pixel=1&nonoise")
	before := x.rendered()
	alive := func(what, want string) {
		t.Helper()
		if got := x.text("#message-text"); !strings.Contains(got, want) {
			t.Errorf("%s: the page says %q, want %q", what, got, want)
		}
		x.fill("f-distance", "61")
		if got := x.rendered(); got == before {
			t.Errorf("%s: the page renders nothing more", what)
		}
		x.fill("f-distance", "60")
		if got := x.rendered(); got != before {
			t.Errorf("%s: the image is another one", what)
		}
	}
	// A file whose size is 2 GB, of which not a byte may be read.
	eval[bool](x, `(() => {
		const file = new File(["x"], "large.mtz");
		Object.defineProperty(file, "size", {value: 2 * 1024 ** 3});
		for (const f of ["arrayBuffer", "stream", "text", "slice"]) file[f] = () => { window.touched = true; throw new Error("read") };
		const drop = new Event("drop", {bubbles: true, cancelable: true});
		drop.dataTransfer = {files: [file]};
		document.body.dispatchEvent(drop);
		return true })()`)
	x.until(`document.getElementById("message-text").textContent.includes("large.mtz")`)
	alive("2 GB", "2.0 GB")
	if eval[bool](x, "!!window.touched") {
		t.Error("the file of 2 GB was read")
	}
	mtz := testFile(t, "1a8o_nosolv.mtz")
	x.drop("cut.mtz", mtz[:len(mtz)/2])
	alive("a truncated MTZ", "cut.mtz")
	x.drop("letter.txt", []byte("Dear Sir,\n"))
	alive("a letter", "none of the files")
	// More memory than there is: a table over indices to ±30000.
	x.drop("wide.hkl", []byte("-30000 -30000 -30000 5\n30000 30000 30000 5\n"))
	alive("a table of 10¹⁴ places", "wide.hkl")

	x.fill("f-detpixels", "4000")
	x.until(`document.getElementById("message-text").textContent.includes("gobragg program")`)
	if got := x.text("#command"); !strings.Contains(got, "-detpixels 4000") {
		t.Errorf("for 4000 × 4000 pixels the command is %q", got)
	}
	x.fill("f-detpixels", "64")
	alive("4000 × 4000 pixels", "")

	for _, link := range []string{"distance=1e300", "N=1.5", "detpixels=60000&default_F=1", "misset=1,2", "wibble=3", "mosaic_domains=999999&default_F=1&cell=40", "%zz=%"} {
		eval[bool](x, fmt.Sprintf(`(() => { document.getElementById("message-text").textContent = ""; location.hash = %q; return true })()`, link))
		x.until(`document.getElementById("message-text").textContent`)
		if text := x.text("#message-text"); len(text) < 20 {
			t.Errorf("the link %s gives %q", link, text)
		}
	}
	eval[bool](x, `(() => { location.hash = "cell=40,50,60&default_F=100&N=5&oversample=1&distance=60&detpixels=64&pixel=1&nonoise"; return true })()`)
	if got := x.rendered(); got != before {
		t.Error("after links with absurd numbers a good one gives another image")
	}
}
