//go:build !(cuda && cgo)

package cuda

import "errors"

// Built tells whether this build can talk to NVIDIA's driver.
const Built = false

// Open returns an error: this build has no CUDA.
func Open(Options) (*Backend, error) {
	return nil, errors.New("this build has no CUDA; make cuda builds bin/gobragg-cuda, which has")
}
