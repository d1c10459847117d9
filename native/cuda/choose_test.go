package cuda

import (
	"testing"

	"gobragg/core/plan"
	"gobragg/native/cuda/abi"
)

func TestChoose(t *testing.T) {
	const cell = "-cell 50 60 70 90 90 90 -default_F 10 -detpixels 8 "
	for _, c := range []struct {
		name   string
		args   string
		ratio  int
		double bool
		want   string
	}{
		{"H100", cell + "-N 5", 2, false, "fixed_square_uniform"},
		{"a ratio of four", cell + "-N 5", 4, false, "fixed_square_uniform"},
		{"GeForce", cell + "-N 5", 64, false, "anchored_square_uniform"},
		{"Turing", cell + "-N 5", 32, false, "anchored_square_uniform"},
		{"asked for", cell + "-N 5", 64, true, "double_square_uniform"},
		{"one F of another shape", cell + "-N 5 -gauss_xtal", 2, false, "fixed_profile_nearest"},
		// (10⁷)³ = 10²¹ cells.
		{"too many cells", cell + "-N 10000000", 2, false, "double_square_uniform"},
		// 2⁻²⁴ of a period is lost in float32 from 2²⁴ cells on.
		{"too many along an axis", cell + "-Na 20000000 -Nb 1 -Nc 1", 64, false, "double_square_uniform"},
		{"which fixed phase can", cell + "-Na 20000000 -Nb 1 -Nc 1", 2, false, "fixed_square_uniform"},
		// 2·300 µm/1 Å = 6·10⁶.
		{"indices beyond fixed phase", "-cell 3e6 3e6 3e6 90 90 90 -default_F 10 -detpixels 8 -N 1 -lambda 1", 2, false, "double_square_uniform"},
		{"but not beyond an anchor", "-cell 3e6 3e6 3e6 90 90 90 -default_F 10 -detpixels 8 -N 1 -lambda 1", 64, false, "anchored_square_uniform"},
	} {
		p := compile(t, c.args+" -oversample 1")
		if got := choose(p, About{Ratio: c.ratio}.family(), c.double).Name(); got != c.want {
			t.Errorf("%s: kernel %s, want %s", c.name, got, c.want)
		}
	}
	for _, k := range []plan.Lookup{plan.Uniform, plan.Nearest, plan.Tricubic} {
		for shape := plan.Square; shape <= plan.TopHat; shape++ {
			p := compile(t, cell+"-N 5")
			p.Shape, p.Lookup = shape, k
			got := choose(p, abi.Fixed, false)
			found := false
			for _, have := range abi.Kernels() {
				found = found || have == got
			}
			if !found {
				t.Errorf("shape %d, look-up %d: there is no kernel %s", shape, k, got.Name())
			}
		}
	}
}

// TestAnchorEdge: anchors come nearer with larger crystals, coarser pixels and larger
// cells, and are never farther apart than a tile.
func TestAnchorEdge(t *testing.T) {
	for _, c := range []struct {
		args string
		want int32
	}{
		{"-cell 50 60 70 90 90 90 -default_F 1 -detpixels 8 -pixel 0.1 -distance 100 -N 5", 16},
		{"-cell 79 79 38 90 90 90 -default_F 1 -detpixels 8 -pixel 0.1 -distance 100 -N 200 -lambda 1", 16},
		{"-cell 79 79 38 90 90 90 -default_F 1 -detpixels 8 -pixel 0.1 -distance 100 -N 1000 -lambda 1", 8},
		{"-cell 79 79 38 90 90 90 -default_F 1 -detpixels 8 -pixel 0.9 -distance 60 -N 1000 -lambda 1", 1},
		{"-cell 79 79 38 90 90 90 -default_F 1 -detpixels 8 -pixel 0.1 -distance 100 -N 100000 -lambda 1", 1},
	} {
		if got := anchorEdge(compile(t, c.args+" -oversample 1")); got != c.want {
			t.Errorf("%s: anchors %d pixels apart, want %d", c.args, got, c.want)
		}
	}
}

// TestTable: what float32 kernels read never exceeds 1, and with the scale gives F back.
func TestTable(t *testing.T) {
	p := compile(t, "-cell 50 60 70 90 90 90 -default_F 4 -detpixels 8 -N 5")
	p.Lookup, p.GridSize, p.F = plan.Nearest, [3]int32{1, 1, 4}, []float32{8, -16, 0, 2}
	for _, c := range []struct {
		kernel  abi.Kernel
		table   []float32
		missing float64
		unit    float64
	}{
		{abi.Kernel{Precision: abi.Fixed, Lookup: plan.Nearest}, []float32{0.25, 1, 0, 1. / 64}, 1. / 16, 16},
		{abi.Kernel{Precision: abi.Anchored, Lookup: plan.Tricubic}, []float32{0.5, -1, 0, 0.125}, 0.25, 16},
		{abi.Kernel{Precision: abi.Double, Lookup: plan.Nearest}, []float32{8, -16, 0, 2}, 4, 1},
	} {
		got, a := table(p, c.kernel), params(p, c.kernel)
		for i, f := range c.table {
			if got[i] != f {
				t.Errorf("%s: table %v, want %v", c.kernel.Name(), got, c.table)
				break
			}
		}
		if a.DefaultF != c.missing || a.Scale != p.Scale*c.unit*c.unit {
			t.Errorf("%s: default %v, scale %v, want %v, %v", c.kernel.Name(), a.DefaultF, a.Scale/p.Scale, c.missing, c.unit*c.unit)
		}
	}
	clear(p.F)
	p.DefaultF = 0
	k := abi.Kernel{Precision: abi.Fixed, Lookup: plan.Nearest}
	if a := params(p, k); a.Scale != p.Scale || a.DefaultF != 0 || table(p, k)[0] != 0 {
		t.Errorf("without any F: scale %v, default %v", a.Scale, a.DefaultF)
	}
}
