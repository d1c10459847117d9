//go:build !amd64 || noasm

package simd

// variants returns nothing: there are no generated loops here.
func variants() []variant { return nil }
