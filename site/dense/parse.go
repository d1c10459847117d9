package dense

import (
	"math"
	"slices"
)

const (
	// chunk is for how many bytes steps are chosen at a time, by the probabilities at their
	// begin.
	chunk = 1 << 14
	// enough is a match that is taken without a look at what begins inside it.
	enough = 128
)

// compress returns the stream of data in LZMA.
func compress(data []byte, p properties) []byte {
	w, m, f, h := newWriter(), newModel(p), newFinder(data), begin
	for at := 0; at < len(data); {
		c := chooser{data: data, start: at, end: min(at+chunk, len(data)), model: m}
		for _, s := range c.choose(f, h) {
			m.code(w, data, at, h, s)
			h = h.after(s)
			at += s.n
		}
	}
	return w.close()
}

// node is the cheapest known way to a place: a step, where joint after a literal that is itself
// after another step, which may have no bytes.
type node struct {
	price price
	step  step
	joint bool
	first step
	history
}

// chooser finds the cheapest steps for data[start:end].
type chooser struct {
	data       []byte
	start, end int
	model      *model
	nodes      []node
	// Prices by position and length, and by class of the length and slot.
	fresh, again [maxPositions][longest + 1]price
	slots        [4][64]price
}

// choose returns the steps.
func (c *chooser) choose(f *finder, h history) []step {
	c.prepare()
	c.nodes = make([]node, c.end-c.start+1)
	for i := range c.nodes {
		c.nodes[i].price = math.MaxUint32
	}
	c.nodes[0] = node{history: h}
	skip := 0
	for at := c.start; at < c.end; at++ {
		matches := f.next(at)
		if skip > 0 {
			skip--
			continue
		}
		if best := c.extend(at, matches); best >= enough {
			skip = best - 1
		}
	}
	var steps []step
	for i := len(c.nodes) - 1; i > 0; {
		n := c.nodes[i]
		steps = append(steps, n.step)
		i -= n.step.n
		if n.joint {
			steps = append(steps, step{n: 1})
			i--
			if n.first.n > 0 {
				steps = append(steps, n.first)
				i -= n.first.n
			}
		}
	}
	slices.Reverse(steps)
	return steps
}

func (c *chooser) prepare() {
	for position := range 1 << c.model.position {
		for n := shortest; n <= longest; n++ {
			c.model.fresh.code(&c.fresh[position][n], n, position)
			c.model.again.code(&c.again[position][n], n, position)
		}
	}
	for class := range c.slots {
		for slot := range c.slots[class] {
			tree(&c.slots[class][slot], c.model.slots[class][:], uint32(slot), 6)
		}
	}
}

// extend considers all steps from a place, and returns the length of the longest.
func (c *chooser) extend(at int, matches []step) int {
	m, n := c.model, &c.nodes[at-c.start]
	h, room, position := n.history, min(c.end-at, longest), m.of(at)
	literal := n.price
	m.code(&literal, c.data, at, h, step{n: 1})
	c.offer(at, step{n: 1}, literal, h)
	c.join(at, step{}, n.price, h)

	best := 0
	matched := n.price + priceOf(m.isMatch[h.state][position], 1)
	again := matched + priceOf(m.isAgain[h.state], 1)
	for i, d := range h.distances {
		if d > at || h.again(d) != i {
			continue
		}
		long := agree(c.data, at-d, at, room)
		if i == 0 && long > 0 {
			p := again
			m.which(&p, h, 0, 1, position)
			c.offer(at, step{1, d}, p, h)
		}
		if long < shortest {
			continue
		}
		p := again
		m.which(&p, h, i, long, position)
		for k := shortest; k <= long; k++ {
			c.offer(at, step{k, d}, p+c.again[position][k], h)
		}
		s := step{long, d}
		c.join(at, s, p+c.again[position][long], h.after(s))
		best = max(best, long)
	}

	fresh := matched + priceOf(m.isAgain[h.state], 0)
	k := shortest
	for _, s := range matches {
		s.n = min(s.n, room)
		if s.n < k || h.again(s.distance) >= 0 {
			continue
		}
		slot, _ := slotOf(s.distance)
		p := fresh
		m.inSlot(&p, s.distance)
		of := func(n int) price { return p + c.fresh[position][n] + c.slots[lengthClass(n)][slot] }
		for ; k <= s.n; k++ {
			c.offer(at, step{k, s.distance}, of(k), h)
		}
		c.join(at, s, of(s.n), h.after(s))
		best = max(best, s.n)
	}
	return best
}

// offer considers a step from a place with a history.
func (c *chooser) offer(at int, s step, p price, h history) {
	if to := &c.nodes[at+s.n-c.start]; p < to.price {
		*to = node{price: p, step: s, history: h.after(s)}
	}
}

// join considers a literal after a step and then a match at the last distance; the price
// and the history are those after the step.
func (c *chooser) join(at int, first step, p price, h history) {
	m, d := c.model, h.distances[0]
	i := at + first.n
	if i+shortest >= c.end || d > i {
		return
	}
	n := agree(c.data, i+1-d, i+1, min(c.end-i-1, longest))
	to := &c.nodes[i+1+n-c.start]
	if n < shortest || to.price <= p {
		return
	}
	m.code(&p, c.data, i, h, step{n: 1})
	h = h.after(step{n: 1})
	position := m.of(i + 1)
	p += priceOf(m.isMatch[h.state][position], 1) + priceOf(m.isAgain[h.state], 1)
	m.which(&p, h, 0, n, position)
	p += c.again[position][n]
	if p < to.price {
		s := step{n, d}
		*to = node{price: p, step: s, joint: true, first: first, history: h.after(s)}
	}
}
