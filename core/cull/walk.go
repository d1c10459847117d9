package cull

import "math"

// chunk is how many states go through a root together: what is known of them stays
// in the cache.
const chunk = 2048

// innerShare is how much of the budget the blocks above the leaves may spend: their
// bounds are looser, but what they drop is never looked at again.
const innerShare = 0.5

// walk takes a chunk of states down from a root to its leaves. On the way its list
// gets shorter.
type walk struct {
	table  *Table
	root   block
	states []state
	first  int     // the number of states[0]
	budget float64 // photons that a sample may lose to these states
	lists  [][]int32
	bounds []float64
}

func newWalk(t *Table, states int) walk {
	return walk{table: t, states: make([]state, 0, states), bounds: make([]float64, states)}
}

// enter takes n states, from number first on, to a root, which they see as patch c.
func (w *walk) enter(root block, c *patch, bright float64, first, n int) {
	w.root, w.first = root, first
	w.states = w.states[:n]
	w.table.see(w.states, first, c, bright)
	w.budget = w.table.budget * float64(n) / float64(w.table.states)
}

// choose returns those of the listed states (nil: all) that b cannot do without,
// in their order, given that its samples have lost bounds of spent before, and what
// they have lost then. depth is how often the root was divided; the list is valid
// until the next call for that depth.
func (w *walk) choose(b block, leaf bool, listed []int32, depth int, spent float64) ([]int32, float64) {
	l, v := &w.table.lattice, w.root.window(b)
	n := len(listed)
	if listed == nil {
		n = len(w.states)
	}
	bounds := w.bounds[:n]
	for i := range bounds {
		s := i
		if listed != nil {
			s = int(listed[i])
		}
		bounds[i] = l.bound(&w.states[s], &v)
	}
	limit := innerShare * w.budget / float64(len(w.states))
	if leaf {
		limit = cut(bounds, w.budget-spent)
	}
	limit = max(limit, math.SmallestNonzeroFloat64)
	left := w.list(depth)
	for i, bound := range bounds {
		switch {
		case bound < limit:
			spent += bound
		case listed == nil:
			left = append(left, int32(i))
		default:
			left = append(left, listed[i])
		}
	}
	return left, spent
}

// list returns the list of a depth, empty.
func (w *walk) list(depth int) []int32 {
	for len(w.lists) <= depth {
		w.lists = append(w.lists, make([]int32, 0, cap(w.states)))
	}
	return w.lists[depth][:0]
}
