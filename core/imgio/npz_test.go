package imgio

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"io"
	"slices"
	"strings"
	"testing"
)

// npzOf is an archive of files, name and content by turns.
func npzOf(method uint16, files ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: files[i], Method: method})
		if err != nil {
			panic(err)
		}
		io.WriteString(w, files[i+1])
	}
	z.Close()
	return b.String()
}

func TestWriteNPZ(t *testing.T) {
	s := pattern(5, 3, Uint16)
	s.Geometry = cubic
	s.Geometry.Extra = []Field{{"SEED", "7"}}
	b := encoded(t, "a.npz", s)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		if f.Method != zip.Store {
			t.Errorf("%s is compressed", f.Name)
		}
	}
	if want := []string{"image.npy", "header.npy", "pixel_size_mm.npy"}; !slices.Equal(names[:3], want) || len(names) != 11 {
		t.Errorf("arrays %v, want %v and 8 more", names, want)
	}
	m := read(t, "", b)
	if m.Format != FormatNPZ || !slices.Equal(values(m.Source()), values(s)) {
		t.Errorf("read %s, or other pixels", m.Format)
	}
	if v, _ := m.Header.Get("SEED"); v != "7" {
		t.Errorf("header %v, want SEED 7", m.Header)
	}

	for _, a := range []Array{{"image", nil, []float64{1}}, {"", nil, []float64{1}}, {"../a", nil, []float64{1}}, {"b", []int{2}, []float64{1}}} {
		if err := WriteNPZ(io.Discard, nil, Uint16, s, a); err == nil {
			t.Errorf("array %v: no error", a)
		}
	}
	if err := WriteNPZ(io.Discard, nil, Uint16, s, Array{"b", nil, []float64{1}}, Array{"b", nil, []float64{1}}); err == nil {
		t.Error("two arrays of a name: no error")
	}
}

func TestReadNPZ(t *testing.T) {
	array := func(shape, elements string) string {
		return npyFile("{'descr': '|u1', 'fortran_order': False, 'shape': "+shape+", }", elements)
	}
	text := npyFile("{'descr': '|S6', 'fortran_order': False, 'shape': (), }", "# K v\n")
	for _, c := range []struct {
		name, file string
		want       []float64
	}{
		{"image", npzOf(zip.Store, "a.npy", array("(1, 2)", "\x08\x09"), "image.npy", array("(1, 2)", "\x01\x02")), []float64{1, 2}},
		{"compressed", npzOf(zip.Deflate, "image.npy", array("(1, 2)", "\x01\x02")), []float64{1, 2}},
		{"the first that is an image", npzOf(zip.Deflate, "readme.txt", "text", "x.npy", array("(2,)", "\x08\x09"), "arr_0.npy", array("(1, 2)", "\x01\x02")), []float64{1, 2}},
		{"header behind", npzOf(zip.Store, "image.npy", array("(1, 2)", "\x01\x02"), "header.npy", text), []float64{1, 2}},
		{"another program's header", npzOf(zip.Store, "header.npy", array("(2,)", "\x01\x02"), "image.npy", array("(1, 2)", "\x01\x02")), []float64{1, 2}},
	} {
		m, err := ReadNPZ(strings.NewReader(c.file))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := values(m.Source()); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		if v, _ := m.Header.Get("K"); (v == "v") != strings.Contains(c.file, "# K v") {
			t.Errorf("%s: header %v", c.name, m.Header)
		}
	}

	many := []string{}
	for i := range 2 * maxTried {
		many = append(many, fmt.Sprintf("%d.npy", i), array("(2,)", "\x01\x02"))
	}
	good := npzOf(zip.Store, "image.npy", array("(1, 2)", "\x01\x02"))
	for _, c := range []struct{ name, file, want string }{
		{"empty", "", "not a valid zip file"},
		{"no arrays", npzOf(zip.Store, "readme.txt", "text"), "1 files, none an array"},
		{"no image", npzOf(zip.Store, "x.npy", array("(2,)", "\x08\x09")), `["x"] is an image`},
		{"image of one dimension", npzOf(zip.Store, "image.npy", array("(2,)", "\x08\x09")), `array "image": array of 1 dimensions`},
		{"many arrays", npzOf(zip.Store, many...), "is an image"},
		{"damaged", strings.Replace(good, "\x01\x02PK", "\x01\x03PK", 1), "checksum"},
		{"lying size", npzOf(zip.Store, "image.npy", array("(16000, 16000)", "\x08\x09")), "pixels end after 2"},
		{"broken header", npzOf(zip.Store, "header.npy", "nothing", "image.npy", array("(1, 2)", "\x01\x02")), `"header.npy"`},
	} {
		_, err := ReadNPZ(strings.NewReader(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

func FuzzReadNPZ(f *testing.F) {
	array := npyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", "12345678")
	f.Add([]byte(npzOf(zip.Store, "image.npy", array)))
	f.Add([]byte(npzOf(zip.Deflate, "x.npy", array, "header.npy", npyFile("{'descr': '|S6', 'fortran_order': False, 'shape': (), }", "# K v\n"))))
	f.Add([]byte(npzOf(zip.Store, "image.npy", npyFile("{'descr': '|u1', 'fortran_order': True, 'shape': (16000, 16000), }", "1"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ReadNPZ(bytes.NewReader(data))
		if err != nil {
			return
		}
		// Deflate makes at most about a thousand bytes of one.
		if m.Width*m.Height > 2000*len(data) {
			t.Fatalf("%d × %d pixels from %d bytes", m.Width, m.Height, len(data))
		}
		again, err := ReadImage(bytes.NewReader(encoded(t, "a.npz", m.Source())), "a.npz", image.Point{})
		if err != nil {
			t.Fatalf("written again: %v", err)
		}
		if again.Width != m.Width || again.Height != m.Height {
			t.Fatalf("size changed: %d × %d", again.Width, again.Height)
		}
	})
}
