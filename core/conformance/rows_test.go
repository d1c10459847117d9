package conformance

import (
	"runtime"
	"slices"
	"testing"

	"gobragg/core/config"
)

// rowTests test a row each: that gobragg is right by default, that -compat
// reproduces the reference program or changes nothing, and that the note appears
// where the difference can show.
var rowTests = map[string]func(t *testing.T){
	"triclinic-cell":         testTriclinicCell,
	"sensor-capture":         testSensorCapture,
	"sensor-steps":           testSensorSteps,
	"oversample-factors":     testOversampleFactors,
	"oversample-thick-alone": testOversampleThickAlone,
	"phi-zero":               testPhiZero,
	"interpolation-edge":     testInterpolationEdge,
	"interpolation-margin":   testInterpolationMargin,
	"interpolation-choice":   testInterpolationChoice,
	"source-weights":         testSourceWeights,
	"source-comments":        testSourceComments,
	"random-misset":          testRandomMisset,
	"misset-seed-name":       testMissetSeedName,
	"twotheta-axis-name":     testTwoThetaAxisName,
	"pivot":                  testPivot,
	"centre-options":         testCentreOptions,
	"pix0-vector":            testPix0Vector,
	"custom-normal":          testCustomNormal,
	"twotheta-axis-length":   testTwoThetaAxisLength,
	"header-twotheta":        testHeaderTwoTheta,
	"backward-normal":        testBackwardNormal,
	"water-scale":            testWaterScale,
	"water-dmin":             testWaterDMin,
	"curved-detector":        testCurvedDetector,
	"curved-last":            testCurvedLast,
	"nopolar-oversample":     testNoPolarOversample,
	"steps-alone":            testStepsAlone,
	"step-and-steps":         testStepAndSteps,
	"stale-dump":             testStaleDump,
	"matrix-and-cell":        testMatrixAndCell,
	"sensor-off":             testSensorOff,
	"smv-keywords":           testSMVKeywords,
	"smv-twotheta":           testSMVTwoTheta,
	"smv-distance":           testSMVDistance,
	"smv-written":            testSMVWritten,
	"documented-names":       testDocumentedNames,
	"unused-options":         testUnusedOptions,
	"unknown-options":        testUnknownOptions,
	"malformed-numbers":      testMalformedNumbers,
	"missing-matrix":         testMissingMatrix,
	"missing-value":          testMissingValue,
	"clock-seeds":            testClockSeeds,
}

func TestRows(t *testing.T) {
	for _, row := range Rows {
		t.Run(row.ID, func(t *testing.T) {
			test := rowTests[row.ID]
			if test == nil {
				t.Fatal("the row has no test")
			}
			test(t)
		})
	}
	for id := range rowTests {
		rowNamed(t, id)
	}
}

// TestRowsAreConsistent: rows, option table, notes and cases speak of the same things.
func TestRowsAreConsistent(t *testing.T) {
	announced := make(map[string]bool)
	seen := make(map[string]bool)
	for _, row := range Rows {
		if seen[row.ID] || row.Title == "" || row.Reference == "" || row.Gobragg == "" {
			t.Errorf("row %s: twice, or without its texts", row.ID)
		}
		seen[row.ID] = true
		for _, o := range row.Options {
			if config.Find(o) == nil {
				t.Errorf("row %s: there is no option %s", row.ID, o)
			}
		}
		for _, name := range row.Cases {
			if r := runCase(t, name); row.Note != "" && !prints(t, r.Case, row.Note) {
				t.Errorf("row %s: case %s does not print its note", row.ID, name)
			}
		}
		if row.Note == "" {
			continue
		}
		announced[row.Note] = true
		i := slices.IndexFunc(config.Differences, func(d config.Difference) bool { return d.ID == row.Note })
		switch {
		case i < 0:
			t.Errorf("row %s: there is no note %s", row.ID, row.Note)
		case config.Differences[i].Compat != row.Compat:
			t.Errorf("row %s: Compat is %v, that of its note %v", row.ID, row.Compat, config.Differences[i].Compat)
		}
	}
	// The differences that end in an error print no note; their rows have tests.
	silent := map[string][]string{
		"strict-options": {"unknown-options", "malformed-numbers"},
		"missing-files":  {"missing-matrix", "missing-value"},
	}
	for _, d := range config.Differences {
		if !announced[d.ID] && silent[d.ID] == nil {
			t.Errorf("the note %s belongs to no row", d.ID)
		}
	}
	for _, ids := range silent {
		for _, id := range ids {
			rowNamed(t, id)
		}
	}
}

// prints reports whether a case prints the note about a difference.
func prints(t *testing.T, c Case, difference string) bool {
	t.Helper()
	resolved, err := c.Resolve(reference)
	if err != nil {
		t.Fatal(err)
	}
	return has(resolved, difference) != nil
}

// TestCompatCases: every case that needs -compat says why, in the terms of the
// rows; it passes with -compat, and not without, because of those rows.
func TestCompatCases(t *testing.T) {
	list, err := Load(reference)
	if err != nil {
		t.Fatal(err)
	}
	used := make(map[string]bool)
	for _, c := range list {
		if c.Compat != (len(c.CompatBecause) > 0) {
			t.Errorf("case %s: compat is %v, because of %q", c.Name, c.Compat, c.CompatBecause)
		}
		for _, reason := range c.CompatBecause {
			used[reason] = true
			if len(CompatBecause[reason]) == 0 {
				t.Errorf("case %s: compat because of %q, which is no row", c.Name, reason)
			}
			for _, id := range CompatBecause[reason] {
				row := rowNamed(t, id)
				if !row.Compat {
					t.Errorf("case %s: -compat does not change row %s", c.Name, id)
				}
				if shows := !slices.Contains(harmless, c.Name); prints(t, c, row.Note) != shows {
					t.Errorf("case %s: prints the note of row %s: %v, want %v", c.Name, id, !shows, shows)
				}
			}
		}
		if c.Compat {
			if r := runCase(t, c.Name); len(r.Failures) > 0 {
				t.Errorf("case %s with -compat: %v", c.Name, r.Failures)
			}
			if runtime.GOARCH == "wasm" && c.Width*c.Height > 1<<17 {
				t.Logf("case %s: too large to run a second time under WebAssembly", c.Name)
				continue
			}
			if r := runCaseByDefault(t, c.Name); (len(r.Failures) == 0) != slices.Contains(harmless, c.Name) {
				t.Errorf("case %s without -compat has the failures %v", c.Name, r.Failures)
			}
		}
	}
	for reason := range CompatBecause {
		if !used[reason] {
			t.Errorf("no case is compat because of %q", reason)
		}
	}
}

// harmless are the compat cases in which the difference cannot show: one step and
// the default fluence for the water background.
var harmless = []string{"water_background"}
