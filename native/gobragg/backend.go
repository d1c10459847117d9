package main

import (
	"fmt"
	"slices"
	"strings"

	"gobragg/core/config"
	"gobragg/core/simulate"
	"gobragg/native/cuda"
	"gobragg/native/simd"
)

// engine is what computes, as options say it.
type engine struct {
	backend, precision string
	device             int // of CUDA; cuda.All: all
	threads            int
	samples            int64 // to compute, for auto; 0: not known
}

// openBackend returns the backend that e asks for; auto is the fastest at hand. It may
// not return but start the program that has CUDA in it.
func (p *program) openBackend(e engine) (simulate.Backend, error) {
	if e.precision != "auto" && !slices.Contains(simd.Precisions(), e.precision) {
		return nil, &config.UsageError{Option: "-precision", Text: fmt.Sprintf("%q is not one of auto, %s", e.precision, strings.Join(simd.Precisions(), ", "))}
	}
	if err := p.handOver(e); err != nil {
		return nil, err
	}
	name := e.backend
	if name == "cuda" {
		name = "auto" // for what a GPU leaves
	}
	processor, err := simd.Backend(name, e.precision, e.threads)
	if err != nil {
		return nil, &config.UsageError{Option: "-backend", Text: err.Error() + "; or cuda"}
	}
	if e.backend != "cuda" && !(cuda.Built && e.backend == "auto" && e.samples >= worthwhile) {
		return processor, nil
	}
	gpu, err := cuda.Open(cuda.Options{
		Device: e.device, Double: e.precision == "double", Processor: processor, Fallback: e.backend == "auto",
		Say: func(text string) { fmt.Fprintf(p.stderr, "WARNING: -backend cuda: %s\n", text) },
	})
	switch {
	case err == nil:
		return gpu, nil
	case e.backend == "auto":
		fmt.Fprintf(p.stderr, "NOTE: -backend auto: the processor computes, for CUDA did not start: %v\n", err)
		return processor, nil
	}
	return nil, fmt.Errorf("-backend cuda: %w", err)
}

// precisionFlag is -precision of the commands that have a -backend.
func precisionFlag(precision *string) flag {
	return text("precision", "NAME", "of the arithmetic: auto, double or mixed", precision)
}
