package reflections

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"gobragg/core/hkl"
	"gobragg/core/symmetry"
)

const solvent = "../../testdata/sf/1a8o_solv.mtz"

func readFile(t testing.TB, name string, o Options) *Set {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Read(bytes.NewReader(data), "test", o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Test1A8O: the MTZ file expands to the list of the demonstrations, to its printed
// digits.
func Test1A8O(t *testing.T) {
	s := readFile(t, solvent, Options{})
	list, report, err := s.P1(0)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open("../../testdata/1a8o.hkl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	want, err := hkl.ReadText(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(list.Reflections) != len(want.Reflections) {
		t.Fatalf("%d reflections, want %d", len(list.Reflections), len(want.Reflections))
	}
	for i, w := range want.Reflections {
		got := list.Reflections[i]
		const digits = 6
		f, err := strconv.ParseFloat(strconv.FormatFloat(float64(got.F), 'g', digits, 64), 32)
		if err != nil {
			t.Fatal(err)
		}
		if got.F = float32(f); got != w {
			t.Fatalf("reflection %d = %v, want %v", i, got, w)
		}
	}
	if len(s.Notes) > 0 {
		t.Errorf("notes %q, want none of a computed amplitude", s.Notes)
	}
	c := report.Completeness
	if c == nil || c.Present != c.Possible || c.Present != 41836 || math.Abs(c.DMin-2.5) > 0.001 || c.HasOrigin {
		t.Errorf("completeness %+v, want 41836 of 41836 to 2.5 Å without 0 0 0", c)
	}
}

// at returns the amplitudes of a list by index.
func at(list *hkl.List) map[[3]int32]float32 {
	m := map[[3]int32]float32{}
	for _, r := range list.Reflections {
		m[[3]int32{r.H, r.K, r.L}] = r.F
	}
	return m
}

// row returns a row with one value and its standard deviation.
func row(h, k, l int32, v, sigma float32) Reflection {
	return Reflection{h, k, l, v, nan, sigma, nan}
}

// pair returns a row with both mates.
func pair(h, k, l int32, plus, minus float32) Reflection {
	return Reflection{h, k, l, plus, minus, nan, nan}
}

func TestP1(t *testing.T) {
	cell := [6]float64{30, 40, 50, 90, 100, 90}
	root := func(v float64) float32 { return float32(math.Sqrt(v)) }
	for _, c := range []struct {
		name string
		set  Set
		dmin float64
		want map[[3]int32]float32
		text string // part of the report
	}{
		{"merged", Set{Reflections: []Reflection{row(1, 2, 3, 7, 0)}}, 0,
			map[[3]int32]float32{{1, 2, 3}: 7, {-1, -2, -3}: 7, {-1, 2, -3}: 7, {1, -2, 3}: 7},
			"1 row: 1 unique; 4 reflections in P1\n"},
		{"pair", Set{Anomalous: true, Reflections: []Reflection{pair(1, 2, 3, 7, 5)}}, 0,
			map[[3]int32]float32{{1, 2, 3}: 7, {-1, -2, -3}: 5, {-1, 2, -3}: 7, {1, -2, 3}: 5},
			"1 Friedel pair with an anomalous difference"},
		{"pair of negative indices", Set{Anomalous: true, Reflections: []Reflection{pair(-1, -2, -3, 7, 5)}}, 0,
			map[[3]int32]float32{{1, 2, 3}: 5, {-1, -2, -3}: 7, {-1, 2, -3}: 5, {1, -2, 3}: 7}, ""},
		{"mates in rows of their own", Set{Anomalous: true, Reflections: []Reflection{row(1, 2, 3, 7, 0), row(-1, -2, -3, 5, 0)}}, 0,
			map[[3]int32]float32{{1, 2, 3}: 7, {-1, -2, -3}: 5, {-1, 2, -3}: 7, {1, -2, 3}: 5},
			"2 rows, 1 averaged with equivalents: 1 unique, 1 Friedel pair"},
		{"mates without anomalous scattering", Set{Reflections: []Reflection{row(1, 2, 3, 7, 0), row(-1, -2, -3, 5, 0)}}, 0,
			map[[3]int32]float32{{1, 2, 3}: 6, {-1, -2, -3}: 6, {-1, 2, -3}: 6, {1, -2, 3}: 6}, ""},
		{"centric pair", Set{Anomalous: true, Reflections: []Reflection{pair(1, 0, 3, 7, 5)}}, 0,
			map[[3]int32]float32{{1, 0, 3}: 6, {-1, 0, -3}: 6}, ""},
		{"one mate missing", Set{Anomalous: true, Reflections: []Reflection{pair(1, 2, 3, nan, 5), pair(1, 2, 4, 3, 4)}}, 0,
			map[[3]int32]float32{{1, 2, 3}: 5, {-1, -2, -3}: 5, {-1, 2, -3}: 5, {1, -2, 3}: 5,
				{1, 2, 4}: 3, {-1, -2, -4}: 4, {-1, 2, -4}: 3, {1, -2, 4}: 4},
			"1 Friedel pair with an anomalous difference, 1 with one of two mates"},
		{"absence", Set{Reflections: []Reflection{row(0, 3, 0, 7, 0), row(0, 2, 0, 5, 0)}}, 0,
			map[[3]int32]float32{{0, 2, 0}: 5, {0, -2, 0}: 5}, "1 systematic absence dropped"},
		{"unmerged", Set{Kind: Intensity, Anomalous: true, Reflections: []Reflection{row(1, 2, 3, 9, 1), row(-1, 2, -3, 4, 2), row(0, 0, 1, 16, 0), row(0, 0, -1, 20, 1)}}, 0,
			map[[3]int32]float32{{1, 2, 3}: root(8), {-1, -2, -3}: root(8), {-1, 2, -3}: root(8), {1, -2, 3}: root(8),
				{0, 0, 1}: root(18), {0, 0, -1}: root(18)},
			"4 rows, 2 averaged with equivalents: 2 unique; 6 reflections in P1"},
		{"negative intensities", Set{Kind: Intensity, Reflections: []Reflection{row(0, 2, 0, -4, 0), row(0, 4, 0, 9, 0)}}, 0,
			map[[3]int32]float32{{0, 2, 0}: 0, {0, -2, 0}: 0, {0, 4, 0}: 3, {0, -4, 0}: 3}, "1 intensity below 0 is taken as 0 (no French-Wilson treatment)"},
		{"0 0 0", Set{Reflections: []Reflection{row(0, 0, 0, 1000, 0), row(0, 0, 2, 5, 0)}}, 0,
			map[[3]int32]float32{{0, 0, 0}: 1000, {0, 0, 2}: 5, {0, 0, -2}: 5}, ""},
		{"resolution", Set{Reflections: []Reflection{row(0, 4, 0, 7, 0), row(0, 6, 0, 5, 0)}}, 10,
			map[[3]int32]float32{{0, 4, 0}: 7, {0, -4, 0}: 7}, "1 row: 1 unique; 2 reflections in P1\n"},
		{"whole", Set{Whole: true, Reflections: []Reflection{row(1, 2, 3, -7, 0), row(0, 1, 0, 4, 0)}}, 0,
			map[[3]int32]float32{{1, 2, 3}: -7, {0, 1, 0}: 4}, "2 rows: 2 unique; 2 reflections in P1"},
	} {
		g, err := symmetry.Lookup("P 1 21 1")
		if err != nil {
			t.Fatal(err)
		}
		c.set.Group, c.set.Cell = g, cell
		list, report, err := c.set.P1(c.dmin)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got := at(list)
		if len(got) != len(list.Reflections) {
			t.Errorf("%s: %v has indices twice", c.name, list.Reflections)
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		if !strings.Contains(report.String(), c.text) {
			t.Errorf("%s: report %q, want %q in it", c.name, report, c.text)
		}
	}
}

// TestP1WithoutSymmetry: only Friedel mates are added.
func TestP1WithoutSymmetry(t *testing.T) {
	s := Set{Name: "test", Anomalous: true, Reflections: []Reflection{row(1, 2, 3, 7, 0)}}
	list, report, err := s.P1(0)
	if err != nil {
		t.Fatal(err)
	}
	if got := at(list); len(got) != 2 || got[[3]int32{-1, -2, -3}] != 7 || report.Completeness != nil {
		t.Errorf("%v, completeness %v, want two reflections, none", got, report.Completeness)
	}
	if _, _, err := s.P1(2); err == nil || !strings.Contains(err.Error(), "test: a resolution limit needs the cell") {
		t.Errorf("resolution limit without a cell: error %v", err)
	}
}

func TestP1Errors(t *testing.T) {
	g, err := symmetry.Lookup("P 31")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		rows []Reflection
		dmin float64
		want string
	}{
		{"nothing", nil, 0, "no reflections"},
		{"nothing within", []Reflection{row(20, 0, 0, 1, 0)}, 10, "no reflections to 10 Å"},
		{"only absences", []Reflection{row(0, 0, 1, 1, 0)}, 0, "all 1 reflections are systematic absences of P 31"},
		{"image beyond the limit", []Reflection{row(30000, 30000, 0, 1, 0)}, 0, "beyond ±32767"},
	} {
		s := Set{Name: "test", Group: g, Cell: [6]float64{50, 50, 70, 90, 90, 120}, Reflections: c.rows}
		if _, _, err := s.P1(c.dmin); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

// TestWholeIsAsRead: a text list keeps its order and its repetitions, of which the last
// counts, as hkl.ReadText has it.
func TestWholeIsAsRead(t *testing.T) {
	const text = "3 2 1 5\n0 0 0 9\n3 2 1 6\n"
	s, err := readString(text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	list, _, err := s.P1(0)
	if err != nil {
		t.Fatal(err)
	}
	want, err := hkl.ReadText(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(list) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", list, want)
	}
}

// benchSet returns rows of the unique part of a 4-fold group, as a large file has them.
func benchSet(b *testing.B) *Set {
	b.Helper()
	g, err := symmetry.Lookup("P 43 21 2")
	if err != nil {
		b.Fatal(err)
	}
	s := &Set{Name: "bench", Group: g, Cell: [6]float64{120, 120, 200, 90, 90, 90}}
	m, err := s.Metric()
	if err != nil {
		b.Fatal(err)
	}
	seq, err := g.Reflections(m, 2)
	if err != nil {
		b.Fatal(err)
	}
	for h := range seq {
		if h == [3]int{} {
			continue // it ends a SHELX list
		}
		s.Reflections = append(s.Reflections, row(int32(h[0]), int32(h[1]), int32(h[2]), 10, 1))
	}
	return s
}

func BenchmarkP1(b *testing.B) {
	s := benchSet(b)
	n := 0
	for b.Loop() {
		list, _, err := s.P1(0)
		if err != nil {
			b.Fatal(err)
		}
		n = len(list.Reflections)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "reflections/s")
}

func BenchmarkRead(b *testing.B) {
	s := benchSet(b)
	var shelx, xds, cif bytes.Buffer
	xds.WriteString("!FORMAT=XDS_ASCII\n!SPACE_GROUP_NUMBER=96\n!END_OF_HEADER\n")
	cif.WriteString("data_a\n_symmetry.Int_Tables_number 96\nloop_\n_refln.index_h\n_refln.index_k\n_refln.index_l\n_refln.F_meas_au\n_refln.F_meas_sigma_au\n_refln.status\n")
	for i, r := range s.Reflections {
		v := float64(i%9000) * 1.37
		fmt.Fprintf(&shelx, "%4d%4d%4d%8.2f%8.2f   1\n", r.H, r.K, r.L, v, 1.5)
		fmt.Fprintf(&xds, "%6d%6d%6d%11.3E%11.3E%8.1f%8.1f%9.1f%9.5f%4d%4d%8.2f\n", r.H, r.K, r.L, v, 1.5, 1000.0, 1100.0, 77.5, 0.02, 100, 30, 12.5)
		fmt.Fprintf(&cif, "%d %d %d %.2f %.2f o\n", r.H, r.K, r.L, v, 1.5)
	}
	shelx.WriteString("   0   0   0    0.00    0.00   0\n")
	xds.WriteString("!END_OF_DATA\n")
	for name, data := range map[string][]byte{"SHELX": shelx.Bytes(), "XDS": xds.Bytes(), "mmCIF": cif.Bytes()} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := Read(bytes.NewReader(data), name, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
