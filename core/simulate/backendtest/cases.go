// Package backendtest is the conformance suite that every backend passes. Each
// case isolates one feature of the model on a small detector and is held against
// package kernel.
//
//	func TestConformance(t *testing.T) {
//		backendtest.Run(t, simulate.Scalar(0), backendtest.Budget{OfPeak: 0})
//	}
package backendtest

import (
	"fmt"
	"io"
	"io/fs"
	"strings"

	"gobragg/core/config"
	"gobragg/core/plan"
)

// Case is a small experiment, as the arguments of the command.
type Case struct {
	Name string
	Args string
}

// crystal and camera are common to the cases: a triclinic cell of a few Bragg
// spots on a detector of odd size.
const (
	crystal = "-cell 38.4 47.2 58.9 85 95 105 -misset 20 30 40 -lambda 1.1 "
	camera  = "-distance 60 -pixel 0.9 -detpixels_x 27 -detpixels_y 19 "
	table   = "-hkl table.hkl -default_F 3 "
	plain   = crystal + camera + "-default_F 50 "
	near    = crystal + "-distance 60 -pixel 0.1 -detpixels_x 27 -detpixels_y 19 "
)

// Cases returns the suite. A feature that any backend treats in its own way
// belongs here.
func Cases() []Case {
	return []Case{
		{"one state", plain + "-N 5 -oversample 1"},
		{"N of one", plain + "-N 1 -oversample 1"},
		{"unequal N", plain + "-Na 3 -Nb 8 -Nc 5 -oversample 2"},
		{"even N", plain + "-N 12 -oversample 1"},
		{"large N", plain + "-N 200 -oversample 2"},
		{"N of a thousand", plain + "-N 1000 -oversample 1"},
		{"exactly on the lattice", camera + "-cell 100 100 100 90 90 90 -lambda 1 -N 5 -default_F 10 -oversample 1"},
		{"sub-pixels", plain + "-N 5 -oversample 5"},
		{"mosaic domains", plain + "-N 7 -mosaic 0.6 -mosaic_domains 21 -oversample 1"},
		{"rotation", plain + "-N 7 -phi 10 -osc 2 -phisteps 9 -oversample 1"},
		{"rotation of a mosaic crystal", plain + "-N 7 -phi 10 -osc 2 -phisteps 5 -mosaic 0.3 -mosaic_domains 7 -oversample 1"},
		{"divergent pink beam", plain + "-N 6 -hdivrange 4 -vdivrange 2 -hdivsteps 3 -vdivsteps 3 -dispersion 3 -dispsteps 4 -oversample 1"},
		{"weighted sources", plain + "-N 6 -sourcefile sources.txt -oversample 2"},
		{"table", crystal + camera + table + "-N 5 -nointerpolate -oversample 2"},
		{"table and many states", crystal + camera + table + "-N 5 -nointerpolate -mosaic 2 -mosaic_domains 40 -oversample 1"},
		{"tricubic", crystal + camera + table + "-N 4 -interpolate -oversample 2"},
		{"tricubic beyond the table", crystal + table + "-distance 20 -pixel 2 -detpixels 21 -N 2 -interpolate -oversample 1 -mosaic 3 -mosaic_domains 5"},
		{"round", plain + "-Na 6 -Nb 8 -Nc 5 -round_xtal -oversample 2"},
		{"gauss", plain + "-Na 6 -Nb 8 -Nc 5 -gauss_xtal -oversample 2 -fudge 0.9"},
		{"top hat", plain + "-Na 3 -Nb 4 -Nc 3 -tophat_spots -oversample 3"},
		{"round, table", crystal + camera + table + "-N 5 -round_xtal -nointerpolate -mosaic 1 -mosaic_domains 5"},
		{"round, tricubic", crystal + camera + table + "-N 5 -round_xtal -interpolate -mosaic 1 -mosaic_domains 5"},
		{"gauss, table", crystal + camera + table + "-N 5 -gauss_xtal -nointerpolate -oversample 2"},
		{"top hat, table", crystal + camera + table + "-N 3 -tophat_spots -nointerpolate -oversample 3"},
		{"top hat, tricubic", crystal + camera + table + "-N 3 -tophat_spots -interpolate -oversample 3"},
		{"gauss, tricubic", crystal + camera + table + "-N 5 -gauss_xtal -interpolate -oversample 2"},
		{"thick sensor", plain + "-N 5 -detector_abs 200 -detector_thick 450 -thicksteps 4 -detector_rotx 10 -detector_roty -7 -oversample 2"},
		{"thick sensor, each sub-pixel", plain + "-N 5 -detector_abs 200 -detector_thick 450 -thicksteps 3 -detector_rotx 20 -oversample 2 -oversample_thick"},
		{"each factor at each sample", plain + "-N 5 -polar 0.9 -detector_abs 200 -detector_thick 450 -thicksteps 2 -oversample 3 -oversample_thick -oversample_polar -oversample_omega -hdivrange 3 -hdivsteps 2"},
		{"polarized", plain + "-N 5 -polar 0.95 -oversample 2"},
		{"no polarization", plain + "-N 5 -nopolar -oversample 2"},
		{"point pixels", plain + "-N 5 -point_pixel -oversample 2"},
		{"tilted, two-theta", plain + "-N 5 -detector_rotx 15 -detector_roty 10 -twotheta 25 -xds -oversample 2"},
		{"curved", plain + "-N 5 -curved_det -dials -oversample 2"},
		{"curved, compat", plain + "-N 5 -curved_det -oversample 2 -compat"},
		{"thick sensor, compat", plain + "-N 5 -detector_abs 200 -detector_thick 450 -thicksteps 4 -oversample 1 -compat"},
		{"something left out", near + "-N 60 -oversample 9 -default_F 50 -mosaic 0.3 -mosaic_domains 6 -cull 3e4"},
		{"something left out, table", near + table + "-N 40 -nointerpolate -oversample 7 -hdivrange 2 -hdivsteps 2 -polar 0.9 -oversample_polar -detector_rotx 10 -dmin 25 -cull 20"},
		{"something left out, round", near + "-N 20 -oversample 6 -default_F 50 -round_xtal -detector_abs 200 -detector_thick 450 -thicksteps 2 -curved_det -dials -cull 100"},
		{"resolution limit", plain + "-N 5 -dmin 3.2 -oversample 3 -hdivrange 5 -hdivsteps 2"},
		{"everything beyond the limit", plain + "-N 5 -dmin 500 -water 4 -oversample 2"},
		{"water", plain + "-N 2 -water 20 -oversample 2 -polar 0.5"},
		{"water, thick sensor, limit", plain + "-N 2 -water 20 -dmin 3.2 -detector_abs 200 -detector_thick 450 -oversample 2"},
		{"water, compat", plain + "-N 2 -water 20 -dmin 3.2 -oversample 2 -compat"},
		{"mask", crystal + "-distance 60 -default_F 50 -N 5 -mask mask.img -oversample 2"},
		{"region of interest", plain + "-N 5 -oversample 2 -roi 3 21 2 13"},
		{"one pixel", plain + "-N 5 -oversample 2 -roi 11 11 7 7"},
		{"behind the sample", plain + "-N 5 -xds -pix0_vector -0.01 -0.01 -0.06 -oversample 1"},
	}
}

// files are what the cases read.
func files() map[string]string {
	var hkl strings.Builder
	for h := -6; h <= 6; h++ {
		for k := -7; k <= 7; k++ {
			for l := -8; l <= 8; l++ {
				if (h*h+3*k+l)%5 != 0 { // holes: default_F
					fmt.Fprintf(&hkl, "%d %d %d %d\n", h, k, l, 20+(h*h*7+k*k*13+l*l*3+h*k+5*l+100)%90)
				}
			}
		}
	}
	mask := "{\nHEADER_BYTES=512;\nDIM=2;\nBYTE_ORDER=little_endian;\nTYPE=unsigned_short;\nSIZE1=27;\nSIZE2=19;\nPIXEL_SIZE=0.9;\n}\n\f"
	pixels := make([]byte, 2*27*19)
	for i := range 27 * 19 {
		if i%7 != 0 && i%27 != 5 {
			pixels[2*i] = 1
		}
	}
	return map[string]string{
		"table.hkl":   hkl.String(),
		"sources.txt": "-10 0.02 0 1 1.1e-10\n-10 -0.03 0.02 0.5 1.12e-10\n-10 0 -0.03 2 1.07e-10\n",
		"mask.img":    mask + strings.Repeat(" ", 512-len(mask)) + string(pixels),
	}
}

// Plan compiles the case.
func (c Case) Plan() (*plan.Plan, error) {
	settings, err := config.ParseArgs(strings.Fields(c.Args))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Name, err)
	}
	all := files()
	resolved, err := settings.Experiment(func(name string) (io.ReadCloser, error) {
		text, ok := all[name]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return io.NopCloser(strings.NewReader(text)), nil
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Name, err)
	}
	p, err := plan.Compile(resolved.Experiment)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.Name, err)
	}
	return p, nil
}
