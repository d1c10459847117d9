package pool

import "sync"

// pace is what a sample costs, as lately seen. The zero value is a guess.
type pace struct {
	mu      sync.Mutex
	seen    float64 // ns; 0: not yet
	samples float64 // of tiles that are not in seen
	nanos   float64 // that they took
}

// firstGuess is the cost of a sample before any was measured, ns.
const firstGuess = 20

// enough is how much work tells a pace, ns: browsers round their clocks to as much as a
// millisecond.
const enough = 2e6

// cost returns the time of a sample, ns.
func (p *pace) cost() float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.guess()
}

func (p *pace) guess() float64 {
	if p.seen == 0 {
		return firstGuess
	}
	return p.seen
}

// learn takes the time of a tile into account. Short ones count together, so that tiles
// which became too small become larger again. A tile whose worker had to wait for the
// processor looks dearer than it is, none looks cheaper: the cost rises slowly and falls
// fast.
func (p *pace) learn(samples float64, micros uint32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.samples += samples
	p.nanos += float64(micros) * 1000
	old := p.guess()
	if p.nanos < enough && p.samples*old < 4*enough {
		return
	}
	change := min(p.nanos/p.samples, 2*old) - old
	if change > 0 {
		change /= 8
	} else {
		change /= 2
	}
	p.seen = max(1, old+change)
	p.samples, p.nanos = 0, 0
}
