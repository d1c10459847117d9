package conformance

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"gobragg/core/config"
	"gobragg/core/imgio"
)

// smv returns an SMV image of 24 × 24 pixels of 1 with these header lines,
// KEY=value separated by blanks.
func smv(t testing.TB, lines string) string {
	t.Helper()
	h := imgio.Header{{Key: "DIM", Value: "2"}, {Key: "TYPE", Value: "unsigned_short"}, {Key: "SIZE1", Value: "24"}, {Key: "SIZE2", Value: "24"}, {Key: "PIXEL_SIZE", Value: "2"}}
	for _, line := range strings.Fields(lines) {
		key, value, _ := strings.Cut(line, "=")
		h = append(h, imgio.Field{Key: key, Value: value})
	}
	return written(t, h)
}

func written(t testing.TB, h imgio.Header) string {
	t.Helper()
	var b bytes.Buffer
	err := imgio.WriteSMV(&b, h, func(y int, dst []uint16) {
		for i := range dst {
			dst[i] = 1
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// headed is an experiment whose detector a header describes.
const headed = turned + "-default_F 50 -N 4 -oversample 1 "

// eachHeader runs test with a header given by -img and by -mask.
func eachHeader(t *testing.T, lines string, test func(args string, files texts)) {
	t.Helper()
	for _, option := range []string{"-img", "-mask"} {
		for _, compat := range []string{"", " -compat"} {
			test(headed+option+" a.img"+compat+" ", texts{"a.img": smv(t, lines)})
		}
	}
}

func testSMVKeywords(t *testing.T) {
	// Keywords that contain the one looked for, before it and after it.
	eachHeader(t, "OLD_DISTANCE=11 DISTANCE=60 DISTANCE_UNIT=12 MY_PHI=5 XPIXEL_SIZE=7", func(args string, files texts) {
		r := resolve(t, args, files)
		near(t, args+"distance", r.Placement.Distance, 60e-3, rounding)
		near(t, args+"pixel", r.Experiment.Detector.Pixel, 2e-3, rounding)
		near(t, args+"phi", r.Experiment.Scan.Start, 0, 0)
		sameBits(t, args, render(t, args, files), render(t, standard+"-N 4", nil))
	})
	// A tilted detector: what its header states places it again.
	const tilts = "-detector_roty 25 -detector_rotz 10 "
	r := resolve(t, standard+"-N 4 "+tilts, nil)
	h := r.Geometry().Header()
	if d, c := headerNumber(t, r, "DISTANCE"), headerNumber(t, r, "CLOSE_DISTANCE"); d-c < 1 {
		t.Fatalf("DISTANCE=%v, CLOSE_DISTANCE=%v: too close to tell", d, c)
	}
	again := headed + "-img a.img " + tilts
	agrees(t, again, render(t, again, texts{"a.img": written(t, h)}), values(render(t, standard+"-N 4 "+tilts, nil)), 1e-3) // six digits

	notes(t, "smv-keywords", headed, texts{"a.img": smv(t, "CLOSE_DISTANCE=55 DISTANCE=60"), "b.img": smv(t, "DISTANCE=60")},
		[]string{"-img a.img", "-mask a.img"}, []string{"", "-img b.img", "-mask b.img"})
}

func testSMVTwoTheta(t *testing.T) {
	eachHeader(t, "DISTANCE=60 TWOTHETA=12", func(args string, files texts) {
		compat := ""
		if strings.Contains(args, "-compat") {
			compat = " -compat"
		}
		sameBits(t, args, render(t, args, files), render(t, standard+"-N 4 -twotheta 12"+compat, nil))
		sameBits(t, args+"-twotheta 3", render(t, args+"-twotheta 3", files), render(t, standard+"-N 4 -twotheta 3"+compat, nil))
	})
	notes(t, "smv-twotheta", headed, texts{"a.img": smv(t, "DISTANCE=60 TWOTHETA=12"), "b.img": smv(t, "DISTANCE=60 TWOTHETA=0")},
		[]string{"-img a.img", "-mask a.img"}, []string{"", "-img b.img"})
}

func testSMVDistance(t *testing.T) {
	eachHeader(t, "DISTANCE=60 CLOSE_DISTANCE=45", func(args string, files texts) {
		sameBits(t, args+"-distance 60", render(t, args+"-distance 60", files), render(t, standard+"-N 4", nil))
		sameBits(t, "-distance 60 "+args, render(t, "-distance 60 "+args, files), render(t, standard+"-N 4", nil))
		sameBits(t, args, render(t, args, files), render(t, standard+"-N 4 -close_distance 45", nil))
	})
	notes(t, "smv-distance", headed, texts{"a.img": smv(t, "DISTANCE=60 CLOSE_DISTANCE=45"), "b.img": smv(t, "DISTANCE=60")},
		[]string{"-img a.img -distance 60"}, []string{"-img b.img -distance 60", ""})
}

func testSMVWritten(t *testing.T) {
	for _, compat := range []string{"", " -compat"} {
		for args, offset := range map[string]string{"": "40", "-adc 12.5": "12.5"} {
			r := resolve(t, standard+"-phi 10 -osc 1 "+args+compat, nil)
			text := string(r.Geometry().Header().Bytes())
			block, _, ok := strings.Cut(text, "}\f")
			if !ok || len(text)%512 != 0 {
				t.Errorf("%s: the header of %d bytes does not end in a brace and a form feed", args, len(text))
			}
			for _, line := range strings.Split(strings.TrimSpace(strings.TrimPrefix(block, "{")), "\n") {
				if strings.Count(line, "=") != 1 || strings.Count(line, ";") != 1 || !strings.HasSuffix(line, ";") {
					t.Errorf("%s%s: line %q is not KEY=value;", args, compat, line)
				}
			}
			h, err := imgio.ReadSMVHeader(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			for key, want := range map[string]string{"ADC_OFFSET": offset, "DIALS_ORIGIN": "-26,26,-60", "OSC_RANGE": "1", "DISTANCE": "60"} {
				if got, _ := h.Get(key); got != want {
					t.Errorf("%s%s: %s=%s, want %s", args, compat, key, got, want)
				}
			}
		}
	}
}

func testDocumentedNames(t *testing.T) {
	for documented, ours := range map[string]string{
		"-hdiv 2 -hdivsteps 3":                                     "-hdivrange 2 -hdivsteps 3",
		"-vdiv 2 -vdivsteps 3":                                     "-vdivrange 2 -vdivsteps 3",
		"-dispersion 1 -dispstep 4":                                "-dispersion 1 -dispsteps 4",
		"-detsize_x 30 -detsize_y 40":                              "-detsize_f 30 -detsize_s 40",
		"-xdet_vector 0 1 0 -ydet_vector 0 0 1 -zdet_vector 1 0 0": "-fdet_vector 0 1 0 -sdet_vector 0 0 1 -odet_vector 1 0 0",
	} {
		const args = turned + "-default_F 50 -pixel 2 -distance 60 "
		a, b := resolve(t, args+documented, nil), resolve(t, args+ours, nil)
		if !reflect.DeepEqual(a.Experiment, b.Experiment) || reflect.DeepEqual(a.Experiment, resolve(t, args, nil).Experiment) {
			t.Errorf("%s is not %s", documented, ours)
		}
		compatChangesNothing(t, args+documented, nil)
		notes(t, "documented-names", args, nil, []string{documented}, []string{ours, ""})
	}
}

func testUnusedOptions(t *testing.T) {
	plain := render(t, standard, nil)
	for _, args := range []string{"-density 1.2", "-MW 100", "-stol a.txt", "-4stol a.txt", "-Q a.txt", "-stolout a.txt", "-coherent"} {
		option, _, _ := strings.Cut(args, " ")
		for _, compat := range []string{"", " -compat"} {
			sameBits(t, args+compat, render(t, standard+args+compat, nil), plain)
			if r := resolve(t, standard+args+compat, nil); !says(r, "NOTE: "+option+": has no effect") {
				t.Errorf("%s%s: no note in %v", args, compat, r.Notes)
			}
		}
		if says(resolve(t, standard, nil), option) {
			t.Errorf("a note on %s, which is not there", option)
		}
	}
}

// refused checks that a command line is a mistake, and that the message holds the texts.
func refused(t *testing.T, args string, want ...string) {
	t.Helper()
	for _, compat := range []string{"", "-compat "} {
		_, err := parse(compat+args, nil)
		var usage *config.UsageError
		if !errors.As(err, &usage) {
			t.Errorf("%s%s: error %v, want one about usage", compat, args, err)
			continue
		}
		for _, w := range want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s%s: error %q, want %q in it", compat, args, err, w)
			}
		}
	}
}

func testUnknownOptions(t *testing.T) {
	for option, nearest := range map[string]string{
		"-distence": "-distance", "-lamda": "-lambda", "-cel": "-cell", "-mossaic": "-mosaic", "-detpixel": "-detpixels",
		// Words that contain an option's name.
		"-lambda2": "-lambda", "-my-lambda": "-lambda", "-matrixx": "-matrix",
	} {
		refused(t, standard+option+" 3", option, "no such option", "did you mean "+nearest)
	}
	refused(t, standard+"lambda 3", "one value too many")
	refused(t, standard+"-distance 100 90", "one value too many")
}

func testMalformedNumbers(t *testing.T) {
	for _, c := range []struct{ args, option string }{
		{"-lambda 1,0", "-lambda"}, {"-lambda one", "-lambda"}, {"-N 5x", "-N"}, {"-N 2.5", "-N"},
		{"-distance NaN", "-distance"}, {"-distance 1e999", "-distance"}, {"-cell 40 50 6O", "6O"}, {"-misset 1 2", "-misset"},
		{"-distance -5", "-distance"},
	} {
		refused(t, standard+c.args, c.option)
	}
}

func testMissingValue(t *testing.T) {
	for _, option := range []string{"-detector_abs", "-lambda", "-hkl", "-cell", "-roi"} {
		refused(t, standard+option, option, "want")
		refused(t, option+" "+standard, option, "want")
	}
}
