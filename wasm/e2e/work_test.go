//go:build !js

package e2e

import (
	"strings"
	"testing"
)

// TestNoise: counts are drawn and drawn again with another seed, and the photons stay.
func TestNoise(t *testing.T) {
	x := open(t, "#cell=40,50,60&default_F=100&N=5&oversample=1&distance=60&detpixels=64&pixel=1&fluence=1e29&nonoise")
	photons := x.rendered()
	maximum := func() string {
		x.rendered()
		return x.text("#statistics")
	}
	clean := maximum()
	toggle := `(() => { const e = document.getElementById("quick-noise"); e.checked = !e.checked; e.dispatchEvent(new Event("change", {bubbles: true})); return true })()`
	eval[bool](x, toggle)
	one := maximum()
	if one == clean || !strings.Contains(one, "counts") || !strings.Contains(clean, "photons") {
		t.Errorf("with noise the statistics are %q, without %q", one, clean)
	}
	x.fill("quick-seed", "2")
	two := maximum()
	if two == one {
		t.Errorf("seeds 1 and 2 both give %q", two)
	}
	if got := x.text("#command"); !strings.Contains(got, "-seed 2") || !strings.Contains(got, "-noisefile counts.npy") {
		t.Errorf("the command is %q", got)
	}
	if got := x.rendered(); got != photons {
		t.Error("noise changes the expected photons")
	}
	eval[bool](x, toggle)
	if got := maximum(); got != clean {
		t.Errorf("without noise again %q, want %q", got, clean)
	}
}

// TestProgressAndCancel: a long job shows how far it is and can be ended; the page answers
// meanwhile.
func TestProgressAndCancel(t *testing.T) {
	x := open(t, "#cell=40,50,60&default_F=100&N=5&oversample=4&distance=60&detpixels=1024&pixel=0.1&mosaic=1&mosaic_domains=2000&nonoise")
	x.until(`!document.getElementById("work").hidden && document.getElementById("progress").value > 0`)
	if delay := eval[float64](x, `(async () => { let worst = 0, last = performance.now();
		for (let i = 0; i < 60; i++) { await new Promise(requestAnimationFrame); const now = performance.now(); worst = Math.max(worst, now - last); last = now }
		return worst })()`); delay > 400 {
		t.Errorf("while it renders the page does not answer for %.0f ms", delay)
	}
	x.press("#cancel")
	x.until(`document.getElementById("work").hidden && document.getElementById("engine").textContent.includes("Cancelled")`)
	x.fill("f-oversample", "1")
	x.fill("f-mosaic_domains", "1")
	x.fill("f-detpixels", "64")
	x.rendered()
}

// TestStructureFactorsElsewhere: structure factors of atoms that take long are made while
// the page answers; they can be given up, and asked for again.
func TestStructureFactorsElsewhere(t *testing.T) {
	x := open(t, "#cell=40,50,60&default_F=100&N=5&oversample=1&distance=60&detpixels=64&pixel=1&nonoise&dmin=8")
	x.rendered()
	x.drop("1a8o.pdb", testFile(t, "1a8o.pdb"))
	coarse := x.rendered()
	x.fill("f-dmin", "1.4")
	x.until(`!document.getElementById("work").hidden && document.getElementById("progress-text").textContent.includes("1a8o.pdb")`)
	x.press("#cancel")
	x.until(`document.getElementById("work").hidden && document.getElementById("engine").textContent.includes("Cancelled")`)
	if got := x.rendered(); got != coarse {
		t.Error("without its structure factors there is another image")
	}
	x.fill("f-distance", "59")
	if got := x.rendered(); got == coarse {
		t.Error("the image is still the one before")
	}
	if got := x.text("#notes"); !strings.Contains(got, "in P1 to 1.4") {
		t.Errorf("the notes are %q", got)
	}
}

// TestStructureFactorsDuringALongJob: a file is read at once, however long the image at
// hand would take.
func TestStructureFactorsDuringALongJob(t *testing.T) {
	x := open(t, "#cell=40,50,60&default_F=100&N=5&oversample=4&distance=60&detpixels=1024&pixel=0.1&mosaic=1&mosaic_domains=20000&nonoise")
	x.until(`!document.getElementById("work").hidden && document.getElementById("progress").value > 0`)
	x.drop("table.hkl", []byte("1 0 0 50\n0 1 0 70\n1 1 1 90\n"))
	if got := x.text("#message-text"); !strings.Contains(got, "reflections") {
		t.Errorf("the page says %q", got)
	}
	x.press("#cancel")
}

// TestSummary: the numbers that the page shows are those of the image, and sentences
// tell them to who cannot see it.
func TestSummary(t *testing.T) {
	x := open(t, "")
	x.rendered()
	x.until(`document.getElementById("summary").textContent`)
	text := x.text("#summary")
	for _, want := range []string{"512 by 512 pixels", "photons in all", "fast 229, slow 251", "near reflection", "Å"} {
		if !strings.Contains(text, want) {
			t.Errorf("the summary %q lacks %q", text, want)
		}
	}
	if got := eval[string](x, `document.getElementById("summary").getAttribute("aria-live")`); got != "polite" {
		t.Errorf("the summary is %q for screen readers", got)
	}
	if got := x.text("#statistics"); !strings.Contains(got, "maximum18596") {
		t.Errorf("the statistics are %q", got)
	}
}
