//go:build !race

package cuda

const racing = false
