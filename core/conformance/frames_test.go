package conformance

import (
	"fmt"
	"strings"
)

// smallFrames are experiments of a second at most that between them use all of the
// model. Their images must not depend on tiles, threads, or the machine.
var smallFrames = []struct{ name, args string }{
	{"square", triclinic + "-default_F 50 -Na 5 -Nb 8 -Nc 3 -oversample 2 -polar 0.8"},
	{"round", triclinic + "-default_F 50 -Na 6 -Nb 8 -Nc 5 -round_xtal -oversample 2"},
	{"gauss", triclinic + "-default_F 50 -Na 6 -Nb 8 -Nc 5 -gauss_xtal -oversample 2"},
	{"tophat", triclinic + "-default_F 50 -Na 3 -Nb 4 -Nc 3 -tophat_spots -oversample 3"},
	{"nearest", triclinic + "-hkl table.hkl -default_F 3 -N 5 -nointerpolate -oversample 2"},
	{"tricubic", triclinic + "-hkl table.hkl -default_F 3 -N 2 -oversample 2"},
	{"thick sensor", triclinic + "-default_F 50 -N 5 -detector_abs 200 -detector_thick 450 -thicksteps 4 -detector_rotx 10 -oversample 2 -oversample_thick"},
	{"curved", triclinic + "-default_F 50 -N 5 -curved_det -dials -twotheta 15 -detector_rotz 5 -oversample 2"},
	{"divergence", triclinic + "-default_F 50 -N 6 -hdivrange 4 -vdivrange 2 -hdivsteps 3 -vdivsteps 3 -dispersion 3 -dispsteps 4 -oversample 1 -oversample_polar"},
	{"mosaic and phi", triclinic + "-default_F 50 -N 7 -phi 10 -osc 2 -phisteps 5 -mosaic 0.3 -mosaic_domains 7 -oversample 1"},
	{"sources", triclinic + "-default_F 50 -N 6 -sourcefile sources.txt -misset random -oversample 2"},
	{"water and limit", triclinic + "-default_F 50 -N 2 -water 20 -dmin 3.2 -xds -pivot beam -detector_roty 20 -oversample 2 -oversample_omega"},
	{"compat", triclinic + "-default_F 50 -N 5 -curved_det -water 20 -dmin 3.2 -detector_abs 200 -detector_thick 450 -thicksteps 3 -misset random -oversample 2 -compat"},
}

// triclinic is a crystal before a detector of odd size, 27 × 19 pixels.
const (
	triclinic   = "-cell 38.4 47.2 58.9 85 95 105 -misset 20 30 40 -lambda 1.1 -distance 60 -pixel 0.9 -detpixels_x 27 -detpixels_y 19 "
	smallWidth  = 27
	smallHeight = 19
)

// smallFiles are what smallFrames read.
var smallFiles = func() texts {
	var hkl strings.Builder
	for h := -4; h <= 4; h++ {
		for k := -5; k <= 5; k++ {
			for l := -6; l <= 6; l++ {
				if (h*h+3*k+l)%7 != 0 {
					fmt.Fprintln(&hkl, h, k, l, 20+(7*h*h+13*k*k+3*l*l+h*k+5*l+100)%90)
				}
			}
		}
	}
	return texts{
		"table.hkl":   hkl.String(),
		"sources.txt": "-10 0.02 0 1 1.1e-10\n-10 -0.03 0.02 0.5 1.12e-10\n-10 0 -0.03 2 1.07e-10\n",
	}
}()
