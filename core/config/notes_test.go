package config

import (
	"strings"
	"testing"
)

// noteFiles are the files of the cases below.
func noteFiles(t testing.TB) map[string]string {
	return map[string]string{
		"f.hkl":     "1 0 0 5\n-1 0 0 5\n",
		"big.hkl":   "90 90 90 1\n-90 -90 -90 2\n",
		"twice.hkl": "1 0 0 5\n1 0 0 6\n",
		"a.mat":     "0.01 0 0 0 0.01 0 0 0 0.01",
		"same.txt":  "-10 0 0 1\n-10 1 0 1\n",
		"w.txt":     "-10 0 0 1\n-10 1 0 2\n",
		"c.txt":     "# two\n-10 0 0 1\n-10 1 0 1\n",
		"a.img":     smv(t, 30, 30, 1, "PIXEL_SIZE=1 DISTANCE=80"),
		"t.img":     smv(t, 30, 30, 1, "PIXEL_SIZE=1 TWOTHETA=3"),
		"d.img":     smv(t, 30, 30, 1, "PIXEL_SIZE=1 CLOSE_DISTANCE=70"),
	}
}

// TestDifferenceNotes: each way in which gobragg departs from the reference
// program is announced where it can show, and not where it cannot.
func TestDifferenceNotes(t *testing.T) {
	files := noteFiles(t)
	tested := make(map[string]bool)
	for _, tc := range []struct {
		id, option string
		shows, not []string // option lists
	}{
		{"triclinic-cell", "-cell",
			[]string{"-cell 70 80 90 75 85 95", "-cell 70 80 90 90 85 95"},
			[]string{"-cell 70 80 90 90 105 90", "-cell 70 80 90", "-cell 70 70 90 90 90 120", "-cell 70 80 90 75 85 95 -mat a.mat"}},
		{"sensor-layers", "-detector_thick",
			[]string{"-detector_thick 300 -detector_abs 200", "-detector_thick 300"},
			[]string{"", "-detector_abs 200", "-detector_thick 300 -detector_abs inf", "-detector_thick 0 -detector_abs 3"}},
		{"oversample-factors", "-oversample_omega",
			[]string{"-oversample_omega -oversample 2", "-oversample_omega -oversample 1 -phisteps 2", "-oversample_omega -oversample 1 -dispersion 1"},
			[]string{"-oversample_omega -oversample 1", "-oversample 2"}},
		{"oversample-factors", "-oversample_polar", []string{"-oversample_polar -oversample 2"}, []string{"-oversample_polar -oversample 2 -nopolar"}},
		{"oversample-factors", "-oversample_thick",
			[]string{"-oversample_thick -oversample 1", "-oversample_thick -detector_thick 3 -oversample 1"},
			[]string{"-oversample_thick -detector_thick 3 -thicksteps 1 -oversample 1"}},
		{"phi-zero", "-phi",
			[]string{"-phi 0 -osc 1", "-osc 1 -phisteps 5", "-phi -1 -osc 2 -phisteps 4"},
			[]string{"", "-phi 0", "-phi 1 -osc 1", "-osc 1 -phisteps 1"}},
		{"interpolation-edge", "-interpolate",
			[]string{"-hkl f.hkl -interpolate"},
			[]string{"-hkl f.hkl -nointerpolate", "-hkl big.hkl -interpolate", "-interpolate"}},
		{"interpolation-edge", "-hkl", []string{"-hkl f.hkl -N 1", "-hkl big.hkl -N 1 -distance 5 -lambda 0.5"}, []string{"-hkl f.hkl -N 5", "-hkl big.hkl -N 1"}},
		{"interpolation-choice", "-samplesize",
			[]string{"-hkl f.hkl -samplesize 0.0001"},
			[]string{"-samplesize 0.0001", "-hkl f.hkl -samplesize 0.0001 -N 5", "-hkl f.hkl -samplesize 0.0001 -interpolate", "-hkl f.hkl -samplesize 0.00001"}},
		{"interpolation-choice", "-sample_thick", []string{"-hkl f.hkl -sample_x 0.0001 -Nb 5 -Nc 5"}, []string{"-hkl f.hkl -sample_x 0.0001"}},
		{"source-weights", "-sourcefile", []string{"-sourcefile w.txt"}, []string{"-sourcefile same.txt", ""}},
		{"source-comments", "-sourcefile", []string{"-sourcefile c.txt"}, []string{"-sourcefile same.txt"}},
		{"random-misset", "-misset", []string{"-misset random"}, []string{"-misset 1 2 3", ""}},
		{"substring-names", "-misset_seed", []string{"-misset random -misset_seed 3", "-misset_seed 3"}, []string{"-misset_seed 3 -misset random"}},
		{"substring-names", "-twotheta_axis", []string{"-twotheta 5 -twotheta_axis 0 1 0", "-twotheta_axis 0 1 0"}, []string{"-twotheta_axis 0 1 0 -twotheta 5", "-twotheta 5"}},
		{"pivot", "-pivot",
			[]string{"-pivot sample", "-xds -pivot beam", "-beam_vector 1 0 0 -pivot sample -distance 80"},
			[]string{"-pivot beam", "-xds -pivot sample", "-beam_vector 1 0 0 -pivot sample", "-ORGX 3"}},
		{"pix0-vector", "-pix0_vector", []string{"-pix0_vector 0.1 0.05 -0.05"}, []string{"-pix0_vector 0.1 0.05 -0.05 -mosflm", ""}},
		{"custom-normal", "-odet_vector", []string{"-odet_vector 0.8 0.1 0"}, []string{"-odet_vector 1 0 0", "-odet_vector 0.8 0.1 0 -xds"}},
		{"custom-normal", "-fdet_vector", []string{"-fdet_vector 1 0 0 -beam_vector 0.1 0 1"}, []string{"-fdet_vector 0 0 1", "-fdet_vector 0 0 1 -sdet_vector 0 1 0"}},
		{"twotheta-axis-length", "-twotheta_axis", []string{"-twotheta_axis 0 2 0 -twotheta 5"}, []string{"-twotheta_axis 0 1 0 -twotheta 5", "-twotheta_axis 0 2 0"}},
		{"header-twotheta", "-twotheta", []string{"-twotheta 5", "-xds -twotheta 5"}, []string{"", "-twotheta 0", "-detector_rotx 5"}},
		{"backward-normal", "-twotheta", []string{"-twotheta 100", "-adxv -twotheta -100"}, []string{"-twotheta 80", "-xds -twotheta 100", "-twotheta 100 -pix0_vector -0.1 0 0 -pivot sample", ""}},
		{"water", "-water", []string{"-water 3 -flux 1e12", "-water 3 -phisteps 2", "-water 3 -dmin 2", "-water 3 -oversample 2", "-water 3 -detector_thick 4"},
			[]string{"-water 3 -oversample 1", "-flux 1e12", "-water 0 -phisteps 2"}},
		{"curved-detector", "-curved_det", []string{"-curved_det"}, []string{""}},
		{"nopolar-oversample", "-nopolar", []string{"-nopolar -oversample_polar"}, []string{"-nopolar", "-oversample_polar", "-nopolar -oversample_polar -polar 1"}},
		{"steps-without-range", "-hdivsteps", []string{"-hdivsteps 3", "-hdivstep 1 -hdivsteps 3"}, []string{"-hdivrange 1 -hdivsteps 3", "-hdivsteps 1", "-hdivstep 1 -hdivsteps 2", "-hdivsteps 3 -sourcefile w.txt"}},
		{"steps-without-range", "-divsteps", []string{"-divsteps 3"}, []string{"-divergence 1 -divsteps 3"}},
		{"steps-without-range", "-phisteps", []string{"-phistep 1 -phisteps 3"}, []string{"-phisteps 3", "-osc 1 -phistep 1 -phisteps 3"}},
		{"matrix-and-cell", "-cell", []string{"-mat a.mat"}, []string{""}},
		{"sensor-off", "-detector_abs", []string{"-detector_abs inf -detector_thick 3", "-detector_abs 0 -detector_thick 3"}, []string{"-detector_thick 3 -detector_abs inf", "-detector_abs inf"}},
		{"smv-headers", "-img", []string{"-img t.img", "-img d.img"}, []string{"-img a.img", ""}},
		{"smv-headers", "-mask", []string{"-mask t.img"}, []string{"-mask a.img"}},
		{"documented-names", "-hdiv", []string{"-hdiv 1"}, []string{"-hdivrange 1"}},
		{"documented-names", "-detsize_x", []string{"-detsize_x 30", "--detsize_x 30"}, []string{"-detsize_f 30"}},
	} {
		tested[tc.id] = true
		has := func(args string) *Note {
			for _, n := range resolve(t, plain+args, files).Notes {
				if n.Difference == tc.id && n.Option == tc.option {
					return &n
				}
			}
			return nil
		}
		d := difference(t, tc.id)
		for _, args := range tc.shows {
			n := has(args)
			if n == nil {
				t.Errorf("%s: %q gives no note at %s", tc.id, args, tc.option)
				continue
			}
			if got := strings.Contains(n.Text, "-compat"); got != d.Compat {
				t.Errorf("%s: the note speaks of -compat: %v, want %v: %s", tc.id, got, d.Compat, n)
			}
			if tc.id == "pivot" || tc.id == "custom-normal" || tc.id == "documented-names" {
				continue
			}
			if n := has(args + " -compat"); n == nil || d.Compat != strings.HasPrefix(n.Text, "-compat: as the reference program") {
				t.Errorf("%s: %q -compat gives the note %v", tc.id, args, n)
			}
		}
		for _, args := range tc.not {
			if n := has(args); n != nil {
				t.Errorf("%s: %q gives the note %s", tc.id, args, n)
			}
		}
	}

	dump := map[string]string{"Fdump.bin": "x"}
	if notes := resolve(t, plain, dump).Notes; len(notes) != 1 || notes[0].Difference != "stale-dump" {
		t.Errorf("a stale Fdump.bin gives the notes %v", notes)
	}
	tested["stale-dump"] = true
	for _, d := range Differences {
		if d.shows != nil && !tested[d.ID] {
			t.Errorf("no test of the note %s", d.ID)
		}
	}
}

func difference(t testing.TB, id string) Difference {
	t.Helper()
	for _, d := range Differences {
		if d.ID == id {
			return d
		}
	}
	t.Fatalf("no difference %s", id)
	return Difference{}
}

// TestNotes: options without effect and assumptions, in args and not in without.
func TestNotes(t *testing.T) {
	files := noteFiles(t)
	for _, tc := range []struct{ name, args, without, note string }{
		{"unused", "-density 1.2", "", "NOTE: -density: has no effect"},
		{"unused alias", "-sample_den 1.2", "", "NOTE: -density: has no effect"},
		{"unused weight", "-MW 5", "", "NOTE: -MW: has no effect"},
		{"unused flag", "-coherent", "", "NOTE: -coherent: has no effect"},
		{"unused table", "-stol x", "", "NOTE: -stol: has no effect"},
		{"unused table 4", "-4stol x", "", "NOTE: -4stol: has no effect"},
		{"unused table Q", "-Q x", "", "NOTE: -Q: has no effect"},
		{"unused output", "-stolout x", "", "NOTE: -stolout: has no effect"},
		{"printout", "-printout", "-trace 1 1", "NOTE: -printout: has no effect; -trace"},
		{"fudge", "-fudge 2", "-fudge 2 -round_xtal", "NOTE: -fudge: has no effect on a square crystal; choose -round_xtal"},
		{"interpolate", "-interpolate", "-interpolate -hkl f.hkl", "NOTE: -interpolate: has no effect without a table"},
		{"dump and hkl", "-dumpfile f.hkl -hkl f.hkl", "-hkl f.hkl", "NOTE: -dumpfile: has no effect: -hkl wins"},
		{"duplicates", "-hkl twice.hkl", "-hkl f.hkl", "NOTE: -hkl: 1 line of twice.hkl is replaced by a later one"},
		{"no structure factors", "-default_F 0", "-default_F 1", "WARNING: -default_F: there are no structure factors"},
		{"mosaic spread alone", "-mosaic 1", "-mosaic 1 -mosaic_domains 10", "WARNING: -mosaic: 10 mosaic domains are assumed"},
		{"domains alone", "-mosaic_domains 5", "-mosaic_domains 5 -mosaic 1", "NOTE: -mosaic_domains: one domain is enough"},
		{"mosaic seed", "-mosaic_seed 5", "-mosaic_seed 5 -mosaic 1", "NOTE: -mosaic_seed: has no effect"},
		{"misset seed", "-misset_seed 5", "-misset_seed 5 -misset random", "NOTE: -misset_seed: has no effect"},
		{"random misset", "-misset random", "-misset 0 0 0", "NOTE: -misset: the random orientation of seed 1 is -misset "},
		{"cells and size", "-N 5 -sample_x 0.001 -oversample 1", "-N 5 -oversample 1", "NOTE: -N: has no effect along a: the crystal's size in mm wins"},
		{"cells below 1", "-N 0", "-N 1", "NOTE: -N: 0 cells count as 1"},
		{"clipped", "-samplesize 0.2 -oversample 1", "-samplesize 0.1 -oversample 1", "WARNING: -samplesize: the crystal's 0.2 mm along b are clipped to the beam of 0.1 mm"},
		{"clipped width", "-width 0.2 -oversample 1", "-sample_x 0.2 -oversample 1", "WARNING: -sample_width: the crystal's 0.2 mm along b are clipped"},
		{"automatic oversampling", "-N 50", "-N 50 -oversample 15", "NOTE: -oversample: 15 × 15 sub-pixels are chosen"},
		{"lambda, then energy", "-lambda 1 -energy 9000", "-lambda 1", "NOTE: -lambda: has no effect: the later -energy wins"},
		{"energy, then lambda", "-energy 9000 -lambda 1", "-energy 9000", "NOTE: -energy: has no effect: the later -lambda wins"},
		{"divergence and sources", "-divergence 1 -sourcefile w.txt", "-sourcefile w.txt", "NOTE: -divergence: has no effect: -sourcefile replaces"},
		{"dispersion and sources", "-dispsteps 3 -sourcefile w.txt", "-sourcefile w.txt", "NOTE: -dispsteps: has no effect: -sourcefile replaces"},
		{"divergence steps", "-hdivsteps 3", "-hdivsteps 3 -hdivrange 1", "WARNING: -hdivsteps: one step is taken"},
		{"dispersion steps", "-dispsteps 3", "-dispsteps 3 -dispersion 1", "WARNING: -dispsteps: one step is taken"},
		{"fluence and flux", "-fluence 1 -flux 1", "-fluence 1", "NOTE: -fluence: has no effect: -flux wins"},
		{"no flux", "-flux 0", "-flux 1", "NOTE: -flux: a flux of 0 has no effect"},
		{"exposure", "-exposure 2", "-exposure 2 -flux 1", "NOTE: -exposure: has no effect without -flux"},
		{"beam size", "-beamsize 2", "-beamsize 2 -samplesize 0.0001", "NOTE: -beamsize: has no effect without -flux or a crystal size"},
		{"attenuation alone", "-detector_abs 3", "-detector_abs inf", "NOTE: -detector_abs: has no effect without a sensor"},
		{"thickness alone", "-detector_thick 3", "-detector_thick 3 -detector_abs 3", "WARNING: -detector_thick: an attenuation depth equal to the thickness is assumed"},
		{"thickness, sensor off", "-detector_thick 3 -detector_abs inf", "-detector_thick 3 -detector_abs 3", "NOTE: -detector_thick: has no effect: -detector_abs turns the sensor off"},
		{"layers alone", "-thicksteps 3", "-thicksteps 1", "WARNING: -detector_thicksteps: one layer is taken"},
		{"size and pixels", "-detsize 30 -detpixels 30", "-detsize 30", "NOTE: -detsize: has no effect: the number of pixels wins"},
		{"size and pixels of one axis", "-detsize_y 30 -detpixels_y 30", "-detsize_y 30 -detpixels_x 30", "NOTE: -detsize_s: has no effect"},
		{"two-theta axis alone", "-twotheta_axis 0 1 0", "-twotheta_axis 0 1 0 -twotheta 3", "NOTE: -twotheta_axis: has no effect on the image without -twotheta"},
		{"vectors, then a convention", "-beam_vector 0 0 1 -xds", "-xds", "NOTE: -beam_vector: has no effect: the later -xds brings its own axes"},
		{"skew axes", "-fdet_vector 0 0.1 1", "-fdet_vector 0 0 1", "WARNING: -fdet_vector: the fast and slow axes are not perpendicular"},
		{"beam beyond the detector", "-xds -twotheta 100", "-xds -twotheta 80", "NOTE: -twotheta: the direct beam does not meet the detector"},
		{"distance", "-distance 100 -close_distance 90", "-distance 100", "NOTE: -distance: has no effect on the image: -close_distance wins"},
		{"XDS: beam centre", "-xds -Xbeam 5", "-xds -Xbeam 5 -pivot beam", "NOTE: -Xbeam: has no effect on the image: under -xds the near point places the detector; use -ORGX -ORGY, or -pivot beam"},
		{"XDS, compat: beam centre", "-xds -Xbeam 5 -compat", "-xds -compat", "use -ORGX -ORGY"},
		{"DIALS: near point in mm", "-dials -Yclose 5", "-dials -ORGY 5", "NOTE: -Yclose: has no effect on the image: under -dials the near point"},
		{"XDS with beam pivot: near point", "-xds -pivot beam -ORGX 5 -Xbeam 4", "-xds -pivot beam -ORGX 5", "NOTE: -ORGX: has no effect on the image: -Xbeam -Ybeam win"},
		{"MOSFLM: near point", "-ORGX 5", "-ORGX 5 -pivot sample", "NOTE: -ORGX: has no effect on the image: under -mosflm the beam centre places the detector; use -Xbeam -Ybeam, or -pivot sample"},
		{"ADXV: near point in mm", "-adxv -Xclose 5", "-adxv -Xclose 5 -pivot sample", "NOTE: -Xclose: has no effect on the image: under -adxv the beam centre"},
		{"MOSFLM with sample pivot: beam centre", "-pivot sample -ORGX 5 -Ybeam 5", "-pivot sample -Ybeam 5", "NOTE: -Ybeam: has no effect on the image: the detector turns about the sample"},
		{"custom: near point", "-beam_vector 1 0 0 -ORGX 5 -Xbeam 4", "-beam_vector 1 0 0 -ORGX 5", "NOTE: -ORGX: has no effect on the image: -Xbeam -Ybeam win"},
		{"pix0: beam centre", "-pix0_vector 0.1 0 0 -Xbeam 5", "-Xbeam 5", "NOTE: -Xbeam: has no effect on the image: -pix0_vector places the detector"},
		{"polarization, then none", "-polar 0.5 -nopolar", "-nopolar", "NOTE: -polar: has no effect: the later -nopolar wins"},
		{"no polarization, then some", "-nopolar -polar 0.5 -polar 0.6", "-polar 0.5 -polar 0.6", "NOTE: -nopolar: has no effect: the later -polar wins"},
		{"interpolation on and off", "-interpolate -nointerpolate", "-nointerpolate", "NOTE: -interpolate: has no effect: the later -nointerpolate wins"},
		{"two shapes", "-round_xtal -gauss_xtal -tophat_spots", "-tophat_spots", "NOTE: -round_xtal: has no effect: the later -tophat_spots wins"},
		{"two conventions", "-xds -dials", "-xds -dials -xds -mosflm", "NOTE: -xds: has no effect: the later -dials wins"},
		{"square divergence", "-square_div", "-square_div -divergence 1", "NOTE: -square_div: has no effect without a grid"},
		{"square divergence of one axis", "-square_div -hdivrange 1", "-square_div -hdivrange 1 -vdivrange 1", "NOTE: -square_div: has no effect without a grid"},
		{"one note for three axes", "-N 5 -samplesize 0.0005", "-N 5", "NOTE: -N: has no effect along a, b, c: the crystal's size in mm wins"},
		{"the later number of cells", "-N 5 -Nb 0 -sample_x 0.0001", "-Nb 0 -N 5", "NOTE: -Nb: 0 cells count as 1"},
		{"seed", "-seed 5 -nonoise", "-seed 5", "NOTE: -seed: has no effect"},
		{"seed of pictures", "-seed 5 -o a.png", "-seed 5 -o a.cbf", "NOTE: -seed: has no effect"},
		{"seed of an orientation", "-seed 5 -nonoise -misset random -misset_seed 3", "-seed 5 -nonoise -misset random", "NOTE: -seed: has no effect"},
		{"offset", "-adc 5 -o a.cbf", "-adc 5 -o a.img", "NOTE: -adc: has no effect"},
		{"offset of wide files", "-adc 5 -intfile a.tif -noisefile a.cbf", "-adc 5 -intfile a.bin -noisefile a.cbf", "NOTE: -adc: has no effect"},
		{"scale", "-scale 5 -o a.npy", "-scale 5", "NOTE: -scale: has no effect"},
		{"scale of counts", "-scale 5 -o a.cbf", "-scale 5 -o a.cbf -nonoise", "NOTE: -scale: has no effect"},
		{"header used", "-img a.img", "", "NOTE: -img: the geometry in the header of a.img is used"},
		{"noise file", "-noisefile x -nonoise", "-noisefile x", "NOTE: -noisefile: has no effect: -nonoise"},
		{"PGM file", "-pgmfile x -nopgm", "-pgmfile x", "NOTE: -pgmfile: has no effect: -nopgm"},
		{"PGM scale", "-pgmscale 1 -o a.img", "-pgmscale 1 -o a.pgm", "NOTE: -pgmscale: has no effect"},
		{"PGM scale of a picture", "-pgmscale 1 -o a.png", "-pgmscale 1 -o a.PGM.gz", "NOTE: -pgmscale: has no effect"},
		{"rings on numbers", "-rings -o a.16.png", "-rings -o a.png", "NOTE: -rings: has no effect: no PNG file is written"},
		{"rings", "-rings", "-rings -o a.PNG", "NOTE: -rings: has no effect: no PNG file is written"},
		{"beam cross", "-beam_cross -o a.img", "-beam_cross -o a.png", "NOTE: -beam_cross: has no effect"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if !hasNote(resolve(t, plain+tc.args, files), tc.note) {
				t.Errorf("%s: no note %q in %v", tc.args, tc.note, resolve(t, plain+tc.args, files).Notes)
			}
			if hasNote(resolve(t, plain+tc.without, files), tc.note) {
				t.Errorf("%s: the note %q", tc.without, tc.note)
			}
		})
	}
}

func hasNote(r *Resolved, text string) bool {
	for _, n := range r.Notes {
		if strings.Contains(n.String(), text) {
			return true
		}
	}
	return false
}

// TestQuietExperiments: everyday command lines give no notes.
func TestQuietExperiments(t *testing.T) {
	for _, args := range []string{
		"-N 5", "-lambda 1 -distance 250 -Xbeam 50 -Ybeam 51 -detpixels 2048 -pixel 0.172",
		"-xds -ORGX 500 -ORGY 510 -detector_rotx 2", "-mosaic 0.5 -mosaic_domains 10 -phi 10 -osc 0.5 -phisteps 5",
		"-flux 1e12 -exposure 0.1 -beamsize 0.05", "-o a.png -rings -beam_cross", "-polar 0.9 -seed 3",
		"-divergence 1 -divsteps 3 -dispersion 0.5 -dispsteps 3",
	} {
		if notes := resolve(t, plain+args, nil).Notes; len(notes) > 0 {
			t.Errorf("%s: %v", args, notes)
		}
	}
}
