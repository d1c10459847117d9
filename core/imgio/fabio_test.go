//go:build !js

package imgio

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"image"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// python is where Debian's python3-fabio is installed.
const python = "/usr/bin/python3"

// fabioImage is what testdata/with_fabio.py says of an image.
type fabioImage struct {
	Shape  []int
	Type   string
	Header map[string]string
	pix    []float64
}

func readFabio(t *testing.T, name string) fabioImage {
	t.Helper()
	text, err := os.ReadFile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var m fabioImage
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(name + ".f64")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+8 <= len(data); i += 8 {
		m.pix = append(m.pix, math.Float64frombits(binary.LittleEndian.Uint64(data[i:])))
	}
	return m
}

// TestFabio: fabio reads every format that is written, pixel for pixel and with
// the header's values, and what fabio, NumPy and Pillow write is read the same.
func TestFabio(t *testing.T) {
	if out, err := exec.Command(python, "-c", "import fabio, numpy, PIL").CombinedOutput(); err != nil {
		text := "fabio is missing (Debian package python3-fabio): " + err.Error() + " " + string(out)
		if os.Getenv("REQUIRE_ALL") != "" {
			t.Fatal(text)
		}
		t.Skip(text)
	}
	dir := t.TempDir()
	for _, d := range []string{"read", "written"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o777); err != nil {
			t.Fatal(err)
		}
	}

	geometry := cubic
	geometry.PixelSize, geometry.Wavelength, geometry.Distance, geometry.CloseDistance = 0.172, 0.97951, 200.5, 200.5
	geometry.Phi, geometry.OscRange = 12.5, 0.1
	geometry.setBeam(5.59, 3.87) // pixels 32.5, 22.5
	geometry.Extra = []Field{{"SEED", "7"}}
	beamline := Acquisition{Detector: "PILATUS 300K, S/N 3-0001", ExposureTime: 0.2, CountCutoff: 1048575, Flux: 1e12, SensorThickness: 0.45}

	type file struct {
		name   string
		source Source
		dtype  string
		header map[string]string
	}
	mini := map[string]string{
		"Pixel_size": "0.000172 m x 0.000172 m", "Wavelength": "0.97951 A", "Detector_distance": "0.2005 m",
		"Beam_xy": "(32.5, 22.5) pixels", "Start_angle": "12.5 deg.", "Angle_increment": "0.1 deg.",
		"Count_cutoff": "1048575 counts", "Exposure_time": "0.2 s", "Flux": "1e+12", "Silicon": "sensor, thickness 0.00045 m",
	}
	cbf := map[string]string{
		"X-Binary-Element-Type": "signed 32-bit integer", cbfFast: "67", cbfSlow: "41", cbfElements: "2747",
		"_array_data.header_convention": "PILATUS_1.2", "pilatus Wavelength": "0.97951", "pilatus Beam_xy": "(32.5, 22.5)",
		"pilatus Detector_distance": "0.2005", "pilatus sensor": "('Silicon', 0.00045)", "pilatus Detector": "PILATUS 300K S/N 3-0001",
	}
	smv := map[string]string{"SIZE1": "67", "SIZE2": "41", "WAVELENGTH": "0.97951", "DISTANCE": "200.5", "SEED": "7", "PIXEL_SIZE": "0.172"}
	files := []file{
		{"wide.cbf", wideCounts(67, 41), "int32", cbf},
		{"low.cbf", lowCounts(67, 41), "int32", cbf},
		{"low.cbf.gz", lowCounts(67, 41), "int32", cbf},
		{"uint16.img", pattern(67, 41, Uint16), "uint16", smv},
		{"uint16.img.gz", pattern(67, 41, Uint16), "uint16", smv},
		{"int32.img", pattern(67, 41, Int32), "int32", smv},
		{"float64.npy", pattern(67, 41, Float64), "float64", nil},
		{"uint16.16.png", pattern(67, 41, Uint16), "", map[string]string{"WAVELENGTH": "0.97951", "SEED": "7"}},
		{"float32.npz", pattern(67, 41, Float32), "float32", map[string]string{"distance_mm": "200.5", "beam_fast_slow_mm": "[5.59 3.87]"}},
	}
	for _, e := range []Element{Uint8, Int8, Uint16, Int16, Uint32, Int32, Float32} {
		files = append(files,
			file{e.String() + ".tif", pattern(67, 41, e), e.String(), nil},
			file{e.String() + ".npy", pattern(67, 41, e), e.String(), nil})
	}
	// More than one strip.
	files = append(files, file{"strips.tif", pattern(1030, 1065, Float32), "float32", nil})
	for _, f := range files {
		s := f.source
		s.Geometry, s.Acquisition = geometry, beamline
		s.Geometry.Width, s.Geometry.Height = s.Width, s.Height
		b := encoded(t, f.name, s)
		if strings.HasSuffix(f.name, ".gz") {
			b = zipped(b)
		}
		if err := os.WriteFile(filepath.Join(dir, "read", f.name), b, 0o666); err != nil {
			t.Fatal(err)
		}
	}

	if out, err := exec.Command(python, "-W", "ignore", "testdata/with_fabio.py", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	} else if strings.Contains(string(out), "ERROR") {
		t.Errorf("fabio says\n%s", out)
	}

	for _, f := range files {
		m := readFabio(t, filepath.Join(dir, "read", f.name))
		if !slices.Equal(m.Shape, []int{f.source.Height, f.source.Width}) || f.dtype != "" && m.Type != f.dtype {
			t.Errorf("%s: fabio reads shape %v of %s, want (%d, %d) of %s", f.name, m.Shape, m.Type, f.source.Height, f.source.Width, f.dtype)
		}
		if want := values(f.source); !slices.Equal(m.pix, want) {
			t.Errorf("%s: fabio reads other pixels, first %v, want %v", f.name, m.pix[:5], want[:5])
		}
		for key, want := range f.header {
			if got := m.Header[key]; got != want {
				t.Errorf("%s: fabio reads %s = %q, want %q", f.name, key, got, want)
			}
		}
		text := m.Header["imageDescription"] + m.Header["header"] + m.Header["_array_data.header_contents"]
		if text == "" {
			continue
		}
		got := parseMiniCBF(text)
		for key, want := range mini {
			if v, _ := got.Get(key); v != want {
				t.Errorf("%s: fabio reads %s = %q, want %q", f.name, key, v, want)
			}
		}
	}

	names, err := filepath.Glob(filepath.Join(dir, "written", "*.json"))
	if err != nil || len(names) < 30 {
		t.Fatalf("fabio wrote %d files, want 30 or more (%v)", len(names), err)
	}
	for _, name := range names {
		name = strings.TrimSuffix(name, ".json")
		want := readFabio(t, name)
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := ReadImage(bytes.NewReader(data), filepath.Base(name), image.Point{})
		if err != nil {
			t.Errorf("written by fabio: %v", err)
			continue
		}
		if m.Height != want.Shape[0] || m.Width != want.Shape[1] || m.Type.String() != want.Type {
			t.Errorf("%s: %d × %d of %s, want %v of %s", filepath.Base(name), m.Height, m.Width, m.Type, want.Shape, want.Type)
		}
		if got := values(m.Source()); !slices.Equal(got, want.pix) {
			t.Errorf("%s: other pixels, first %v, want %v", filepath.Base(name), got[:5], want.pix[:5])
		}
		if m.Format == FormatCBF && !strings.Contains(name, "low") {
			if g, _, err := ParseMiniCBFHeader(m.Header); err != nil || g.Wavelength != 0.9795 || g.XDSOrgX != 13 {
				t.Errorf("%s: wavelength %g, XDSOrgX %g (%v), want 0.9795, 13", filepath.Base(name), g.Wavelength, g.XDSOrgX, err)
			}
		}
	}
}

// wideCounts has all of int32 but for its smallest number: in a CBF file that
// takes 8 bytes, which fabio does not read.
func wideCounts(width, height int) Source {
	s := pattern(width, height, Int32)
	row := s.Row
	s.Row = func(y int, dst []float64) {
		row(y, dst)
		if y == 0 {
			dst[0]++
		}
	}
	return s
}

// zipped returns b compressed by gzip.
func zipped(b []byte) []byte {
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	w.Write(b)
	w.Close()
	return z.Bytes()
}
