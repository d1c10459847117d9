package conformance

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"runtime"
	"testing"
)

const goldenFile = "testdata/frames.sha256"

// TestGoldenBits: the scalar kernel gives the same bits on amd64 and as WebAssembly,
// and the same as before. The hashes are of the pixels, float32, little-endian.
func TestGoldenBits(t *testing.T) {
	if fuses() {
		t.Skipf("on %s the compiler fuses multiplications with additions, which changes last bits; "+
			"the reference cases bound the difference", runtime.GOARCH)
	}
	var got bytes.Buffer
	for _, f := range smallFrames {
		image := render(t, f.args, smallFiles)
		if s := image.Stats(); !(s.Max > 0) || s.RMSD == 0 {
			t.Errorf("%s: an image without photons proves nothing", f.name)
		}
		h := sha256.New()
		if err := binary.Write(h, binary.LittleEndian, image.Pix); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&got, "%x  %s\n", h.Sum(nil), f.name)
	}
	if *update {
		if err := os.WriteFile(goldenFile, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	g, w := bytes.Split(got.Bytes(), []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || !bytes.Equal(g[i], w[i]) {
			t.Errorf("%s has other bits on %s than in %s; if that is meant: go test ./core/conformance -update", name(g, i), runtime.GOARCH, goldenFile)
		}
	}
}

func name(lines [][]byte, i int) string {
	if i < len(lines) && len(lines[i]) > 2*sha256.Size {
		return string(bytes.TrimSpace(lines[i][2*sha256.Size:]))
	}
	return "a frame"
}

// fuses reports whether this build computes x*y + z with one rounding.
func fuses() bool {
	x := 1 + math.Ldexp(float64(len(os.Args)), -40) // not known to the compiler
	square := float64(x * x)
	return x*x+-square != 0
}
