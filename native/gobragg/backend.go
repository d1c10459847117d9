package main

import (
	"gobragg/core/config"
	"gobragg/core/simulate"
	"gobragg/native/simd"
)

// openBackend returns the backend that -backend names, on so many threads.
func openBackend(name string, threads int) (simulate.Backend, error) {
	b, err := simd.Backend(name, threads)
	if err != nil {
		return nil, &config.UsageError{Option: "-backend", Text: err.Error()}
	}
	return b, nil
}
