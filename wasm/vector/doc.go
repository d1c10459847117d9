// Package vector renders on the 128-bit vectors of WebAssembly, two pixels at once, where
// Go's compiler knows none. It is for a program that runs as WebAssembly itself.
//
//	b, err := vector.Backend()
//	frame, err := simulate.Run(ctx, b, p, simulate.Options{})
//
// A second module, made of c/kernel.c, works in the program's own memory, which it is
// given as an import: a call hands over the address of a job and nothing is copied. It
// takes every shape of crystal and every look-up of structure factors, and its images have
// the scalar backend's bits. A call costs as much as ten samples; so one takes a strip of
// pixels from their indices to their photons. On curved detectors, with -cull, and where
// the reference program's treatment of sensors and water is asked for, the module has the
// sums over orientations and package kernel the rest.
//
// A Go program does not know its own memory. The script that starts it sets gobraggMemory,
// before it runs, to the property mem of the instance's exports.
package vector
