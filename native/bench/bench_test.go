package bench

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"gobragg/core/config"
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/native/simd"
)

// oneRounding is that of a pixel to 32 bits, on both sides.
const oneRounding = 1.2e-7

// tiny is a suite of milliseconds.
func tiny() Suite {
	s := Suite{Roof: time.Millisecond, Repeats: 2}
	for _, shape := range Shapes {
		for _, factors := range Factors {
			s.Matrix = append(s.Matrix, Problem{shape, factors, 5, 3, 8, 1, 0, [2]int{}})
		}
	}
	s.States = []Problem{square(OneF, 50, 2, 8), square(OneF, 50, 20, 8)}
	s.Pixels = []Problem{square(OneF, 50, 1, 8), {"square", OneF, 50, 1, 16, 2, 8, [2]int{5, 3}}}
	s.Threads = []Problem{square(OneF, 50, 5, 16)}
	s.Culls = []Cull{{Problem{"square", OneF, 50, 30, 32, 0, 4, [2]int{}}, []float64{1e-2, 1e-9}}}
	return s
}

func setup() Setup {
	s := Setup{
		Threads: 3, Version: `v1, "{\`, // that JSON has to escape
		Open: func(e Engine, threads int) (simulate.Backend, error) {
			return simd.Backend(e.Backend, e.Precision, threads)
		},
	}
	for _, name := range simd.Names() {
		s.Engines = append(s.Engines, Engine{name, "double"}, Engine{name, "mixed"})
	}
	return s
}

func TestMeasure(t *testing.T) {
	set := setup()
	told := make(map[Section]int)
	set.Tell = func(s Section, _ any) { told[s]++ }
	r, err := Measure(t.Context(), tiny(), set)
	if err != nil {
		t.Fatal(err)
	}
	backends := len(simd.Names())
	problems := 0 // times the precisions that pay
	for _, p := range tiny().Matrix {
		compiled, err := p.compile(0)
		if err != nil {
			t.Fatal(err)
		}
		problems++
		if kernel.MixedPays(compiled) {
			problems++
		}
	}
	for _, c := range []struct {
		section Section
		rows    []Row
		want    int
	}{
		{Matrix, r.Matrix, problems * backends},
		{States, r.States, 2 * 2 * backends},
		{Pixels, r.Pixels, 2 * 2 * backends},
		{Threads, r.Threads, 3 * 2 * backends},
	} {
		if len(c.rows) != c.want || told[c.section] != c.want {
			t.Errorf("%s: %d rows, %d told, want %d", c.section, len(c.rows), told[c.section], c.want)
		}
		for _, row := range c.rows {
			side := row.Side
			if row.Window > 0 {
				side = row.Window
			}
			if want := int64(side*side*row.Oversample*row.Oversample) * int64(row.Orientations); row.Samples != want {
				t.Errorf("%s: %d samples, want %d", row.Problem, row.Samples, want)
			}
			cost := row.Cost
			if !(cost.Min > 0 && cost.Min <= cost.Median && cost.Median <= cost.Max) || cost.Repeats != 2 {
				t.Errorf("%s, %s: cost %+v", row.Problem, row.Engine, cost)
			}
			if math.Abs(row.SamplesPerSecond*cost.Median/1e9-1) > 1e-3 {
				t.Errorf("%s, %s: %g samples/s at %g ns", row.Problem, row.Engine, row.SamplesPerSecond, cost.Median)
			}
			if known := len(r.Roofs) > 0; known != (row.OfRoof > 0) || row.OfRoof > 1 {
				t.Errorf("%s, %s: %g of the roof", row.Problem, row.Engine, row.OfRoof)
			}
		}
	}
	if len(r.Culled) != 2 {
		t.Errorf("%d rows of culling, want one for each bound", len(r.Culled))
	}
	for _, row := range r.Culled {
		if !(row.Whole.Min > 0 && row.Culled.Min > 0 && row.Faster.Min > 0) || row.Largest > 1+oneRounding/row.OfPeak || row.Bound > 1 {
			t.Errorf("culling of %s by %s: %+v", row.Problem, row.Engine, row)
		}
	}
	var threads []int
	for _, row := range r.Threads {
		threads = append(threads, row.Threads)
	}
	if got := slices.Compact(threads); !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("threads %v, want 1, 2 and 3", got)
	}
	if r.Machine.CPU == "" || r.Machine.Threads != 3 || r.Program != "gobragg "+set.Version || !(r.Seconds > 0) {
		t.Errorf("report of %+v by %s in %g s", r.Machine, r.Program, r.Seconds)
	}

	var b bytes.Buffer
	if err := r.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	back, err := Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, r) {
		t.Error("the report read differs from the one written")
	}
	if _, err := Read(strings.NewReader(`{"schema": 99}`)); err == nil || !strings.Contains(err.Error(), "form 99") {
		t.Errorf("a report of another form: error %v", err)
	}
}

func TestMeasureStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	set := setup()
	set.Tell = func(Section, any) { cancel() }
	if _, err := Measure(ctx, tiny(), set); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}

// TestProblems: the options describe the very image that is measured, and the
// suites hold what they promise.
func TestProblems(t *testing.T) {
	for _, p := range tiny().Matrix {
		settings, err := config.ParseArgs(p.Args("table.hkl"))
		if err != nil {
			t.Fatal(err)
		}
		r, err := settings.Experiment(func(string) (io.ReadCloser, error) {
			var b bytes.Buffer
			return io.NopCloser(&b), writeTable(&b)
		})
		if err != nil {
			t.Fatal(err)
		}
		want, err := plan.Compile(r.Experiment)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.compile(0)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: another plan than that of its options", p)
		}
	}
}

// TestFull: every shape with every look-up, size and number of states.
func TestFull(t *testing.T) {
	seen := make(map[Problem]bool)
	for _, p := range Full().Matrix {
		p.Side = 0
		seen[p] = true
	}
	for _, shape := range Shapes {
		for _, factors := range Factors {
			for _, cells := range []int{5, 50, 500} {
				for _, n := range []int{1, 50, 1000, 100_000} {
					if p := (Problem{shape, factors, cells, n, 0, 1, 0, [2]int{}}); !seen[p] {
						t.Errorf("%s is not measured", p)
					}
				}
			}
		}
	}
}

func TestShortest(t *testing.T) {
	roofs := []Roof{{"narrow", 10, 20}, {"wide", 20, 40}}
	for _, c := range []struct {
		work  simd.Work
		roofs []Roof
		want  float64
	}{
		{simd.Work{Double: 40}, roofs, 2},
		{simd.Work{Double: 40, Single: 40}, roofs, 3},
		{simd.Work{Double: 40}, nil, 0},
	} {
		if got := shortest(c.work, c.roofs); got != c.want {
			t.Errorf("shortest(%+v) under %d roofs = %g, want %g", c.work, len(c.roofs), got, c.want)
		}
	}
}
