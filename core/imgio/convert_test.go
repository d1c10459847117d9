package imgio

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"gobragg/core/frame"
)

// imageOf is a 3 × 2 image of the values.
func imageOf(e Element, v ...float64) *Image {
	return &Image{Info: Info{Format: FormatNPY, Type: e}, Width: 3, Height: 2, pix: typed[float64](v)}
}

func TestConvertElements(t *testing.T) {
	small, wide := []float64{0, 1, 2, 3, 4, 65535}, []float64{-2, 1, 2, 3, 4, 1 << 20}
	fraction := []float64{0.5, 1, 2, 3, 4, 5}
	for _, c := range []struct {
		name string
		m    *Image
		want Element
	}{
		{"a.cbf", imageOf(Uint16, small...), Int32},
		{"a.cbf", imageOf(Float32, wide...), Int32},
		{"a.img", imageOf(Int32, small...), Uint16}, // few programs read 32 bits
		{"a.img", imageOf(Int32, wide...), Int32},
		{"a.img", imageOf(Float64, small...), Uint16},
		{"a.tif", imageOf(Int32, small...), Int32},
		{"a.tif", imageOf(Float64, fraction...), Float64},
		{"a.npy", imageOf(Int64, wide...), Int32},
		{"a.npz", imageOf(Uint64, 0, 1, 2, 3, 4, 1<<40), Float32},
		{"a.npz", imageOf(Uint64, 0, 1, 2, 3, 4, 1<<40+1), Float64},
		{"a.bin", imageOf(Int32, wide...), Float32},
		{"a.bin", imageOf(Float64, fraction...), Float32},
		{"a.16.png", imageOf(Float32, small...), Uint16},
	} {
		var b bytes.Buffer
		e, err := Convert(&b, c.name, c.m, ConvertOptions{})
		if err != nil || e != c.want {
			t.Errorf("%s of %s to %s: %s (%v), want %s", c.m.Type, fmt.Sprint(values(c.m.Source())), c.name, e, err, c.want)
			continue
		}
		m, err := ReadImage(&b, c.name, image.Pt(3, 2))
		if err != nil || !slices.Equal(values(m.Source()), values(c.m.Source())) || m.Type != e {
			t.Errorf("%s to %s: read back %v", c.m.Type, c.name, err)
		}
	}
}

func TestConvertErrors(t *testing.T) {
	for _, c := range []struct {
		name, want string
		m          *Image
	}{
		{"a.cbf", "a.cbf: pixel (fast 0, slow 0) is 0.5; int32 pixels hold whole numbers from -2147483648 to 2147483647; .tif, .npy, .npz, .bin would keep it", imageOf(Float32, 0.5, 1, 2, 3, 4, 5)},
		{"a.16.png", "is -1; uint16 pixels hold whole numbers from 0 to 65535; .cbf, .img, .tif, .npy, .npz, .bin would keep it, or let pixels be rounded", imageOf(Int32, -1, 1, 2, 3, 4, 5)},
		{"a.img", "is 4294967295; int32", imageOf(Uint32, math.MaxUint32, 1, 2, 3, 4, 5)},
		{"a.bin", "pixel (fast 2, slow 1) is 16777217; float32", imageOf(Int32, 0, 1, 2, 3, 4, 1<<24+1)},
		{"a.jpg", "the extension says the format", imageOf(Int32, 0, 1, 2, 3, 4, 5)},
	} {
		_, err := Convert(io.Discard, c.name, c.m, ConvertOptions{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

func TestConvertRound(t *testing.T) {
	v := []float64{0.5, 1.5, -3.4, math.NaN(), 1e10, 7}
	for _, c := range []struct {
		name string
		in   []float64
		want []float64
	}{
		{"a.cbf", v, []float64{0, 2, -3, CBFGap, math.MaxInt32, 7}},
		{"a.img", v, []float64{0, 2, -3, 0, math.MaxInt32, 7}},
		{"a.img", []float64{0.5, 1.5, 2, 3, 4, 65535.2}, []float64{0, 2, 2, 3, 4, 65535}},
		{"a.16.png", v, []float64{0, 2, 0, 0, 65535, 7}},
		{"a.bin", []float64{1.0 / 3, 1<<24 + 1, 2, 3, 4, 5}, []float64{float64(float32(1.0 / 3)), 1 << 24, 2, 3, 4, 5}},
	} {
		var b bytes.Buffer
		if _, err := Convert(&b, c.name, imageOf(Float64, c.in...), ConvertOptions{Round: true}); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		m, err := ReadImage(&b, c.name, image.Pt(3, 2))
		if err != nil {
			t.Fatal(err)
		}
		if got := values(m.Source()); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestConvertHeaders: from any format with a header to any other and back, the
// experiment is the same.
func TestConvertHeaders(t *testing.T) {
	g := cubic
	g.Width, g.Height, g.PixelSize, g.Distance, g.CloseDistance, g.Wavelength = 37, 11, 0.172, 123.5, 123.5, 0.9795
	g.Phi, g.OscRange = 12.5, 0.25
	g.XDSOrgX, g.XDSOrgY = 20.75, 5.5
	g.setBeam(20.25*0.172, 5*0.172)
	g.Extra = []Field{{"SEED", "7"}}
	s := pattern(37, 11, Uint16)
	s.Geometry = g
	headed := []string{"a.img", "a.cbf", "a.tif", "a.npz", "a.16.png"}
	for _, from := range headed {
		for _, to := range headed {
			var b bytes.Buffer
			if _, err := Convert(&b, to, read(t, from, encoded(t, from, s)), ConvertOptions{}); err != nil {
				t.Errorf("%s to %s: %v", from, to, err)
				continue
			}
			m := read(t, to, b.Bytes())
			if !slices.Equal(values(m.Source()), values(s)) {
				t.Errorf("%s to %s: other pixels", from, to)
			}
			got := m.Source().Geometry
			for _, c := range []struct {
				name      string
				got, want float64
			}{
				{"pixel", got.PixelSize, g.PixelSize}, {"distance", got.Distance, g.Distance}, {"close distance", got.CloseDistance, g.CloseDistance},
				{"wavelength", got.Wavelength, g.Wavelength}, {"beam fast", got.DENZOY, g.DENZOY}, {"beam slow", got.DENZOX, g.DENZOX},
				{"ORGX", got.XDSOrgX, g.XDSOrgX}, {"ORGY", got.XDSOrgY, g.XDSOrgY}, {"phi", got.Phi, g.Phi}, {"range", got.OscRange, g.OscRange}, {"ADC", got.ADCOffset, 40},
			} {
				if math.Abs(c.got-c.want) > 1e-5*(1+math.Abs(c.want)) { // six digits
					t.Errorf("%s to %s: %s %g, want %g", from, to, c.name, c.got, c.want)
				}
			}
			if v, ok := m.Header.Get("SEED"); v != "7" || !ok {
				t.Errorf("%s to %s: header %v has no SEED=7", from, to, m.Header)
			}
			seen := map[string]bool{}
			for _, f := range m.Header {
				if seen[f.Key] {
					t.Errorf("%s to %s: %s twice", from, to, f.Key)
				}
				seen[f.Key] = true
			}
		}
	}
}

// TestConvertForeignHeaders: what is known of other programs' headers goes along,
// and nothing is made up.
func TestConvertForeignHeaders(t *testing.T) {
	var b bytes.Buffer
	convert := func(name, file, to string) Header {
		t.Helper()
		b.Reset()
		if _, err := Convert(&b, to, read(t, name, []byte(file)), ConvertOptions{}); err != nil {
			t.Fatal(err)
		}
		return read(t, to, b.Bytes()).Header
	}
	want := func(what string, h Header, fields map[string]string) {
		t.Helper()
		for key, v := range fields {
			if got, ok := h.Get(key); got != v || ok != (v != "") {
				t.Errorf("%s: %s=%q, want %q", what, key, got, v)
			}
		}
	}
	adsc := smvFile("{\nHEADER_BYTES=  512;\nDIM=2;\nBYTE_ORDER=little_endian;\nTYPE=unsigned_short;\nSIZE1=2;\nSIZE2=1;\nPIXEL_SIZE=0.1024;\nDISTANCE=150.000;\nTIME=5.0;\n" +
		"OSC_START=10.000;\nOSC_RANGE=1.000;\nWAVELENGTH=0.976;\nBEAM_CENTER_X=156.5;\nBEAM_CENTER_Y=157.5;\nTWOTHETA=0.0;\nDETECTOR_SN=911;\n}\f")
	want("ADSC to CBF", convert("a.img", adsc, "b.cbf"), map[string]string{
		"Detector_distance": "0.15 m", "Wavelength": "0.976 A", "Beam_xy": "(1538.08594, 1528.32031) pixels", "Start_angle": "10 deg.", "Exposure_time": "5 s",
	})
	want("ADSC to ADSC", convert("a.img", adsc, "b.img"), map[string]string{"DETECTOR_SN": "911", "TIME": "5.0", "PIXEL_SIZE": "0.1024", "Data_type": ""})
	want("no geometry to CBF", convert("a.img", smvFile("{\nSIZE1=2;\nSIZE2=1;\nNOTE=x;\n}\f"), "b.cbf"), map[string]string{
		"Wavelength": "", "Beam_xy": "", "Pixel_size": "", "NOTE": "x",
	})
	signed := mime("signed 32-bit integer")
	want("Eiger with two-theta to SMV", convert("a.cbf", cbfFile(eigerLines, signed), "b.img"), map[string]string{
		"CLOSE_DISTANCE": "150.5", "XDS_ORGX": "1541", "TWOTHETA": "15", "DISTANCE": "", "BEAM_CENTER_X": "", "DIALS_ORIGIN": "", "TYPE": "signed_long",
		"Omega_increment": "0.05 degree", "X-Binary-Size": "",
	})
	want("Pilatus to CBF", convert("a.cbf", cbfFile(pilatusLines, signed), "b.cbf"), map[string]string{
		"Flux": "1.5e+12 ph/s", "Image_path": "/ramdisk/", "timestamp": "2012/Jan/24 15:41:06.123", "Detector": "PILATUS 6M, S/N 60-0104, a beamline",
	})
}

// TestConvertPictures: pictures are drawn, for the eye.
func TestConvertPictures(t *testing.T) {
	m := read(t, "a.npy", encoded(t, "a.npy", PhotonSource(ramp(20, 10))))
	var b bytes.Buffer
	e, err := Convert(&b, "a.png", m, ConvertOptions{})
	if err != nil || e != UnknownElement {
		t.Fatalf("%s, %v", e, err)
	}
	if p, err := png.Decode(&b); err != nil || p.Bounds().Size() != image.Pt(20, 10) {
		t.Errorf("picture %v", err)
	}
	b.Reset()
	if _, err := Convert(&b, "a.pgm.gz", m, ConvertOptions{}); err != nil || !strings.HasPrefix(b.String(), "P5\n20 10\n") {
		t.Errorf("preview %.10q, %v", b.String(), err)
	}
}

func TestSources(t *testing.T) {
	s := PhotonSource(frame.Wrap(2, 1, []float32{0.5, 3}))
	if v := values(s); s.Element != Float32 || !slices.Equal(v, []float64{0.5, 3}) {
		t.Errorf("photons %v of %s", v, s.Element)
	}
	s = CountSource(37, 2, counts(37))
	if v := values(s); s.Element != Uint16 || v[38] != 38*31 {
		t.Errorf("counts %v of %s", v, s.Element)
	}
}

func ExampleConvert() {
	var npy, cbf bytes.Buffer
	if err := WriteNPY(&npy, frame.Wrap(2, 1, []float32{3, 70000})); err != nil {
		fmt.Println(err)
		return
	}
	m, err := ReadImage(&npy, "a.npy", image.Point{})
	if err != nil {
		fmt.Println(err)
		return
	}
	element, err := Convert(&cbf, "a.cbf", m, ConvertOptions{})
	fmt.Println(element, err)
	_, err = Convert(io.Discard, "a.16.png", m, ConvertOptions{})
	fmt.Println(err)
	// Output:
	// int32 <nil>
	// a.16.png: pixel (fast 1, slow 0) is 70000; uint16 pixels hold whole numbers from 0 to 65535; .cbf, .img, .tif, .npy, .npz, .bin would keep it, or let pixels be rounded
}
