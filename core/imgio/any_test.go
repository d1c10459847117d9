package imgio

import (
	"bytes"
	"compress/gzip"
	"image"
	"slices"
	"strings"
	"testing"
)

func TestReadAny(t *testing.T) {
	f := ramp(4, 4)
	var raw, npy, smv bytes.Buffer
	if err := WriteRaw(&raw, f); err != nil {
		t.Fatal(err)
	}
	if err := WriteNPY(&npy, f); err != nil {
		t.Fatal(err)
	}
	g := cubic
	g.Width, g.Height = 4, 4
	if err := WriteSMV(&smv, g.Header(), counts(4)); err != nil {
		t.Fatal(err)
	}
	zip := func(b []byte) []byte {
		var z bytes.Buffer
		w := gzip.NewWriter(&z)
		w.Write(b)
		w.Close()
		return z.Bytes()
	}
	// A raw image whose first pixel's bytes are those of a PGM file.
	misleading := slices.Concat([]byte("P5\x00\x00"), raw.Bytes()[4:])

	for _, c := range []struct {
		name, file  string
		data        []byte
		hint        image.Point
		format      Format
		zipped      bool
		width, high int
		pixel       float32 // fast 2, slow 0
	}{
		{"SMV", "a.img", smv.Bytes(), image.Point{}, FormatSMV, false, 4, 4, 62},
		{"SMV without a name", "", smv.Bytes(), image.Point{}, FormatSMV, false, 4, 4, 62},
		{"SMV, gzip", "a.img.gz", zip(smv.Bytes()), image.Point{}, FormatSMV, true, 4, 4, 62},
		{"NPY", "a.npy", npy.Bytes(), image.Point{}, FormatNPY, false, 4, 4, 2.125},
		{"NPY, gzip, without a name", "", zip(npy.Bytes()), image.Point{}, FormatNPY, true, 4, 4, 2.125},
		{"raw, square", "a.bin", raw.Bytes(), image.Point{}, FormatRaw, false, 4, 4, 2.125},
		{"raw, gzip", "a.f32.gz", zip(raw.Bytes()), image.Point{}, FormatRaw, true, 4, 4, 2.125},
		{"raw with a size", "a.bin", raw.Bytes(), image.Pt(8, 2), FormatRaw, false, 8, 2, 2.125},
		{"raw like a PGM", "a.bin", misleading, image.Point{}, FormatRaw, false, 4, 4, 2.125},
	} {
		got, info, err := ReadAny(bytes.NewReader(c.data), c.file, c.hint)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if info.Format != c.format || info.Gzip != c.zipped || (info.Header != nil) != (c.format == FormatSMV) {
			t.Errorf("%s: info %+v, want %s, gzip %v", c.name, info, c.format, c.zipped)
		}
		if got.Width != c.width || got.Height != c.high || got.Row(0)[2] != c.pixel {
			t.Errorf("%s: %d × %d, pixel %g, want %d × %d, %g", c.name, got.Width, got.Height, got.Row(0)[2], c.width, c.high, c.pixel)
		}
	}
}

func TestReadAnyErrors(t *testing.T) {
	for _, c := range []struct{ name, file, data, want string }{
		{"empty", "a.bin", "", "a.bin: the file is empty"},
		{"PNG", "a.png", "\x89PNG\r\n\x1a\n1234", "a.png: PNG: chunk"},
		{"CBF", "a.cbf", "###CBF: VERSION 1.5", "a.cbf: CBF: header ends"},
		{"PGM", "a.pgm", "P5\n2 2\n255\n1234", "a PGM picture"},
		{"HDF5", "a.h5", "\x89HDF\r\n\x1a\n", "an HDF5 file"},
		{"BigTIFF", "a.tif", "II+\x00\x08\x00", "a BigTIFF file"},
		{"img that is not SMV", "a.img", strings.Repeat("1234", 16), "not SMV"},
		{"cbf that is not CBF", "a.cbf.gz", strings.Repeat("1234", 16), "not CBF"},
		{"not square", "a.bin", strings.Repeat("1234", 15), "15 pixels"},
		{"not float32", "a.bin", strings.Repeat("1234", 16) + "5", "65 bytes"},
		{"broken SMV", "a.img", smvFile("{\nHEADER_BYTES=512;\nSIZE1=9;\nSIZE2=1;\n}\f"), "pixels end after"},
		{"broken gzip", "a.img.gz", "\x1f\x8b\x08", "gzip"},
	} {
		_, _, err := ReadAny(strings.NewReader(c.data), c.file, image.Point{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}
