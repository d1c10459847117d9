package vector

import (
	_ "embed"
	"errors"
	"fmt"
	"syscall/js"
	"unsafe"

	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

//go:embed kernel.wasm
var module []byte

// Backend returns the backend of vectors. It fails where there are none, or where the
// script has not put the program's memory into gobraggMemory.
func Backend() (simulate.Backend, error) {
	loops, err := load()
	if err != nil {
		return nil, err
	}
	return simulate.Summing("vector", 1, func(p *plan.Plan) kernel.Summer {
		s := newSummer(loops, p)
		if integrates(p) {
			return integrator{s, p.Orientations}
		}
		return s
	}), nil
}

// load returns the functions of the module.
func load() (loops js.Value, err error) {
	defer func() { // what JavaScript throws
		if e, ok := recover().(js.Error); ok {
			err = fmt.Errorf("vector: %w", e)
		}
	}()
	memory := js.Global().Get("gobraggMemory")
	if !memory.Truthy() {
		return loops, errors.New("vector: the script has not set gobraggMemory")
	}
	content := js.Global().Get("Uint8Array").New(len(module))
	js.CopyBytesToJS(content, module)
	assembly := js.Global().Get("WebAssembly")
	imports := map[string]any{"env": map[string]any{"memory": memory}}
	return assembly.Get("Instance").New(assembly.Get("Module").New(content), imports).Get("exports"), nil
}

// summer is a kernel.Summer for one plan. Go moves nothing in its heap, so that its job
// stays where the argument says.
type summer struct {
	job           job
	sums, photons js.Value
	argument      []any // of both: the address of job
}

func newSummer(loops js.Value, p *plan.Plan) *summer {
	s := &summer{job: newJob(p), sums: loops.Get("sums"), photons: loops.Get("photons")}
	s.argument = []any{js.ValueOf(uintptr(unsafe.Pointer(&s.job)))}
	return s
}

// prepare sets what all calls read.
func (s *summer) prepare(orientations []plan.Orientation, n int) *job {
	j := &s.job
	j.orientations, j.count = &orientations[0], int64(len(orientations))
	j.pairs = int64(n+1) / 2
	return j
}

// Sum implements kernel.Summer.
func (s *summer) Sum(orientations []plan.Orientation, q *kernel.Vectors, n int, sums *[kernel.StripSize]float64) {
	if n&1 != 0 { // the second of the last pair repeats the first
		q.X[n], q.Y[n], q.Z[n] = q.X[n-1], q.Y[n-1], q.Z[n-1]
	}
	j := s.prepare(orientations, n)
	j.q, j.sums = q, sums
	s.sums.Invoke(s.argument...)
}

// integrator is a kernel.Integrator for one plan.
type integrator struct {
	*summer
	orientations []plan.Orientation
}

// integrates reports whether the module has the whole sum of p: not that of curved
// detectors, nor what the reference program makes of sensors and water.
func integrates(p *plan.Plan) bool {
	return p.Flags&(plan.Curved|plan.CompatCurve|plan.CompatCapture|plan.CompatWater) == 0
}

// Integrate implements kernel.Integrator.
func (s integrator) Integrate(r *kernel.Rays, n int) {
	j := s.prepare(s.orientations, n)
	j.rays = r
	s.summer.photons.Invoke(s.argument...)
}
