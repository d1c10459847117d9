package dense

import "math/bits"

// A stream in LZMA, the coder of 7-Zip and xz, is a sequence of steps, each a byte or a
// match of 2 to 273 bytes at some distance before; the last four distances are cheap. A step
// is a sequence of decisions, whose probabilities follow those that came before. There is
// neither a header nor an end mark.
// Source: I. Pavlov, LZMA specification, https://www.7-zip.org/sdk.html.
const (
	shortest, longest = 2, 273 // matches
	states            = 12     // that sum up the last steps
	maxPositions      = 1 << 4
	alignBits         = 4
	firstFree         = 14 // slot of distances that have bits as good as random
)

// properties of a stream: a byte depends on so many of the highest bits of the one before
// it and of the lowest of its place, the rest on so many of the lowest of its position.
type properties struct{ literal, place, position int }

// step is a match, or a byte where the distance is 0 and n 1.
type step struct{ n, distance int }

// history is what the code of a step depends on.
type history struct {
	state     int
	distances [4]int
}

var begin = history{distances: [4]int{1, 1, 1, 1}}

// again returns which of the last distances this is, or −1.
func (h *history) again(distance int) int {
	for i, d := range h.distances {
		if d == distance {
			return i
		}
	}
	return -1
}

// afterMatch is the first state in which the last step was not a byte.
const afterMatch = 7

// after returns the history after a step.
func (h history) after(s step) history {
	if s.distance == 0 {
		switch {
		case h.state < 4:
			h.state = 0
		case h.state < 10:
			h.state -= 3
		default:
			h.state -= 6
		}
		return h
	}
	late := 0
	if h.state >= afterMatch {
		late = 3
	}
	i := h.again(s.distance)
	switch {
	case i < 0:
		h.state = afterMatch + late
		i = len(h.distances) - 1
	case s.n == 1:
		h.state = min(9+late, states-1)
	default:
		h.state = 8 + late
	}
	copy(h.distances[1:i+1], h.distances[:i])
	h.distances[0] = s.distance
	return h
}

// model has the probabilities of all decisions.
type model struct {
	properties
	literals []probability
	isMatch  [states][maxPositions]probability
	isAgain  [states]probability
	// Which of the last distances: not the first, not one byte of it, not the second, not the third.
	not0, not1, not2 [states]probability
	isLong           [states][maxPositions]probability
	fresh, again     lengths
	slots            [4][64]probability
	near             [128]probability
	align            [1 << alignBits]probability
}

// lengths has those of lengths less shortest: below 8, below 16, or more.
type lengths struct {
	beyond      [2]probability
	low, middle [maxPositions][8]probability
	high        [256]probability
}

func newModel(p properties) *model {
	m := &model{properties: p, literals: make([]probability, 0x300<<(p.literal+p.place))}
	for _, all := range [][]probability{
		m.literals, m.isAgain[:], m.not0[:], m.not1[:], m.not2[:], m.near[:], m.align[:],
		m.fresh.beyond[:], m.fresh.high[:], m.again.beyond[:], m.again.high[:],
	} {
		reset(all)
	}
	for i := range states {
		reset(m.isMatch[i][:])
		reset(m.isLong[i][:])
	}
	for i := range m.slots {
		reset(m.slots[i][:])
	}
	for _, l := range []*lengths{&m.fresh, &m.again} {
		for i := range maxPositions {
			reset(l.low[i][:])
			reset(l.middle[i][:])
		}
	}
	return m
}

// code hands the decisions of the step at data[at:] to c.
func (m *model) code(c coder, data []byte, at int, h history, s step) {
	position := m.of(at)
	if s.distance == 0 {
		c.bit(&m.isMatch[h.state][position], 0)
		m.single(c, data, at, h)
		return
	}
	c.bit(&m.isMatch[h.state][position], 1)
	i := h.again(s.distance)
	if i < 0 {
		c.bit(&m.isAgain[h.state], 0)
		m.fresh.code(c, s.n, position)
		m.distance(c, s)
		return
	}
	c.bit(&m.isAgain[h.state], 1)
	m.which(c, h, i, s.n, position)
	if s.n > 1 {
		m.again.code(c, s.n, position)
	}
}

// of returns what decisions see of a position.
func (m *model) of(at int) int { return at & (1<<m.position - 1) }

// single codes a byte. After a match it depends on the byte that would have continued
// that, as long as their bits agree.
func (m *model) single(c coder, data []byte, at int, h history) {
	before := byte(0)
	if at > 0 {
		before = data[at-1]
	}
	t := m.literals[0x300*((at&(1<<m.place-1))<<m.literal|int(before)>>(8-m.literal)):]
	v := uint32(data[at])
	if h.state < afterMatch {
		tree(c, t, v, 8)
		return
	}
	match := uint32(data[at-h.distances[0]])
	node, agree := uint32(1), uint32(0x100)
	for k := 7; k >= 0; k-- {
		is, would := v>>k&1, match>>k&1
		c.bit(&t[agree*(1+would)+node], is)
		node = node<<1 | is
		if is != would {
			agree = 0
		}
	}
}

// which codes which of the last distances a match has, and whether it is one byte.
func (m *model) which(c coder, h history, i, n, position int) {
	if i == 0 {
		c.bit(&m.not0[h.state], 0)
		c.bit(&m.isLong[h.state][position], uint32(min(n-1, 1)))
		return
	}
	c.bit(&m.not0[h.state], 1)
	c.bit(&m.not1[h.state], uint32(min(i-1, 1)))
	if i > 1 {
		c.bit(&m.not2[h.state], uint32(i-2))
	}
}

func (l *lengths) code(c coder, n, position int) {
	switch v := uint32(n - shortest); {
	case v < 8:
		c.bit(&l.beyond[0], 0)
		tree(c, l.low[position][:], v, 3)
	case v < 16:
		c.bit(&l.beyond[0], 1)
		c.bit(&l.beyond[1], 0)
		tree(c, l.middle[position][:], v-8, 3)
	default:
		c.bit(&l.beyond[0], 1)
		c.bit(&l.beyond[1], 1)
		tree(c, l.high[:], v-16, 8)
	}
}

// distance codes the distance of a match: its slot, and its place in that.
func (m *model) distance(c coder, s step) {
	slot, _ := slotOf(s.distance)
	tree(c, m.slots[lengthClass(s.n)][:], slot, 6)
	m.inSlot(c, s.distance)
}

// lengthClass is what the slot of a distance depends on.
func lengthClass(n int) int { return min(n-shortest, 3) }

// slotOf returns the slot of a distance, two for each number of bits of the distance less
// 1, and how many of these bits the slot leaves open.
func slotOf(distance int) (slot uint32, free int) {
	d := uint32(distance - 1)
	if d < 4 {
		return d, 0
	}
	free = bits.Len32(d) - 2
	return uint32(2*(free+1)) + d>>free&1, free
}

func (m *model) inSlot(c coder, distance int) {
	slot, free := slotOf(distance)
	d := uint32(distance - 1)
	switch {
	case free == 0:
	case slot < firstFree:
		first := (2 | slot&1) << free
		reverse(c, m.near[first-slot:], d-first, free)
	default:
		c.direct(d>>alignBits&(1<<(free-alignBits)-1), free-alignBits)
		reverse(c, m.align[:], d&(1<<alignBits-1), alignBits)
	}
}

// tree codes the n bits of v, the highest first; each depends on those before it.
func tree(c coder, t []probability, v uint32, n int) {
	node := uint32(1)
	for n--; n >= 0; n-- {
		b := v >> n & 1
		c.bit(&t[node], b)
		node = node<<1 | b
	}
}

// reverse is tree with the lowest bit first.
func reverse(c coder, t []probability, v uint32, n int) {
	node := uint32(1)
	for range n {
		c.bit(&t[node], v&1)
		node = node<<1 | v&1
		v >>= 1
	}
}
