package imgio

import (
	"bytes"
	"crypto/md5"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestByteOffset: the lengths and bytes that the format's description gives, and
// the way back.
func TestByteOffset(t *testing.T) {
	for _, c := range []struct {
		name string
		pix  []int32
		want string
	}{
		{"small", []int32{1, 0, 127, 0, -127}, "\x01\xff\x7f\x81\x81"},
		{"16 bits", []int32{128, 0, 32767, 0}, "\x80\x80\x00\x80\x80\xff\x80\xff\x7f\x80\x01\x80"},
		{"-128 is an escape", []int32{-128}, "\x80\x80\xff"},
		{"32 bits", []int32{32768, 65536 + 32768}, "\x80\x00\x80\x00\x80\x00\x00\x80\x00\x80\x00\x00\x01\x00"},
		{"-32768 is an escape", []int32{-32768}, "\x80\x00\x80\x00\x80\xff\xff"},
		{"modulo 2^32", []int32{math.MaxInt32, math.MinInt32 + 1}, "\x80\x00\x80\xff\xff\xff\x7f\x02"},
		{"64 bits", []int32{math.MinInt32}, "\x80\x00\x80\x00\x00\x00\x80\x00\x00\x00\x80\xff\xff\xff\xff"},
		{"none", nil, ""},
	} {
		got := appendByteOffset(nil, c.pix, 0)
		if string(got) != c.want {
			t.Errorf("%s: % x, want % x", c.name, got, c.want)
		}
		back, err := readByteOffset[int32](bytes.NewReader(got), len(c.pix), math.MinInt32, math.MaxInt32)
		if err != nil || !slices.Equal(back, c.pix) {
			t.Errorf("%s: read %v (%v), want %v", c.name, back, err, c.pix)
		}
	}
	// Without the reduction modulo 2³², as other writers have it.
	wide := "\x80\x00\x80\x00\x00\x00\x80\xff\xff\xff\xff\x00\x00\x00\x00"
	back, err := readByteOffset[uint32](strings.NewReader(wide), 1, 0, math.MaxUint32)
	if err != nil || back[0] != math.MaxUint32 {
		t.Errorf("8 bytes: read %v (%v), want %d", back, err, uint32(math.MaxUint32))
	}
}

// TestByteOffsetChunks: escapes may fall across the ends of buffers and reads.
func TestByteOffsetChunks(t *testing.T) {
	const n = 50000
	pix := make([]int32, n)
	for i := range pix {
		pix[i] = int32(uint32(i) * 2654435761 >> (uint(i) % 4 * 8))
	}
	data := appendByteOffset(nil, pix, 0)
	for _, size := range []int{1, 2, 3, 7, 1000, 1 << 20} {
		back, err := readByteOffset[int32](&small{data, size}, n, math.MinInt32, math.MaxInt32)
		if err != nil || !slices.Equal(back, pix) {
			t.Errorf("reads of %d bytes: %v, or other pixels", size, err)
		}
	}
}

// small is a reader of a few bytes at a time.
type small struct {
	data []byte
	size int
}

func (s *small) Read(b []byte) (int, error) {
	if len(s.data) == 0 {
		return 0, io.EOF
	}
	n := copy(b[:min(len(b), s.size)], s.data)
	s.data = s.data[n:]
	return n, nil
}

func TestWriteCBF(t *testing.T) {
	g := cubic
	g.PixelSize, g.Distance, g.CloseDistance, g.Wavelength, g.Phi, g.OscRange = 0.172, 200, 200, 0.9795, 30, 0.1
	g.setBeam(11*0.172, 5.5*0.172)
	g.Extra = []Field{{"SEED", "7"}, {"CONFIG", "two\nlines, 1 Å"}, {"EMPTY", ""}}
	h := MiniCBFHeader(g, Acquisition{
		Detector: "PILATUS 6M, S/N 60-0104", Time: time.Date(2010, 4, 14, 12, 34, 56, 789e6, time.UTC), SensorThickness: 0.45,
		ExposureTime: 0.2, ExposurePeriod: 0.203, Tau: 124e-9, CountCutoff: 1048575, Threshold: 6000, Polarization: 0.99, Kappa: 45, Phi: 30,
	})
	var b bytes.Buffer
	err := WriteCBF(&b, h, 3, 2, func(y int, dst []int32) {
		for x := range dst {
			dst[x] = int32(100000*y + x)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	const head = `###CBF: VERSION 1.5, gobragg

data_image

_array_data.header_convention "PILATUS_1.2"
_array_data.header_contents
;
# Detector: PILATUS 6M, S/N 60-0104
# 2010-04-14T12:34:56.789
# Pixel_size 0.000172 m x 0.000172 m
# Silicon sensor, thickness 0.00045 m
# Exposure_time 0.2 s
# Exposure_period 0.203 s
# Tau = 1.24e-07 s
# Count_cutoff 1048575 counts
# Threshold_setting: 6000 eV
# Gain_setting: not implemented (vrf = 0.000)
# N_excluded_pixels = 0
# Excluded_pixels: (nil)
# Flat_field: (nil)
# Trim_file: (nil)
# Image_path: (nil)
# Wavelength 0.9795 A
# Detector_distance 0.2 m
# Detector_Voffset 0 m
# Beam_xy (11, 5.5) pixels
# Filter_transmission 1
# Start_angle 30 deg.
# Angle_increment 0.1 deg.
# Detector_2theta 0 deg.
# Polarization 0.99
# Alpha 0 deg.
# Kappa 45 deg.
# Phi 30 deg.
# Chi 0 deg.
# Omega 0 deg.
# Oscillation_axis PHI
# N_oscillations 1
# ADC_OFFSET 40
# SEED 7
# CONFIG two_lines, 1 _
;

_array_data.data
;
--CIF-BINARY-FORMAT-SECTION--
Content-Type: application/octet-stream;
     conversions="x-CBF_BYTE_OFFSET"
Content-Transfer-Encoding: BINARY
X-Binary-Size: 12
X-Binary-ID: 1
X-Binary-Element-Type: "signed 32-bit integer"
X-Binary-Element-Byte-Order: LITTLE_ENDIAN
Content-MD5: MD5
X-Binary-Number-of-Elements: 6
X-Binary-Size-Fastest-Dimension: 3
X-Binary-Size-Second-Dimension: 2
X-Binary-Size-Padding: 4095

`
	data := "\x00\x01\x01\x80\x00\x80\x9e\x86\x01\x00\x01\x01"
	sum := md5.Sum([]byte(data))
	want := strings.ReplaceAll(strings.Replace(head, "MD5: MD5", "MD5: "+base64.StdEncoding.EncodeToString(sum[:]), 1), "\n", "\r\n") +
		"\x0c\x1a\x04\xd5" + data + strings.Repeat("\x00", 4095) + "\r\n--CIF-BINARY-FORMAT-SECTION----\r\n;\r\n"
	if b.String() != want {
		t.Errorf("wrote\n%q\nwant\n%q", b.String(), want)
	}
}

// cbfFile is a CBF file of the header lines and MIME lines, with the pixels 0, 1,
// 2, 1000, -2, 7 as 3 × 2.
func cbfFile(lines, mime string) string {
	return lines + "--CIF-BINARY-FORMAT-SECTION--\n" + mime + "\n\x0c\x1a\x04\xd5" + cbfPixels + "\n--CIF-BINARY-FORMAT-SECTION----\n;\n"
}

const cbfPixels = "\x00\x01\x01\x80\xe6\x03\x80\x16\xfc\x09"

// mime are the lines that describe those pixels.
func mime(element string) string {
	return fmt.Sprintf(`Content-Type: application/octet-stream;
     conversions="x-CBF_BYTE_OFFSET"
Content-Transfer-Encoding: BINARY
X-Binary-Size: %d
X-Binary-ID: 1
X-Binary-Element-Type: "%s"
X-Binary-Element-Byte-Order: LITTLE_ENDIAN
X-Binary-Number-of-Elements: 6
X-Binary-Size-Fastest-Dimension: 3
X-Binary-Size-Second-Dimension: 2
`, len(cbfPixels), element)
}

const pilatusLines = `###CBF: VERSION 1.5, CBFlib v0.7.8 - PILATUS detectors

data_lyso_1_00001

_array_data.header_convention "PILATUS_1.2"
_array_data.header_contents
;
# Detector: PILATUS 6M, S/N 60-0104, a beamline
# 2012/Jan/24 15:41:06.123
# Pixel_size 172e-6 m x 172e-6 m
# Silicon sensor, thickness 0.000320 m
# Exposure_time 0.1970000 s
# Exposure_period 0.2000000 s
# Tau = 124.0e-09 s
# Count_cutoff 1048575 counts
# Threshold_setting: 6331 eV
# Gain_setting: autog (vrf = -0.200)
# N_excluded_pixels = 1215
# Excluded_pixels: badpix_mask.tif
# Flat_field: FF_p6m0104_E12661_T6331_vrf_m0p20.tif
# Trim_file: p6m0104_E12661_T6331_vrf_m0p20.bin
# Image_path: /ramdisk/
# Wavelength 0.97926 A
# Detector_distance 0.26500 m
# Detector_Voffset 0.00000 m
# Beam_xy (1220.10, 1262.35) pixels
# Flux 1.5e+12 ph/s
# Filter_transmission 0.2000
# Start_angle 95.0000 deg.
# Angle_increment -0.1000 deg.
# Detector_2theta 0.0000 deg.
# Polarization 0.990
# Alpha 50.0000 deg.
# Kappa 0.0000 deg.
# Phi 95.0000 deg.
# Chi 0.5000 deg.
# Oscillation_axis X, CW
# N_oscillations 1
;

_array_data.data
;
`

// eigerLines are those of frames that a program took out of an HDF5 file.
const eigerLines = `###CBF: VERSION 1.5, CBFlib v0.7.8 - SLS/DECTRIS PILATUS detectors

series_1_0001

_array_data.header_convention "SLS_1.0"
_array_data.header_contents
;
# Detector: Dectris EIGER2 CdTe 9M, E-18-0102
# 2019-03-01T10:20:30.5
# Pixel_size 75e-6 m x 75e-6 m
# CdTe sensor, thickness 0.000750 m
# Exposure_time 0.01 s
# Exposure_period 0.01 s
# Tau 1.991e-07 s
# Count_cutoff 65535
# Threshold_setting 6331eV
# N_excluded_pixels 10
# Wavelength 0.6199 A
# Detector_distance 0.1505 m
# Beam_xy (1540.5, 1620.25) pixels
# Start_angle 10.0 degree
# Angle_increment 0.05 degree
# Detector_2theta 15.0000 degree
# Omega 10.0 degree
# Omega_increment 0.05 degree
# Oscillation_axis OMEGA
;

_array_data.data
;
`

func TestReadCBFDialects(t *testing.T) {
	signed, pix := mime("signed 32-bit integer"), []float64{0, 1, 2, 1000, -2, 7}
	for _, c := range []struct {
		name, file string
		element    Element
		want       []float64
	}{
		{"Pilatus", cbfFile(pilatusLines, signed), Int32, pix},
		{"Pilatus, CR LF", crlf(cbfFile(pilatusLines, signed)), Int32, pix},
		{"Eiger", cbfFile(eigerLines, signed), Int32, pix},
		{"no header", cbfFile("###CBF: VERSION 1.1\n", signed), Int32, pix},
		{"conversion on the same line", cbfFile(pilatusLines, strings.Replace(signed, ";\n     c", "; c", 1)), Int32, pix},
		{"no quotes", cbfFile(pilatusLines, strings.ReplaceAll(signed, `"`, "")), Int32, pix},
		{"16 bits", cbfFile(pilatusLines, mime("signed 16-bit integer")), Int16, pix},
		{"unsigned", strings.Replace(cbfFile(pilatusLines, mime("unsigned 32-bit integer")), "\x80\x16\xfc\x09", "\x80\x18\xfc\x09", 1), Uint32, []float64{0, 1, 2, 1000, 0, 9}},
		{"bytes after the last pixel", strings.Replace(cbfFile(pilatusLines, strings.Replace(signed, "Size: 10", "Size: 13", 1)), cbfPixels, cbfPixels+"\x01\x02\x03", 1), Int32, pix},
		{"third dimension of 1", cbfFile(pilatusLines, signed+"X-Binary-Size-Third-Dimension: 1\n"), Int32, pix},
	} {
		m, err := ReadCBF(strings.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := values(m.Source()); m.Width != 3 || m.Height != 2 || m.Type != c.element || !slices.Equal(got, c.want) {
			t.Errorf("%s: %d × %d of %s, %v, want 3 × 2 of %s, %v", c.name, m.Width, m.Height, m.Type, got, c.element, c.want)
		}
	}
}

// crlf ends the lines of a CBF file's text with CR LF.
func crlf(file string) string {
	head, rest, _ := strings.Cut(file, cbfStart)
	return strings.ReplaceAll(head, "\n", "\r\n") + cbfStart + rest
}

func TestParseMiniCBFHeader(t *testing.T) {
	h, err := ReadCBFHeader(strings.NewReader(cbfFile(pilatusLines, mime("signed 32-bit integer"))))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"Detector": "PILATUS 6M, S/N 60-0104, a beamline", "timestamp": "2012/Jan/24 15:41:06.123", "Pixel_size": "172e-6 m x 172e-6 m",
		"Silicon": "sensor, thickness 0.000320 m", "Tau": "124.0e-09 s", "Threshold_setting": "6331 eV", "Beam_xy": "(1220.10, 1262.35) pixels",
		"Oscillation_axis": "X, CW", "N_excluded_pixels": "1215", "X-Binary-Element-Type": "signed 32-bit integer", cbfFast: "3",
	} {
		if got, _ := h.Get(key); got != want {
			t.Errorf("%s: %q, want %q", key, got, want)
		}
	}
	g, a, err := ParseMiniCBFHeader(h)
	if err != nil {
		t.Fatal(err)
	}
	wantG := Geometry{Width: 3, Height: 2, PixelSize: 0.172, Distance: 265, CloseDistance: 265, Wavelength: 0.97926, XDSOrgX: 1220.6, XDSOrgY: 1262.85, Phi: 95, OscRange: -0.1}
	wantG.setBeam(1220.10*0.172, 1262.35*0.172)
	if fmt.Sprint(g) != fmt.Sprint(wantG) {
		t.Errorf("Pilatus: %+v, want %+v", g, wantG)
	}
	wantA := Acquisition{
		Detector: "PILATUS 6M, S/N 60-0104, a beamline", Time: time.Date(2012, 1, 24, 15, 41, 6, 123e6, time.UTC), Sensor: "Silicon", SensorThickness: 0.32,
		ExposureTime: 0.197, ExposurePeriod: 0.2, Tau: 124e-9, CountCutoff: 1048575, Threshold: 6331, Flux: 1.5e12, Transmission: 0.2, Polarization: 0.99,
		Alpha: 50, Phi: 95, Chi: 0.5, OscillationAxis: "X, CW",
	}
	if a != wantA {
		t.Errorf("Pilatus: %+v, want %+v", a, wantA)
	}

	// With a two-theta angle only the near point is known.
	if h, err = ReadCBFHeader(strings.NewReader(cbfFile(eigerLines, mime("signed 32-bit integer")))); err != nil {
		t.Fatal(err)
	}
	if g, a, err = ParseMiniCBFHeader(h); err != nil {
		t.Fatal(err)
	}
	wantG = Geometry{Width: 3, Height: 2, PixelSize: 0.075, CloseDistance: 150.5, Wavelength: 0.6199, XDSOrgX: 1541, XDSOrgY: 1620.75, Phi: 10, OscRange: 0.05, TwoTheta: 15}
	if fmt.Sprint(g) != fmt.Sprint(wantG) {
		t.Errorf("Eiger: %+v, want %+v", g, wantG)
	}
	if a.Sensor != "CdTe" || a.SensorThickness != 0.75 || a.CountCutoff != 65535 || a.Threshold != 6331 || a.Omega != 10 {
		t.Errorf("Eiger: %+v", a)
	}

	for _, c := range []struct{ line, want string }{
		{"# Pixel_size 172e-6 m x 100e-6 m", "not square"},
	} {
		if _, _, err := ParseMiniCBFHeader(parseMiniCBF(c.line)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.line, err, c.want)
		}
	}
	// Nonsense is no panic and no number.
	if g, _, err := ParseMiniCBFHeader(parseMiniCBF("#\n# :\n# =\n# Beam_xy (, )\n# Wavelength e.-+ A\n# Count_cutoff -5\n#Pixel_size")); err != nil || fmt.Sprint(g) != fmt.Sprint(Geometry{}) {
		t.Errorf("nonsense: %+v, %v", g, err)
	}
}

// TestMiniCBFHeaderRoundTrip: what is written is what is read.
func TestMiniCBFHeaderRoundTrip(t *testing.T) {
	g := Geometry{PixelSize: 0.075, Distance: 123.456, CloseDistance: 123.456, Wavelength: 1.0332, XDSOrgX: 100.75, XDSOrgY: 50.125, Phi: 0.3, OscRange: 0.1}
	g.setBeam(100.25*0.075, 49.625*0.075)
	a := Acquisition{
		Detector: "D", Time: time.Unix(1e9, 0).UTC(), Sensor: "CdTe", SensorThickness: 0.75, ExposureTime: 1, ExposurePeriod: 1.1, Tau: 1e-7, CountCutoff: 9, Threshold: 1,
		Flux: 1e10, Transmission: 0.5, Polarization: 0.9, Alpha: 1, Kappa: 2, Phi: 3, Chi: 4, Omega: 5, OscillationAxis: "OMEGA",
	}
	for _, twoTheta := range []float64{0, 20} {
		g.TwoTheta = twoTheta
		got, b, err := ParseMiniCBFHeader(parseMiniCBF(miniCBFText(MiniCBFHeader(g, a), "\r\n")))
		if err != nil || b != a {
			t.Errorf("two-theta %g: %+v (%v), want %+v", twoTheta, b, err, a)
		}
		for _, c := range []struct {
			name      string
			got, want float64
		}{
			{"near point", got.XDSOrgX, g.XDSOrgX}, {"near point slow", got.XDSOrgY, g.XDSOrgY}, {"close distance", got.CloseDistance, g.CloseDistance},
			{"wavelength", got.Wavelength, g.Wavelength}, {"pixel", got.PixelSize, g.PixelSize}, {"phi", got.Phi, g.Phi}, {"two-theta", got.TwoTheta, g.TwoTheta},
		} {
			if math.Abs(c.got-c.want) > 1e-9 {
				t.Errorf("two-theta %g: %s %g, want %g", twoTheta, c.name, c.got, c.want)
			}
		}
	}
}

func TestReadCBFErrors(t *testing.T) {
	signed := mime("signed 32-bit integer")
	change := func(old, new string) string { return cbfFile(pilatusLines, strings.Replace(signed, old, new, 1)) }
	sum := md5.Sum([]byte(cbfPixels))
	good := "Content-MD5: " + base64.StdEncoding.EncodeToString(sum[:]) + "\n"
	if _, err := ReadCBF(strings.NewReader(cbfFile(pilatusLines, signed+good))); err != nil {
		t.Errorf("with a checksum: %v", err)
	}
	for _, c := range []struct{ name, file, want string }{
		{"empty", "", "header ends"},
		{"other file", "{\nSIZE1=3;\n", "file starts with"},
		{"no pixels", pilatusLines, "header ends"},
		{"no start of pixels", strings.Replace(change("", ""), cbfStart, "1234", 1), "pixels start with 31 32 33 34"},
		{"packed", change("x-CBF_BYTE_OFFSET", "x-CBF_PACKED"), `stored as "x-CBF_PACKED"`},
		{"reals", cbfFile(pilatusLines, mime("signed 32-bit real IEEE")), "want whole numbers"},
		{"no width", change(cbfFast, "X"), "no " + cbfFast},
		{"no height", change(cbfSlow, "X"), "no " + cbfSlow},
		{"size not a number", change("Second-Dimension: 2", "Second-Dimension: two"), "not a whole number"},
		{"huge", change("Second-Dimension: 2", "Second-Dimension: 99999999"), "99999999 pixels"},
		{"other number of elements", change("Elements: 6", "Elements: 7"), `"7", but 3 × 2`},
		{"volume", cbfFile(pilatusLines, signed+"X-Binary-Size-Third-Dimension: 2\n"), "not a volume"},
		{"no length", change("X-Binary-Size: 10", "X: 10"), "no X-Binary-Size"},
		{"too short a length", change("X-Binary-Size: 10", "X-Binary-Size: 5"), "cannot be 3 × 2"},
		{"too long a length", change("X-Binary-Size: 10", "X-Binary-Size: 1000000000000"), "cannot be 3 × 2"},
		{"a pixel short", change("X-Binary-Size: 10", "X-Binary-Size: 9"), "end after 5 of 6"},
		{"beyond the file", change("X-Binary-Size: 10", "X-Binary-Size: 90"), "bytes before X-Binary-Size"},
		{"pixel out of range", cbfFile(pilatusLines, mime("unsigned 16-bit integer")), "pixel 4 is -2, want 0…65535"},
		{"damaged", strings.Replace(cbfFile(pilatusLines, signed+good), "\x00\x01\x01\x80", "\x00\x01\x02\x80", 1), "pixels are damaged"},
		{"long header", "###CBF:\n" + strings.Repeat("# 1\n", maxHeader/4), "header longer"},
		{"long line", "###CBF:" + strings.Repeat("#", maxHeader), "header longer"},
	} {
		_, err := ReadCBF(strings.NewReader(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

// TestCBFMask: gaps and broken pixels of a CBF image are masked in its frame, and
// only there.
func TestCBFMask(t *testing.T) {
	m := read(t, "a.cbf", []byte(cbfFile(pilatusLines, mime("signed 32-bit integer"))))
	f := m.Frame()
	if !slices.Equal(f.Mask, []byte{1, 1, 1, 1, 0, 1}) || !slices.Equal(f.Pix, []float32{0, 1, 2, 1000, 0, 7}) {
		t.Errorf("CBF frame: mask %v, pixels %v", f.Mask, f.Pix)
	}
	if f := read(t, "a.npy", encoded(t, "a.npy", m.Source())).Frame(); f.Mask != nil || f.Pix[4] != -2 {
		t.Errorf("NPY frame: mask %v, pixels %v", f.Mask, f.Pix)
	}
}

func TestWriteCBFErrors(t *testing.T) {
	full := errors.New("disk full")
	if err := WriteCBF(failing{full}, nil, 2, 2, func(int, []int32) {}); !errors.Is(err, full) {
		t.Errorf("failing writer: %v", err)
	}
	if err := WriteCBF(io.Discard, nil, 0, 2, func(int, []int32) {}); err == nil {
		t.Error("no pixels: no error")
	}
}

func FuzzReadCBF(f *testing.F) {
	f.Add([]byte(cbfFile(pilatusLines, mime("signed 32-bit integer"))))
	f.Add([]byte(cbfFile("###CBF:\n", mime("unsigned 16-bit integer"))))
	f.Add([]byte(crlf(cbfFile(eigerLines, mime("unsigned 32-bit integer")))))
	f.Add([]byte("###CBF:\n--CIF-BINARY-FORMAT-SECTION--\nX-Binary-Size-Fastest-Dimension: 65536\nX-Binary-Size-Second-Dimension: 4096\n\n\x0c\x1a\x04\xd5"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ReadCBF(bytes.NewReader(data))
		if err != nil {
			return
		}
		if m.Width*m.Height > len(data) {
			t.Fatalf("%d × %d pixels from %d bytes", m.Width, m.Height, len(data))
		}
		ParseMiniCBFHeader(m.Header)
		var b bytes.Buffer
		if _, err := Convert(&b, "a.cbf", m, ConvertOptions{Round: true}); err != nil {
			t.Fatal(err)
		}
		again, err := ReadCBF(&b)
		if err != nil {
			t.Fatalf("written again: %v", err)
		}
		if m.Type != Uint32 && !slices.Equal(values(again.Source()), values(m.Source())) {
			t.Fatal("pixels changed")
		}
	})
}

func BenchmarkWriteCBF4096(b *testing.B) {
	s := lowCounts(4096, 4096)
	pix := make([]int32, 4096*4096)
	for i, v := range values(s) {
		pix[i] = int32(v)
	}
	b.SetBytes(4 * 4096 * 4096)
	for b.Loop() {
		if err := WriteCBF(io.Discard, nil, 4096, 4096, func(y int, dst []int32) { copy(dst, pix[4096*y:]) }); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadCBF4096(b *testing.B) {
	data := encoded(b, "a.cbf", lowCounts(4096, 4096))
	b.SetBytes(4 * 4096 * 4096)
	for b.Loop() {
		if _, err := ReadCBF(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleWriteCBF() {
	g := Geometry{PixelSize: 0.172, Wavelength: 1, Distance: 200, CloseDistance: 200, DENZOX: 0.172, DENZOY: 0.172}
	var file bytes.Buffer
	err := WriteCBF(&file, MiniCBFHeader(g, Acquisition{Detector: "PILATUS"}), 3, 2, func(y int, dst []int32) {
		copy(dst, []int32{100000, CBFGap, int32(y)})
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := ReadCBF(&file)
	if err != nil {
		fmt.Println(err)
		return
	}
	beam, _ := m.Header.Get("Beam_xy")
	fmt.Println(m.Width, m.Height, beam, m.Frame().Pix)
	// Output: 3 2 (1, 1) pixels [100000 0 0 100000 0 1]
}
