package imgio

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"gobragg/core/frame"
)

// ramp is a test frame whose pixel (fast x, slow y) is 100y + x + ⅛.
func previewRows(f *frame.Frame, scale float64) func(y int, dst []uint8) {
	return func(y int, dst []uint8) { frame.Preview{Scale: scale}.Row(dst, f, y) }
}

func ramp(width, height int) *frame.Frame {
	f := frame.New(width, height)
	for y := range height {
		for x := range width {
			f.Row(y)[x] = float32(100*y+x) + 0.125
		}
	}
	return f
}

func TestRawRoundTrip(t *testing.T) {
	f := ramp(300, 200)
	f.Pix[7] = float32(math.Inf(1))
	var b bytes.Buffer
	if err := WriteRaw(&b, f); err != nil {
		t.Fatal(err)
	}
	if got := b.Bytes()[4:8]; !bytes.Equal(got, []byte{0, 0, 0x90, 0x3f}) {
		t.Errorf("second pixel % x, want 1.125 little-endian", got)
	}
	data := b.Bytes()
	g, err := ReadRaw(&b, 300, 200)
	if err != nil {
		t.Fatal(err)
	}
	if g.Width != 300 || g.Height != 200 || !slices.Equal(g.Pix, f.Pix) {
		t.Error("pixels changed")
	}
	if _, err := ReadRaw(bytes.NewReader(data), 300, 201); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("short file: %v", err)
	}
	if _, err := ReadRaw(bytes.NewReader(data), 300, 199); err == nil {
		t.Error("long file: no error")
	}
	if _, err := ReadRaw(bytes.NewReader(data), 0, 199); err == nil {
		t.Error("width 0: no error")
	}
}

func TestPGM(t *testing.T) {
	f := frame.Wrap(3, 2, []float32{0, 1, 2.9, 300, 4, 5})
	var b bytes.Buffer
	if err := WritePGM(&b, f.Width, f.Height, 2.5, previewRows(f, 2.5)); err != nil {
		t.Fatal(err)
	}
	want := "P5\n3 2\n# pixels scaled by 2.5\n255\n" + "\x00\x02\x07\xff\x0a\x0c"
	if b.String() != want {
		t.Errorf("PGM %q, want %q", b.String(), want)
	}

	b.Reset()
	if err := WritePGM(&b, f.Width, f.Height, 2.5, previewRows(f, 2.5), "SEED=1", "two\nlines"); err != nil {
		t.Fatal(err)
	}
	want = strings.Replace(want, "2.5\n", "2.5\n# SEED=1\n# two lines\n", 1)
	if b.String() != want {
		t.Errorf("PGM with comments %q, want %q", b.String(), want)
	}
}

// TestWritersReportErrors: a full disk is an error of every writer.
func TestWritersReportErrors(t *testing.T) {
	full := errors.New("disk full")
	f := ramp(200, 200)
	for name, write := range map[string]func(io.Writer) error{
		"raw": func(w io.Writer) error { return WriteRaw(w, f) },
		"NPY": func(w io.Writer) error { return WriteNPY(w, f) },
		"PGM": func(w io.Writer) error { return WritePGM(w, f.Width, f.Height, 1, previewRows(f, 1)) },
		"PNG": func(w io.Writer) error { return WritePNG(w, f, PNGOptions{}) },
	} {
		if err := write(failing{full}); !errors.Is(err, full) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRawReaderFailure(t *testing.T) {
	broken := errors.New("broken cable")
	_, err := ReadRaw(io.MultiReader(strings.NewReader("12345"), iotestErr{broken}), 2, 2)
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}

// iotestErr is a reader that always fails.
type iotestErr struct{ err error }

func (r iotestErr) Read([]byte) (int, error) { return 0, r.err }

func BenchmarkWriteRaw4096(b *testing.B) {
	f := frame.New(4096, 4096)
	b.SetBytes(4 * 4096 * 4096)
	for b.Loop() {
		if err := WriteRaw(io.Discard, f); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadRaw4096(b *testing.B) {
	data := make([]byte, 4*4096*4096)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := ReadRaw(bytes.NewReader(data), 4096, 4096); err != nil {
			b.Fatal(err)
		}
	}
}
