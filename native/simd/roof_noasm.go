//go:build !amd64 || noasm

package simd

func (variant) fma(int) (loop func(turns int64), each int) { panic("simd: no variant in this build") }

var operations map[string]counted
