package symmetry

import "testing"

// benchList returns n different reflections of the asymmetric unit of m-3m.
func benchList(n int) []Reflection {
	var list []Reflection
	for h := int32(0); ; h += 2 {
		for k := int32(0); k <= h; k += 2 {
			for l := int32(0); l <= k; l += 2 {
				if list = append(list, Merged(h, k, l, 1, 0)); len(list) == n {
					return list
				}
			}
		}
	}
}

// BenchmarkExpand fills the sphere from 10⁶ reflections of F m -3 m, the group with
// most operators.
func BenchmarkExpand(b *testing.B) {
	g := lookup(b, "F m -3 m")
	list := benchList(1e6)
	b.ReportAllocs()
	for b.Loop() {
		x, err := g.Expand(list)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(x.Factors)), "factors")
	}
}

func BenchmarkCompleteness(b *testing.B) {
	g := lookup(b, "P 43 21 2")
	m := metric(b, 100, 100, 200, 90, 90, 90)
	for b.Loop() {
		c, err := g.Completeness(nil, m, 2, 10)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(c.Possible), "indices")
	}
}

func BenchmarkLookup(b *testing.B) {
	for b.Loop() {
		lookup(b, "P 43 21 2")
	}
}

func BenchmarkTable(b *testing.B) {
	for b.Loop() {
		for i := range table().settings {
			table().group(i).signature()
		}
	}
}
