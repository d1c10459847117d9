package cuda

import (
	"sync"
	"time"

	"gobragg/native/cuda/abi"
)

// Launches are to take launchTime, so that an interrupt is heeded soon: with three
// slots at work the device is silent after three of them at most.
const (
	launchTime    = 20 * time.Millisecond
	largestLaunch = 1 << 40
)

// firstSamples returns how many samples the first launch of a kernel has: a few
// milliseconds' work for the slowest devices of the kind.
func firstSamples(k abi.Kernel, a About) int64 {
	switch {
	case k.Precision == abi.Fixed:
		return 1 << 29
	case k.Precision == abi.Anchored:
		return 1 << 27
	case a.family() == abi.Fixed:
		return 1 << 28
	}
	return 1 << 23 // float64 where it is slow
}

// pace is how many samples a launch of one kernel has.
type pace struct {
	mu      sync.Mutex
	samples int64
}

// limit returns how many samples the next launch may have.
func (p *pace) limit() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.samples
}

// took learns that a launch of so many samples took so long: the next may have twice
// as many or half, until launches take about launchTime. Those that were cut short by
// the end of the work teach nothing if they were fast.
func (p *pace) took(samples int64, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case d > 2*launchTime && samples <= 2*p.samples:
		p.samples = max(1, p.samples/2)
	case d < launchTime/2 && samples > p.samples/2:
		p.samples = min(largestLaunch, p.samples*2)
	}
}

// pixels returns how many pixels a launch may have at most: so many that a chunk of
// orientations, the least there can be of each, is no more than limit.
func (p *pace) pixels(orientations int) int {
	return int(max(smallestTile, p.limit()/int64(min(abi.Chunk, orientations))))
}

// paceOf returns the pace of kernel k, kept from frame to frame.
func (e *engine) paceOf(k abi.Kernel) *pace {
	e.mu.Lock()
	defer e.mu.Unlock()
	p := e.pace[k.Name()]
	if p == nil {
		p = &pace{samples: firstSamples(k, e.about)}
		e.pace[k.Name()] = p
	}
	return p
}
