package plan

import "gobragg/core/experiment"

// compatFlags returns what the reference program does differently once the
// geometry, the cell and the sources are known, and in a repeatable way:
//
//   - CompatCurve bends the detector about the wrong axes, for a beam along x;
//   - CompatCapture multiplies the sum over all sensor layers by the captured
//     fraction of the last one;
//   - CompatWater scales the water background by r_e²·fluence/Steps once more and
//     loses it where no sample passes -dmin.
//
// Each is a row of the conformance page with a test of both sides.
func compatFlags(e *experiment.Experiment) Flags {
	if !e.Compat {
		return 0
	}
	f := CompatWater
	if e.Detector.Curved {
		f |= CompatCurve
	}
	if e.Detector.Sensor.On {
		f |= CompatCapture
	}
	return f
}
