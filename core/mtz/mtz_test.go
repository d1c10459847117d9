package mtz

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"gobragg/core/symmetry"
)

// raw returns a file with the given table and header records, byte by byte as the
// format says.
func raw(order binary.ByteOrder, long bool, table []float32, records ...string) []byte {
	b := make([]byte, 80)
	copy(b, "MTZ ")
	word := 21 + len(table)
	if long {
		order.PutUint32(b[4:], math.MaxUint32)
		order.PutUint64(b[12:], uint64(word))
	} else {
		order.PutUint32(b[4:], uint32(word))
	}
	b[8], b[9] = 0x44, 0x41
	if order == binary.ByteOrder(binary.BigEndian) {
		b[8], b[9] = 0x11, 0x11
	}
	for _, v := range table {
		var w [4]byte
		order.PutUint32(w[:], math.Float32bits(v))
		b = append(b, w[:]...)
	}
	for _, r := range records {
		b = fmt.Appendf(b, "%-80s", r)
	}
	return b
}

// small is a header for two rows of H K L F.
func small() []string {
	return []string{
		"VERS MTZ:V1.1", "TITLE a title", "NCOL 4 2 0", "CELL 40 50 60 90 100 90", "SORT 1 2 3 0 0",
		"SYMINF 4 2 C 5 'C 1 2 1' PG2", "SYMM X,Y,Z", "SYMM -X,Y,-Z", "SYMM X+1/2,Y+1/2,Z", "SYMM -X+1/2,Y+1/2,-Z",
		"RESO 0.001 0.01", "VALM -99", "COLUMN H H 0 1 0", "COLUMN K H 1 1 0", "COLUMN L H 0 2 0", "COLUMN F_nat F 3.5 3.5 1",
		"COLSRC F_nat CREATED_1 1", "NDIF 2", "PROJECT 0 HKL_base", "CRYSTAL 0 HKL_base", "DATASET 0 HKL_base",
		"PROJECT 1 my project", "CRYSTAL 1 c", "DATASET 1 d", "DCELL 1 41 50 60 90 100 90", "DWAVEL 1 0.97934",
		"END", "MTZHIST 2", "From here", "to there", "MTZENDOFHEADERS",
	}
}

var smallTable = []float32{0, 1, 0, 3.5, 1, 1, -2, -99}

func TestRead(t *testing.T) {
	want := &File{
		Title: "a title", Cell: [6]float64{40, 50, 60, 90, 100, 90}, Sort: [5]int{1, 2, 3},
		Symmetry:   Symmetry{[]string{"X,Y,Z", "-X,Y,-Z", "X+1/2,Y+1/2,Z", "-X+1/2,Y+1/2,-Z"}, 2, 'C', 5, "C 1 2 1", "PG2"},
		Resolution: [2]float64{0.001, 0.01}, Missing: -99,
		Columns: []Column{{"H", 'H', 0, 0, 1}, {"K", 'H', 0, 1, 1}, {"L", 'H', 0, 0, 2}, {"F_nat", 'F', 1, 3.5, 3.5}},
		Datasets: []Dataset{
			{ID: 0, Project: "HKL_base", Crystal: "HKL_base", Name: "HKL_base"},
			{1, "my project", "c", "d", [6]float64{41, 50, 60, 90, 100, 90}, 0.97934},
		},
		History: []string{"From here", "to there"},
		Data:    smallTable,
	}
	unpadded := raw(binary.LittleEndian, false, smallTable, small()...)
	unpadded = bytes.TrimRight(unpadded, " ")
	for name, data := range map[string][]byte{
		"little-endian":    raw(binary.LittleEndian, false, smallTable, small()...),
		"big-endian":       raw(binary.BigEndian, false, smallTable, small()...),
		"64-bit position":  raw(binary.LittleEndian, true, smallTable, small()...),
		"both":             raw(binary.BigEndian, true, smallTable, small()...),
		"no final padding": unpadded,
		"longer table":     raw(binary.LittleEndian, false, append(slices.Clone(smallTable), 1, 2, 3), small()...),
		"not stamped":      unstamped(raw(binary.LittleEndian, false, smallTable, small()...)),
		"not stamped, big": unstamped(raw(binary.BigEndian, false, smallTable, small()...)),
	} {
		for how, r := range map[string]io.Reader{"": bytes.NewReader(data), " by bytes": iotest.OneByteReader(bytes.NewReader(data))} {
			got, err := Read(r)
			if err != nil {
				t.Errorf("%s%s: %v", name, how, err)
				continue
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s%s: %+v, want %+v", name, how, got, want)
			}
		}
	}
	if want.Find("F_nat") != 3 || want.Find("f_nat") != -1 || want.Dataset(1).Name != "d" || want.Dataset(2) != nil || want.Unmerged() {
		t.Error("Find, Dataset or Unmerged is wrong")
	}
	if v := want.Value(1, 3); !math.IsNaN(float64(v)) {
		t.Errorf("missing value = %v, want NaN", v)
	}
	g, err := want.Group()
	if err != nil || g.Number() != 5 {
		t.Errorf("group = %v, %v, want C 1 2 1", g, err)
	}
}

func unstamped(b []byte) []byte {
	b[8], b[9] = 0, 0
	return b
}

// TestGroupWithoutOperators: the name decides, with the cell's help, then the number.
func TestGroupWithoutOperators(t *testing.T) {
	for _, c := range []struct {
		s    Symmetry
		want string
	}{
		{Symmetry{Name: "P 43 21 2", Number: 1}, "P 43 21 2"},
		{Symmetry{Name: "H 3"}, "R 3:H"},
		{Symmetry{Number: 19}, "P 21 21 21"},
	} {
		f := File{Cell: [6]float64{50, 50, 70, 90, 90, 120}, Symmetry: c.s}
		if c.s.Number != 0 {
			f.Cell = [6]float64{50, 50, 70, 90, 90, 90}
		}
		g, err := f.Group()
		if err != nil || g.Name() != c.want {
			t.Errorf("group of %+v = %v, %v, want %s", c.s, g, err, c.want)
		}
	}
	if g, err := (&File{}).Group(); err == nil {
		t.Errorf("group of an empty header = %v, want an error", g)
	}
}

// TestBatches: the binary headers of batches are skipped; they may look like anything.
func TestBatches(t *testing.T) {
	header := small()
	header[2] = "NCOL 5 1 2"
	header[15] += " "
	header = slices.Insert(header, 16, "COLUMN M/ISYM Y 1 2 1")
	header = header[:len(header)-4] // ends with END
	table := []float32{1, 2, 3, 5, 257}
	data := raw(binary.LittleEndian, false, table, header...)
	data = fmt.Appendf(data, "%-80s", "MTZBATS")
	for batch := range 2 {
		data = fmt.Appendf(data, "%-80s%-80s", fmt.Sprintf("BH %8d%8d%8d%8d", batch, 185, 29, 156), "TITLE t")
		data = append(data, bytes.Repeat([]byte("BH \x00"), 185)...)
		data = fmt.Appendf(data, "%-80s", "BHCH")
	}
	for _, end := range []string{"MTZENDOFHEADERS", ""} {
		f, err := Read(bytes.NewReader(fmt.Appendf(slices.Clone(data), "%-80s", end)))
		if end == "" {
			if err == nil {
				t.Error("no error for batch headers without an end")
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if f.Batches != 2 || !f.Unmerged() || f.Rows() != 1 {
			t.Errorf("%d batches, %d rows, unmerged %v, want 2, 1, true", f.Batches, f.Rows(), f.Unmerged())
		}
	}
}

func TestReadErrors(t *testing.T) {
	good := raw(binary.LittleEndian, false, smallTable, small()...)
	with := func(old, new string) []byte {
		records := small()
		i := slices.Index(records, old)
		if i < 0 {
			t.Fatalf("no record %q", old)
		}
		if records[i] = new; new == "" {
			records = slices.Delete(records, i, i+1)
		}
		return raw(binary.LittleEndian, false, smallTable, records...)
	}
	patch := func(at int, b ...byte) []byte {
		data := slices.Clone(good)
		copy(data[at:], b)
		return data
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "only 0 bytes"},
		{"short", good[:79], "only 79 bytes"},
		{"text", []byte(strings.Repeat("1 2 3 4\n", 20)), `begins with "1 2 "`},
		{"VAX", patch(8, 0x22), "machine stamp 0x22"},
		{"position 0", patch(4, 0, 0, 0, 0), "at word 0"},
		{"position inside the beginning", patch(4, 20, 0, 0, 0), "at word 20"},
		{"negative position", patch(4, 0, 0, 0, 0x80), "at word -2147483648"},
		{"position far away", patch(4, 0, 0, 0, 0x70), "its header is said to be at byte 7516192764"},
		{"64-bit position far away", patch(4, 0xff, 0xff, 0xff, 0xff, 0x44, 0x41, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10), "the file ends at byte"},
		{"64-bit position overflows", patch(4, 0xff, 0xff, 0xff, 0xff, 0x44, 0x41, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f), "at word 9223372036854775807"},
		{"position one off", patch(4, 30), "cut off before MTZENDOFHEADERS"},
		{"no NCOL", with("NCOL 4 2 0", ""), "no NCOL"},
		{"NCOL without numbers", with("NCOL 4 2 0", "NCOL four"), "NCOL: \"four\", want 2 numbers"},
		{"too few columns", with("NCOL 4 2 0", "NCOL 2 2 0"), "want 3 to 10000 columns"},
		{"too many columns", with("NCOL 4 2 0", "NCOL 5 2 0"), "NCOL says 5 columns, there are 4 COLUMN records"},
		{"a billion columns", with("NCOL 4 2 0", "NCOL 1000000000 2 0"), "want 3 to 10000 columns"},
		{"too many rows", with("NCOL 4 2 0", "NCOL 4 3 0"), "NCOL says 3 reflections in 4 columns, the table has 8 numbers"},
		{"2⁶² rows", with("NCOL 4 2 0", "NCOL 4 4611686018427387904 0"), "NCOL:"},
		{"2⁵² rows", with("NCOL 4 2 0", "NCOL 4 4503599627370496 0"), "the table has 8 numbers"},
		{"negative rows", with("NCOL 4 2 0", "NCOL 4 -1 0"), "NCOL:"},
		{"NaN rows", with("NCOL 4 2 0", "NCOL 4 nan 0"), "NCOL: \"nan\", want a number"},
		{"no indices", with("COLUMN K H 1 1 0", "COLUMN K F 1 1 0"), `column 2 is "K" of type F, want the index K of type H`},
		{"column without type", with("COLUMN K H 1 1 0", "COLUMN K"), "COLUMN:"},
		{"bad cell", with("CELL 40 50 60 90 100 90", "CELL 40 50 60"), "CELL:"},
		{"bad VALM", with("VALM -99", "VALM x"), "VALM:"},
		{"bad SYMINF", with("SYMINF 4 2 C 5 'C 1 2 1' PG2", "SYMINF 4 2 C"), "SYMINF:"},
		{"bad group number", with("SYMINF 4 2 C 5 'C 1 2 1' PG2", "SYMINF 4 2 C five"), "SYMINF: group number"},
		{"bad dataset", with("DATASET 1 d", "DATASET d"), "DATASET:"},
		{"no END", with("END", ""), "no END"},
		{"history beyond the end", with("MTZHIST 2", "MTZHIST 9"), "MTZHIST: cut off"},
		{"endless history", with("MTZHIST 2", "MTZHIST 1000000000"), "MTZHIST: \"1000000000\" lines"},
		{"negative history", with("MTZHIST 2", "MTZHIST -1"), "MTZHIST:"},
		{"a batch of a gigabyte", with("MTZHIST 2", "BH 1 250000000 1 1"), "BH: 2.5e+08 words"},
		{"a batch cut off", with("MTZHIST 2", "BH 1 60000 1 1"), "BH: cut off"},
		{"batches of something else", with("MTZHIST 2", "MTZBATS"), "MTZBATS: record \"FROM\", want BH"},
		{"endless operators", raw(binary.LittleEndian, false, smallTable, slices.Repeat([]string{"SYMM X,Y,Z"}, 200)...), "more than 192 operators"},
		{"endless columns", raw(binary.LittleEndian, false, nil, slices.Repeat([]string{"COLUMN A H 0 0 0"}, 10001)...), "more than 10000"},
		{"endless datasets", raw(binary.LittleEndian, false, nil, func() (r []string) {
			for i := range 1001 {
				r = append(r, fmt.Sprintf("DATASET %d d", i))
			}
			return r
		}()...), "more than 1000 datasets"},
	} {
		_, err := Read(bytes.NewReader(c.data))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
	for n := range len(bytes.TrimRight(good, " ")) {
		if _, err := Read(bytes.NewReader(good[:n])); err == nil {
			t.Fatalf("the first %d of %d bytes are accepted, want an error", n, len(good))
		}
	}
	failed := errors.New("disk on fire")
	for _, n := range []int{0, 3, 50, 90, 130, 500, len(good) - 80} {
		if _, err := Read(io.MultiReader(bytes.NewReader(good[:n]), iotest.ErrReader(failed))); !errors.Is(err, failed) {
			t.Errorf("error of a reader that fails after %d bytes = %v, want it to wrap %v", n, err, failed)
		}
	}
}

// TestUnreadableNumbers: what nothing depends on need not be readable.
func TestUnreadableNumbers(t *testing.T) {
	records := small()
	for i, r := range records {
		for _, k := range []string{"SORT", "RESO", "DWAVEL", "DCELL"} {
			if strings.HasPrefix(r, k) {
				records[i] = k + " 1 *****"
			}
		}
	}
	f, err := Read(bytes.NewReader(raw(binary.LittleEndian, false, smallTable, records...)))
	if err != nil {
		t.Fatal(err)
	}
	if d := f.Dataset(1); d.Wavelength != 0 || d.Cell != [6]float64{} || d.Name != "d" {
		t.Errorf("dataset %+v, want no wavelength and cell", d)
	}
}

func TestHKL(t *testing.T) {
	f := File{Columns: make([]Column, 3), Data: []float32{1, -2, 32767, 0.5, 0, 0, 0, 32768, 0, 0, 0, float32(math.NaN()), float32(math.Inf(1)), 0, 0}}
	if h, k, l, err := f.HKL(0); h != 1 || k != -2 || l != 32767 || err != nil {
		t.Errorf("HKL(0) = %d %d %d, %v", h, k, l, err)
	}
	for row, want := range []string{1: "row 2: index h is 0.5", 2: "index k is 32768", 3: "index l is NaN", 4: "index h is +Inf"} {
		if want == "" {
			continue
		}
		if _, _, _, err := f.HKL(row); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("HKL(%d): error %v, want one with %q", row, err, want)
		}
	}
}

// TestHostileInputIsCheap: lies cost what arrives, not what they claim.
func TestHostileInputIsCheap(t *testing.T) {
	data := raw(binary.LittleEndian, true, smallTable, small()...)
	binary.LittleEndian.PutUint64(data[12:], 1<<60)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := Read(bytes.NewReader(data))
	runtime.ReadMemStats(&after)
	const limit = 1 << 18
	if got := after.TotalAlloc - before.TotalAlloc; err == nil || got > limit {
		t.Errorf("error %v, %d bytes allocated, want an error and at most %d", err, got, limit)
	}
}

const solvent = "../../testdata/sf/1a8o_solv.mtz"

func readFile(t *testing.T, name string) *File {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	f, err := Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestReal(t *testing.T) {
	f := readFile(t, solvent)
	if f.Rows() != 3059 || f.Cell != [6]float64{41.98, 41.98, 88.92, 90, 90, 90} || f.Symmetry.Name != "P 43 21 2" || len(f.Datasets) != 2 {
		t.Errorf("%d rows, cell %v, %s, %d datasets", f.Rows(), f.Cell, f.Symmetry.Name, len(f.Datasets))
	}
	for i, c := range f.Columns {
		low, high := f.extrema(i)
		const digits = 1e-9 // the header has 9 decimals, but the table float32
		if math.Abs(low-c.Min) > digits+1e-7*math.Abs(low) || math.Abs(high-c.Max) > digits+1e-7*math.Abs(high) {
			t.Errorf("column %s is from %v to %v, the header says %v to %v", c.Label, low, high, c.Min, c.Max)
		}
	}
	m, err := f.Metric()
	if err != nil {
		t.Fatal(err)
	}
	low, high := f.resolution(m)
	if math.Abs(low-f.Resolution[0]) > 1e-10 || math.Abs(high-f.Resolution[1]) > 1e-10 {
		t.Errorf("1/d² from %v to %v, the header says %v", low, high, f.Resolution)
	}
}

// TestRoundTrip: what is written reads back, and is the same when written again.
func TestRoundTrip(t *testing.T) {
	f := readFile(t, solvent)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	data := slices.Clone(b.Bytes())
	g, err := Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	f.Sort, f.Missing, g.Missing = [5]int{1, 2, 3}, 0, 0 // gemmi's sfcalc does not say that rows are ordered; NaN is not NaN
	if f.Resolution != g.Resolution || !reflect.DeepEqual(f.Symmetry, g.Symmetry) || !reflect.DeepEqual(f, g) {
		t.Errorf("read back %+v, want %+v", g.Columns, f.Columns)
	}
	g.Missing = float32(math.NaN())
	if err := g.Write(&b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), data) {
		t.Error("written again the file differs")
	}
}

// TestSymmetryOf: SYMINF as CCP4's programs write it.
func TestSymmetryOf(t *testing.T) {
	for _, c := range []struct {
		name string
		want Symmetry // without operators
		ops  int
	}{
		{"P 43 21 2", Symmetry{nil, 8, 'P', 96, "P 43 21 2", "PG422"}, 8},
		{"C2", Symmetry{nil, 2, 'C', 5, "C 1 2 1", "PG2"}, 4},
		{"R 3 2:H", Symmetry{nil, 6, 'H', 155, "H 3 2", "PG32"}, 18},
		{"R 3 2:R", Symmetry{nil, 6, 'R', 155, "R 3 2", "PG32"}, 6},
		{"F 4 3 2", Symmetry{nil, 24, 'F', 209, "F 4 3 2", "PG432"}, 96},
		{"I 21 3", Symmetry{nil, 12, 'I', 199, "I 21 3", "PG23"}, 24},
	} {
		g, err := symmetry.Lookup(c.name)
		if err != nil {
			t.Fatal(err)
		}
		s := SymmetryOf(g)
		if len(s.Operators) != c.ops || s.Operators[0] != "X,Y,Z" {
			t.Errorf("%s: operators %q, want %d", c.name, s.Operators, c.ops)
		}
		if s.Operators = nil; !reflect.DeepEqual(s, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, s, c.want)
		}
	}
	// Settings without a name: the lattice is told by its vectors.
	for _, c := range []struct {
		op   string
		want byte
	}{{"x+1/2,y+1/2,z+1/2", 'I'}, {"x,y+1/2,z+1/2", 'A'}, {"x+1/2,y,z+1/2", 'B'}, {"x+1/2,y+1/2,z", 'C'}, {"x+1/2,y,z", 'P'}} {
		g, err := symmetry.FromOps([]string{c.op, "-x+1/12,-y,z"})
		if err != nil {
			t.Fatal(err)
		}
		if got := lattice(g); got != c.want {
			t.Errorf("lattice of %v = %c, want %c", g, got, c.want)
		}
	}
}

func TestWriteErrors(t *testing.T) {
	hkl := []Column{{Label: "H", Type: 'H'}, {Label: "K", Type: 'H'}, {Label: "L", Type: 'H'}}
	for _, c := range []struct {
		name   string
		change func(*File)
		want   string
	}{
		{"no columns", func(f *File) { f.Columns = nil }, "whole rows"},
		{"half a row", func(f *File) { f.Data = f.Data[:5] }, "5 numbers in 4 columns"},
		{"no indices", func(f *File) { f.Columns[1].Type = 'F' }, "column 2"},
		{"label with a blank", func(f *File) { f.Columns[3].Label = "F obs" }, `"F obs"`},
		{"long label", func(f *File) { f.Columns[3].Label = strings.Repeat("F", 31) }, "column 4"},
		{"label twice", func(f *File) { f.Columns[3].Label = "K" }, "occurs once"},
		{"unknown dataset", func(f *File) { f.Columns[3].Dataset = 3 }, "dataset 3"},
		{"index", func(f *File) { f.Data[1] = 0.5 }, "index k is 0.5"},
		{"cell", func(f *File) { f.Cell[0] = 0 }, "cell [0 "},
		{"huge cell", func(f *File) { f.Cell[0] = 1e6 }, "cell [1e+06 "},
		{"impossible cell", func(f *File) { f.Cell[3], f.Cell[4] = 150, 20 }, "no cell"},
		{"NaN cell", func(f *File) { f.Cell[3] = math.NaN() }, "cell "},
		{"long title", func(f *File) { f.Title = strings.Repeat("t", 80) }, "longer than 80"},
		{"line end in the history", func(f *File) { f.History = []string{"a\nb"} }, "control character"},
		{"wavelength", func(f *File) { f.Datasets = []Dataset{{Wavelength: -1}} }, "wavelength -1"},
		{"cell of a dataset", func(f *File) { f.Datasets = []Dataset{{Cell: [6]float64{-1}}} }, "of dataset 0"},
	} {
		f := &File{Cell: [6]float64{40, 50, 60, 90, 90, 90}, Columns: append(slices.Clone(hkl), Column{Label: "F", Type: 'F'}), Data: slices.Clone(smallTable)}
		if err := f.Write(io.Discard); err != nil {
			t.Fatal(err)
		}
		c.change(f)
		if err := f.Write(io.Discard); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
	f := readFile(t, solvent)
	if err := f.Write(failingWriter{}); err == nil {
		t.Error("no error from a writer that fails")
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

// FuzzReadMTZ: no input panics; what is accepted has consistent sizes.
func FuzzReadMTZ(f *testing.F) {
	good := raw(binary.LittleEndian, false, smallTable, small()...)
	f.Add(good)
	f.Add(raw(binary.BigEndian, true, smallTable, small()...))
	f.Add(good[:400])
	f.Add(unstamped(slices.Clone(good)))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		if len(x.Columns) < 3 || len(x.Data) != x.Rows()*len(x.Columns) || 4*len(x.Data) > len(data) {
			t.Fatalf("%d columns, %d rows, %d numbers from %d bytes", len(x.Columns), x.Rows(), len(x.Data), len(data))
		}
		for row := range x.Rows() {
			x.HKL(row)
			x.Value(row, 2)
		}
		x.Group()
		var b bytes.Buffer
		if x.Write(&b) != nil {
			return
		}
		if y, err := Read(&b); err != nil || y.Rows() != x.Rows() || y.Title != x.Title {
			t.Fatalf("what was written does not read back: %v", err)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	table := make([]float32, 0, 8*500000)
	for i := range 500000 {
		table = append(table, float32(i/2500), float32(i/50%50-25), float32(i%50), float32(i), 1, 2, 3, 4)
	}
	header := small()
	header[2] = "NCOL 8 500000 0"
	header = slices.Insert(header, 16, "COLUMN A R 0 0 0", "COLUMN B R 0 0 0", "COLUMN C R 0 0 0", "COLUMN D R 0 0 0")
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		data := raw(order, false, table, header...)
		b.Run(order.String(), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := Read(bytes.NewReader(data)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
