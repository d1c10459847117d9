package main

import (
	"fmt"
	"slices"
	"strings"

	"gobragg/core/config"
	"gobragg/core/simulate"
	"gobragg/native/simd"
)

// openBackend returns the backend that -backend names, of the precision that
// -precision names, on so many threads.
func openBackend(name, precision string, threads int) (simulate.Backend, error) {
	if precision != "auto" && !slices.Contains(simd.Precisions(), precision) {
		return nil, &config.UsageError{Option: "-precision", Text: fmt.Sprintf("%q is not one of auto, %s", precision, strings.Join(simd.Precisions(), ", "))}
	}
	b, err := simd.Backend(name, precision, threads)
	if err != nil {
		return nil, &config.UsageError{Option: "-backend", Text: err.Error()}
	}
	return b, nil
}

// precisionFlag is -precision of the commands that have a -backend.
func precisionFlag(precision *string) flag {
	return text("precision", "NAME", "of the arithmetic: auto, double or mixed", precision)
}
