//go:build !js

package simulate_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"gobragg/core/experiment"
	"gobragg/core/simulate"
)

// TestCancelOfABusyKernel: each pixel of this plan takes seconds. (On one thread,
// as in a browser, a timer waits for the kernel to come back; there a page ends
// its worker.)
func TestCancelOfABusyKernel(t *testing.T) {
	const delay = 20 * time.Millisecond
	e := still(t)
	e.Crystal.Mosaic = experiment.Mosaic{Spread: 0.01, Domains: 10_000, Seed: 1}
	e.Sampling.Oversample = 300
	p := compile(t, e)
	for _, threads := range []int{1, 8} {
		quick(t, fmt.Sprintf("%d threads", threads), p,
			func() (simulate.Backend, func()) { return simulate.Scalar(threads), func() {} },
			func() (context.Context, context.CancelFunc) { return context.WithTimeout(context.Background(), delay) },
			delay, context.DeadlineExceeded)
	}
}
