package symmetry

import (
	"math"
	"strings"
	"testing"
)

func TestLookup(t *testing.T) {
	for _, c := range []struct {
		name, want string
	}{
		{"P 21 21 21", "P 21 21 21"}, {"P212121", "P 21 21 21"}, {" p 21 21 21 ", "P 21 21 21"}, {"P2(1)2(1)2(1)", "P 21 21 21"},
		{"P 2_1 2_1 2_1", "P 21 21 21"}, {"P 1 21 1", "P 1 21 1"}, {"P 21", "P 1 21 1"}, {"P21", "P 1 21 1"}, {"P 1 1 21", "P 1 1 21"},
		{"C 1 2 1", "C 1 2 1"}, {"C2", "C 1 2 1"}, {"C 2", "C 1 2 1"}, {"A 2", "A 1 2 1"}, {"I 1 2 1", "I 1 2 1"}, {"I 2", "I 1 2 1"},
		{"B 2", "B 1 1 2"}, {"B2", "B 1 1 2"}, {"I 1 21 1", "I 1 21 1"}, {"I 21", "I 1 21 1"}, {"C 1 21 1", "C 1 21 1"}, {"B 1 21 1", "B 1 21 1"},
		{"H 3", "R 3:H"}, {"H3", "R 3:H"}, {"H 3 2", "R 3 2:H"}, {"R 3", "R 3:H"}, {"R 3 2:H", "R 3 2:H"}, {"R 3 2 :R", "R 3 2:R"},
		{"R32:h", "R 3 2:H"}, {"R 32", "R 3 2:H"}, {"R 3 2 R", "R 3 2:R"}, {"H -3 m", "R -3 m:H"}, {"R -3 2/m :R", "R -3 m:R"}, {"R-32/c", "R -3 c:H"},
		{"P 43 21 2", "P 43 21 2"}, {"P43212", "P 43 21 2"}, {"F d -3 m :2", "F d -3 m:2"}, {"F d -3 m:1", "F d -3 m:1"}, {"Fd-3m", "F d -3 m:2"},
		{"F d -3 m Z", "F d -3 m:2"}, {"F d -3 m S", "F d -3 m:1"}, {"Fd3m", "F d -3 m:2"}, {"I m 3 m", "I m -3 m"}, {"P a 3", "P a -3"},
		{"P 21 21 2 (a)", "P 21 21 2 (a)"}, {"P 21 21 2", "P 21 21 2"}, {"P21212a", "P 21 21 2 (a)"}, {"P 2 21 21", "P 2 21 21"}, {"P 21 2 21", "P 21 2 21"},
		{"C 2 2 21)", "C 2 2 21"}, {"C 4 2 21", "C 4 2 21"}, {"F 4 2 2", "F 4 2 2"}, {"P 2 2 21", "P 2 2 21"}, {"A 1", "A 1"}, {"C -1", "C -1"},
		{"P 21/c", "P 1 21/c 1"}, {"P 1 21/n 1", "P 1 21/n 1"}, {"P21/n", "P 1 21/n 1"}, {"P 21/b", "P 1 1 21/b"}, {"B 2/b", "B 1 1 2/b"},
		{"P 21/c:c1", "P 1 1 21/a"}, {"P 21/c:b2", "P 1 21/n 1"}, {"C 21", "C 1 21 1"}, {"C 2/c:b3", "I 1 2/a 1"}, {"P n m a:cab", "P b n m"}, {"P b n m", "P b n m"},
		{"P 2/m 2/m 2/m", "P m m m"}, {"P 21/n 21/m 21/a", "P n m a"}, {"P 2/n 21/n 2/a", "P n n a"}, {"P 4/m 2/m 2/m", "P 4/m m m"},
		{"P 4/n 21/m 2/m", "P 4/n m m:2"}, {"P 42/n 21/n 2/m:1", ""}, {"P 63/m 2/m 2/c", "P 63/m m c"}, {"P -3 2/m 1", "P -3 m 1"}, {"P -3 1 2/c", "P -3 1 c"},
		{"P 2/m -3", "P m -3"}, {"P 21/a -3", "P a -3"}, {"F 41/d -3 2/m", "F d -3 m:2"}, {"I 41/a -3 2/d", "I a -3 d"}, {"P 42/n -3 2/m :1", "P n -3 m:1"},
		{"I 41/a 2/m 2/d", "I 41/a m d:2"}, {"C m c e", "C m c a"}, {"A e m 2", "A b m 2"}, {"C c c e:1", "C c c a:1"}, {"B m e b", "B m a b"}, {"P 3 m", "P 3 m 1"},
		{"P -3 m", "P -3 m 1"}, {"P b a n", "P b a n:2"}, {"P n c b:1", "P n c b:1"}, {"P b a n:1cab", "P n c b:1"},
		{"19", "P 21 21 21"}, {"227", "F d -3 m:2"}, {"5", "C 1 2 1"}, {"146", "R 3:H"}, {"146:R", "R 3:R"}, {"14:c1", "P 1 1 21/a"}, {"48:1", "P n n n:1"},
		{"P 2ac 2ab", "P 21 21 21"}, {"-P 2ybc", "P 1 21/c 1"}, {`R 3 2"`, "R 3 2:H"}, {"-F 4vw 2vw 3", "F d -3 m:2"}, {"P 61 2 (0 0 -1)", "P 61 2 2"},
		{"P 2", "P 1 2 1"}, {"-P_2ac_2n", "P n m a"}, {"P -1", "P -1"}, {"P-1", "P -1"}, {"P 1", "P 1"},
	} {
		g, err := Lookup(c.name)
		if c.want == "" {
			if err == nil {
				t.Errorf("Lookup(%q) = %v, want an error", c.name, g)
			}
			continue
		}
		if err != nil {
			t.Errorf("Lookup(%q): %v", c.name, err)
		} else if g.Name() != c.want {
			t.Errorf("Lookup(%q) = %s, want %s", c.name, g.Name(), c.want)
		}
	}
}

func TestLookupUnknown(t *testing.T) {
	for _, c := range []struct {
		name, want string
	}{
		{"P 21 21 22", "P 21 21 2"}, {"P 43 21 3", "P 43 21 2"}, {"", "no space group named"}, {" ' ' ", "no space group named"},
		{"231", "no space group"}, {"0", "no space group"}, {"Q 5 5", "no space group"}, {"R 3 2:X", "R 3 2"},
		{strings.Repeat("P 21 ", 10000), "no space group"},
	} {
		g, err := Lookup(c.name)
		if err == nil || !strings.Contains(err.Error(), c.want) || len(err.Error()) > 300 {
			t.Errorf("Lookup(%.40q) = %v, error %v, want one with %q", c.name, g, err, c.want)
		}
	}
}

// metric returns the metric of a cell with angles in degrees.
func metric(t testing.TB, a, b, c, alpha, beta, gamma float64) Metric {
	t.Helper()
	const degree = math.Pi / 180
	m, err := NewMetric(a, b, c, alpha*degree, beta*degree, gamma*degree)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLookupCell(t *testing.T) {
	for _, c := range []struct {
		name string
		cell [6]float64
		want string
	}{
		{"R 3 2", [6]float64{80, 80, 200, 90, 90, 120}, "R 3 2:H"},
		{"R 3 2", [6]float64{80, 80, 80, 95, 95, 95}, "R 3 2:R"},
		{"P 21", [6]float64{30, 40, 50, 90, 101, 90}, "P 1 21 1"},
		{"P 21", [6]float64{30, 40, 50, 90, 90, 101}, "P 1 1 21"},
		{"P 21", [6]float64{30, 40, 50, 101, 90, 90}, "P 21 1 1"},
		{"P 21", [6]float64{30, 40, 50, 90, 90, 90}, "P 1 21 1"},
		{"P 43 21 2", [6]float64{41.98, 41.98, 88.92, 90, 90, 90}, "P 43 21 2"},
		{"P 43 21 2", [6]float64{41.98, 52, 88.92, 90, 90, 90}, ""},
		{"H 3 2", [6]float64{80, 80, 80, 95, 95, 95}, ""},
		{"P 4 3 2", [6]float64{80, 80, 80, 90, 90, 95}, ""},
		{"P -1", [6]float64{30, 40, 50, 88, 101, 95}, "P -1"},
	} {
		g, err := LookupCell(c.name, metric(t, c.cell[0], c.cell[1], c.cell[2], c.cell[3], c.cell[4], c.cell[5]))
		switch {
		case c.want == "" && (err == nil || !strings.Contains(err.Error(), "does not have the symmetry of")):
			t.Errorf("LookupCell(%q, %v) = %v, %v, want an error", c.name, c.cell, g, err)
		case c.want != "" && (err != nil || g.Name() != c.want):
			t.Errorf("LookupCell(%q, %v) = %v, %v, want %s", c.name, c.cell, g, err, c.want)
		}
	}
}

func TestMetric(t *testing.T) {
	for _, bad := range [][6]float64{{0, 1, 1, 1, 1, 1}, {1, -1, 1, 1, 1, 1}, {1, 1, 1, 3, 1, 1}, {1, 1, math.NaN(), 1, 1, 1}, {1, 1, math.Inf(1), 1, 1, 1}} {
		if m, err := NewMetric(bad[0], bad[1], bad[2], bad[3], bad[4], bad[5]); err == nil {
			t.Errorf("NewMetric(%v) = %v, want an error", bad, m)
		}
	}
	m := metric(t, 30, 40, 50, 80, 95, 110)
	if got, want := m.String(), "30 40 50 80 95 110"; got != want {
		t.Errorf("String = %q, want %q", got, want)
	}
	back := m.Reciprocal().Reciprocal()
	for i := range m {
		if math.Abs(back[i]-m[i]) > 1e-9*m[2] { // rounding
			t.Errorf("reciprocal of the reciprocal: %v, want %v", back, m)
		}
	}
	if got, want := metric(t, 30, 40, 50, 90, 90, 90).D(3, 0, 0), 10.0; math.Abs(got-want) > 1e-12 {
		t.Errorf("D(3 0 0) = %v, want %v", got, want)
	}
	// Hexagonal: 1/d² = 4/3 (h² + hk + k²)/a² + l²/c².
	if got, want := metric(t, 10, 10, 20, 90, 90, 120).D(1, 2, 3), 1/math.Sqrt(4.0/3*7/100+9.0/400); math.Abs(got-want) > 1e-12 {
		t.Errorf("D(1 2 3) = %v, want %v", got, want)
	}
}
