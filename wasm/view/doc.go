// Package view is what the page shows, without the page: how photons become
// colours, where the image lies on the screen, rings, spots, profiles, the Ewald
// construction, and a pixel explained. It knows nothing of JavaScript, so that all
// of it is tested natively; package page draws what it returns.
//
//	s := view.Scene{Plan: p, Experiment: e}
//	r := s.Read(255.5, 128.5) // d, 2θ and h k l under the cursor
//
// Places on the image are in pixels from its outer corner, as experiment.Point:
// the middle of the first pixel is (½, ½). Places on the screen are in CSS pixels
// from the upper left of the canvas, x to the right (fast), y down (slow).
package view
