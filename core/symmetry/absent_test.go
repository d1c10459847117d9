package symmetry

import "testing"

// TestAbsences: the reflection conditions that International Tables A print for a
// group, complete over a block of indices.
func TestAbsences(t *testing.T) {
	odd := func(n int) bool { return n%2 != 0 }
	for _, c := range []struct {
		name   string
		absent func(h, k, l int) bool
	}{
		{"P 1", func(h, k, l int) bool { return false }},
		{"P 1 21 1", func(h, k, l int) bool { return h == 0 && l == 0 && odd(k) }},
		{"P 1 1 21", func(h, k, l int) bool { return h == 0 && k == 0 && odd(l) }},
		{"P 21/c", func(h, k, l int) bool { return h == 0 && l == 0 && odd(k) || k == 0 && odd(l) }},
		{"P 21/n", func(h, k, l int) bool { return h == 0 && l == 0 && odd(k) || k == 0 && odd(h+l) }},
		{"C 2", func(h, k, l int) bool { return odd(h + k) }},
		{"A 2", func(h, k, l int) bool { return odd(k + l) }},
		{"I 2", func(h, k, l int) bool { return odd(h + k + l) }},
		{"C 2/c", func(h, k, l int) bool { return odd(h+k) || k == 0 && odd(l) }},
		{"P 21 21 21", func(h, k, l int) bool {
			return k == 0 && l == 0 && odd(h) || h == 0 && l == 0 && odd(k) || h == 0 && k == 0 && odd(l)
		}},
		{"C 2 2 21", func(h, k, l int) bool { return odd(h+k) || h == 0 && k == 0 && odd(l) }},
		{"P n m a", func(h, k, l int) bool {
			return h == 0 && odd(k+l) || l == 0 && odd(h) || h == 0 && l == 0 && odd(k)
		}},
		{"P b n m", func(h, k, l int) bool {
			return h == 0 && odd(k) || k == 0 && odd(h+l) || h == 0 && k == 0 && odd(l)
		}},
		{"F d d 2", func(h, k, l int) bool {
			return odd(h+k) || odd(k+l) || h == 0 && (k+l)%4 != 0 || k == 0 && (h+l)%4 != 0
		}},
		{"P 41", func(h, k, l int) bool { return h == 0 && k == 0 && l%4 != 0 }},
		{"P 42", func(h, k, l int) bool { return h == 0 && k == 0 && odd(l) }},
		{"P 43 21 2", func(h, k, l int) bool {
			return h == 0 && k == 0 && l%4 != 0 || k == 0 && l == 0 && odd(h) || h == 0 && l == 0 && odd(k)
		}},
		{"I 41", func(h, k, l int) bool { return odd(h+k+l) || h == 0 && k == 0 && l%4 != 0 }},
		{"P 31 2 1", func(h, k, l int) bool { return h == 0 && k == 0 && l%3 != 0 }},
		{"R 3:H", func(h, k, l int) bool { return (-h+k+l)%3 != 0 }}, // obverse
		{"R 3:R", func(h, k, l int) bool { return false }},
		{"R -3 c:R", func(h, k, l int) bool {
			return h == k && odd(l) || k == l && odd(h) || h == l && odd(k)
		}},
		{"R 3 c:H", func(h, k, l int) bool {
			return (-h+k+l)%3 != 0 || h == -k && odd(l) || h == 0 && odd(l) || k == 0 && odd(l)
		}},
		{"P 61", func(h, k, l int) bool { return h == 0 && k == 0 && l%6 != 0 }},
		{"P 62 2 2", func(h, k, l int) bool { return h == 0 && k == 0 && l%3 != 0 }},
		{"P 63/m m c", func(h, k, l int) bool { return (h == k) && odd(l) || h == -2*k && odd(l) || k == -2*h && odd(l) }},
		{"P 21 3", func(h, k, l int) bool {
			return k == 0 && l == 0 && odd(h) || h == 0 && l == 0 && odd(k) || h == 0 && k == 0 && odd(l)
		}},
		{"F m -3 m", func(h, k, l int) bool { return odd(h+k) || odd(k+l) }},
		{"F d -3 m:2", diamond}, {"F d -3 m:1", diamond},
		{"P 41 3 2", func(h, k, l int) bool {
			return k == 0 && l == 0 && h%4 != 0 || h == 0 && l == 0 && k%4 != 0 || h == 0 && k == 0 && l%4 != 0
		}},
	} {
		g, err := Lookup(c.name)
		if err != nil {
			t.Fatal(err)
		}
		for h := -8; h <= 8; h++ {
			for k := -8; k <= 8; k++ {
				for l := -8; l <= 8; l++ {
					if got, want := g.Absent(h, k, l), c.absent(h, k, l); got != want {
						t.Errorf("%s: Absent(%d, %d, %d) = %v, want %v", c.name, h, k, l, got, want)
					}
				}
			}
		}
	}
}

// diamond is the conditions of F d -3 m: all odd or all even, 0kl with k + l = 4n
// (and its permutations), h00 with h = 4n.
func diamond(h, k, l int) bool {
	if (h+k)%2 != 0 || (k+l)%2 != 0 {
		return true
	}
	return h == 0 && (k+l)%4 != 0 || k == 0 && (h+l)%4 != 0 || l == 0 && (h+k)%4 != 0
}

func TestReflectionClasses(t *testing.T) {
	for _, c := range []struct {
		name                  string
		h, k, l               int
		epsilon, multiplicity int
		centric               bool
	}{
		{"P 1", 1, 2, 3, 1, 2, false},
		{"P -1", 1, 2, 3, 1, 2, true},
		{"P 1 21 1", 1, 2, 3, 1, 4, false}, {"P 1 21 1", 1, 0, 3, 1, 2, true}, {"P 1 21 1", 0, 2, 0, 2, 2, false},
		{"P 21 21 21", 1, 2, 3, 1, 8, false}, {"P 21 21 21", 0, 2, 3, 1, 4, true}, {"P 21 21 21", 0, 0, 4, 2, 2, true},
		{"P 43 21 2", 1, 2, 3, 1, 16, false}, {"P 43 21 2", 0, 0, 4, 4, 2, true}, {"P 43 21 2", 1, 1, 0, 2, 4, true}, {"P 43 21 2", 1, 1, 3, 1, 8, true},
		{"P 3 2 1", 1, 2, 0, 1, 12, false}, {"P 3 2 1", 1, 0, 0, 1, 6, true}, {"P 3 2 1", 1, 1, 0, 2, 6, false}, {"P 3 2 1", 0, 0, 3, 3, 2, true}, {"P 3 2 1", 1, 0, 3, 1, 6, true},
		{"C 2", 1, 1, 0, 1, 4, false}, {"F m -3 m", 1, 3, 5, 1, 48, true}, {"F m -3 m", 2, 0, 0, 8, 6, true}, {"F m -3 m", 1, 1, 1, 6, 8, true},
	} {
		g, err := Lookup(c.name)
		if err != nil {
			t.Fatal(err)
		}
		if got := g.Epsilon(c.h, c.k, c.l); got != c.epsilon {
			t.Errorf("%s: Epsilon(%d, %d, %d) = %d, want %d", c.name, c.h, c.k, c.l, got, c.epsilon)
		}
		if got := g.Multiplicity(c.h, c.k, c.l); got != c.multiplicity {
			t.Errorf("%s: Multiplicity(%d, %d, %d) = %d, want %d", c.name, c.h, c.k, c.l, got, c.multiplicity)
		}
		if got := g.Centric(c.h, c.k, c.l); got != c.centric {
			t.Errorf("%s: Centric(%d, %d, %d) = %v, want %v", c.name, c.h, c.k, c.l, got, c.centric)
		}
	}
}
