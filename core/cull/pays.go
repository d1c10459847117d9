package cull

import "gobragg/core/rng"

// Costs in units of a sample of one state, 2 ns on the widest vectors, as measured
// for this package: of a bound, of a state's place in a root, of a sub-pixel's
// directions and of adding it to its pixel, of a block, and of a root.
const (
	costBound   = 9
	costState   = 25
	costSample  = 3
	costBlock   = 50
	costRoot    = 300
	costMargin  = 0.9 // of the full sum, from which on leaving out pays
	trialStates = 256
	// trials bounds how many ways down are tried, trialShare what they may cost as a
	// part of the image.
	trialsLeast, trialsMost = 4, 48
	trialShare              = 0.005
)

// pays reports whether leaving out is faster than summing everything: it follows
// ways from random roots to random leaves of the whole detector and adds up what
// the blocks there would cost. It depends on nothing but the plan.
func (t *Table) pays() bool {
	p := t.plan
	states := min(t.states, trialStates)
	samples := float64(p.Width) * float64(p.Height) * float64(p.Oversample) * float64(p.Oversample) * float64(p.Layers)
	trials := min(max(int(trialShare*samples*float64(t.states)/float64(states*(costState+4*costBound))), trialsLeast), trialsMost)
	w := newWalk(t, states)
	random := rng.NewStream(1, 0)
	draw := func(n int) int { return int(random.Float64() * float64(n)) }
	across, down := (int(p.Width)+t.edge-1)/t.edge, (int(p.Height)+t.edge-1)/t.edge
	culled, full := 0., 0.
	for range trials {
		b := t.root(draw(across), draw(down))
		c, bright := t.look(b, draw(int(p.Layers)))
		w.enter(b, &c, bright, draw(t.states-states+1), states)
		size := float64(b.samples())
		// What is the same for all states is shared by as many as go together.
		share := float64(states) / float64(min(t.states, chunk))
		full += size * float64(states+costSample)
		culled += share*costRoot + costState*float64(states)

		var listed []int32
		spent, bounded := 0., states
		for depth := 0; ; depth++ {
			blocks := size / float64(b.samples())
			culled += blocks * (share*costBlock + costBound*float64(bounded))
			parts, n := b.split()
			listed, spent = w.choose(b, n == 0, listed, depth, spent)
			if bounded = len(listed); bounded == 0 {
				break
			}
			if n == 0 {
				culled += size * (share*costSample + float64(bounded))
				break
			}
			b = parts[draw(n)]
		}
	}
	return culled < costMargin*full
}
