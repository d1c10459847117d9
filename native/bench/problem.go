package bench

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"

	"gobragg/core/config"
	"gobragg/core/hkl"
	"gobragg/core/plan"
)

// Problem is an image to render: an orthorhombic crystal, for of a triclinic one
// nanoBragg's image is wrong, in front of a square detector of always the same size,
// however many pixels it has.
type Problem struct {
	Shape        string `json:"shape"`   // square, round, gauss or tophat
	Factors      string `json:"factors"` // one F, table or tricubic
	Cells        int    `json:"cells"`   // unit cells along each axis
	Orientations int    `json:"orientations"`
	Side         int    `json:"side"`       // pixels along each edge
	Oversample   int    `json:"oversample"` // sub-pixels along each edge of a pixel; 0: three a fringe
	// Window is the pixels along each edge of the part to render, 0: all, and Corner
	// its first pixel, fast and slow.
	Window int    `json:"window,omitempty"`
	Corner [2]int `json:"window_corner,omitzero"`
}

// Structure factors of a problem.
const (
	OneF     = "one F"
	Table    = "table"
	Tricubic = "tricubic"
)

// Shapes and Factors are all there are of each.
var (
	Shapes  = []string{"square", "round", "gauss", "tophat"}
	Factors = []string{OneF, Table, Tricubic}
)

// detector is its edge, mm. At 100 mm and 1 Å its corners are at 4 Å.
const detector = 35.84

func (p Problem) String() string {
	side := p.Side
	if p.Window > 0 {
		side = p.Window
	}
	return fmt.Sprintf("%s, %s, N = %d, %d orientations, %d × %d pixels", p.Shape, p.Factors, p.Cells, p.Orientations, side, side)
}

// Args returns the options of gobragg, and of nanoBragg, for the problem. table is
// the file of structure factors.
func (p Problem) Args(table string) []string {
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	args := []string{
		"-cell", "70", "80", "90", "90", "90", "90", "-misset", "10", "20", "30", "-N", strconv.Itoa(p.Cells),
		"-lambda", "1", "-distance", "100", "-detpixels", strconv.Itoa(p.Side), "-pixel", number(detector / float64(p.Side)),
		"-oversample", strconv.Itoa(p.Oversample), "-mosaic", "1", "-mosaic_domains", strconv.Itoa(p.Orientations),
	}
	if p.Window > 0 {
		args = append(args, "-roi")
		for _, first := range p.Corner {
			args = append(args, strconv.Itoa(first), strconv.Itoa(first+p.Window-1))
		}
	}
	switch p.Factors {
	case OneF:
		args = append(args, "-default_F", "100")
	case Table:
		args = append(args, "-hkl", table, "-default_F", "0", "-nointerpolate")
	case Tricubic:
		args = append(args, "-hkl", table, "-default_F", "0", "-interpolate")
	}
	switch p.Shape {
	case "round":
		args = append(args, "-round_xtal")
	case "gauss":
		args = append(args, "-gauss_xtal")
	case "tophat":
		args = append(args, "-tophat_spots")
	}
	return args
}

// reach is the largest index in the table. The largest of a sample is the longest
// edge, 90 Å, over 4 Å, and interpolation reads two further.
const reach = 25

// amplitude is F of the table, electrons: numbers without a pattern.
func amplitude(h, k, l int) float64 {
	return 10 + math.Mod(math.Abs(float64(h*7919+k*104729+l*1299709)), 997)/10
}

// structureFactors returns the table.
func structureFactors() *hkl.Grid {
	const n = 2*reach + 1
	g := &hkl.Grid{Min: [3]int32{-reach, -reach, -reach}, Size: [3]int32{n, n, n}, F: make([]float32, 0, n*n*n)}
	each(func(h, k, l int) { g.F = append(g.F, float32(amplitude(h, k, l))) })
	return g
}

// writeTable writes the table as text.
func writeTable(w io.Writer) error {
	b := bufio.NewWriter(w)
	each(func(h, k, l int) { fmt.Fprintf(b, "%d %d %d %g\n", h, k, l, amplitude(h, k, l)) })
	return b.Flush()
}

// each visits the indices of the table, h outermost.
func each(visit func(h, k, l int)) {
	for h := -reach; h <= reach; h++ {
		for k := -reach; k <= reach; k++ {
			for l := -reach; l <= reach; l++ {
				visit(h, k, l)
			}
		}
	}
}

// compile returns the plan of p, which may leave out so many photons of any pixel.
func (p Problem) compile(cull float64) (*plan.Plan, error) {
	// The table is taken from memory, rather than written and read for every plan.
	bare := p
	bare.Factors = OneF
	settings, err := config.ParseArgs(bare.Args(""))
	if err != nil {
		return nil, err
	}
	r, err := settings.Experiment(nil)
	if err != nil {
		return nil, err
	}
	if p.Factors != OneF {
		c := &r.Experiment.Crystal
		c.Table, c.Interpolate, c.DefaultF = structureFactors(), p.Factors == Tricubic, 0
	}
	r.Experiment.Sampling.Cull = cull
	return plan.Compile(r.Experiment)
}
