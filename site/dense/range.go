package dense

import "math"

// probability that a decision is 0.
type probability uint16

const (
	probabilityBits = 11
	even            = probability(1) << (probabilityBits - 1)
	// A decision moves its probability by a part of 1<<pace towards itself.
	pace = 5
)

func reset(all []probability) {
	for i := range all {
		all[i] = even
	}
}

// coder takes decisions: to write them, or to add up what they would take.
type coder interface {
	// bit takes one with a probability, direct the lowest n bits of v with even ones.
	bit(p *probability, b uint32)
	direct(v uint32, n int)
}

// writer is a coder that writes: a number in [0, 1) in the interval that the decisions
// leave, [low, low+width) in units of 2⁻³² of the bytes written so far. The last of these
// is held back with the 255s that may follow, since low can still carry into it.
type writer struct {
	out   []byte
	low   uint64
	width uint32
	last  byte
	held  int
}

func newWriter() *writer { return &writer{width: math.MaxUint32, held: 1} }

func (w *writer) bit(p *probability, b uint32) {
	part := w.width >> probabilityBits * uint32(*p)
	if b == 0 {
		w.width = part
		*p += (1<<probabilityBits - *p) >> pace
	} else {
		w.low += uint64(part)
		w.width -= part
		*p -= *p >> pace
	}
	w.widen()
}

func (w *writer) direct(v uint32, n int) {
	for n--; n >= 0; n-- {
		w.width >>= 1
		w.low += uint64(w.width * (v >> n & 1))
		w.widen()
	}
}

func (w *writer) widen() {
	for w.width < 1<<24 {
		w.width <<= 8
		w.shift()
	}
}

// shift moves the highest byte of low out.
func (w *writer) shift() {
	const byteBelowCarry = 0xff << 24
	if w.low < byteBelowCarry || w.low > math.MaxUint32 {
		carry := byte(w.low >> 32)
		for c := w.last; w.held > 0; w.held-- {
			w.out = append(w.out, c+carry)
			c = 0xff
		}
		w.last = byte(w.low >> 24)
	}
	w.held++
	w.low = w.low << 8 & math.MaxUint32
}

// close returns the stream.
func (w *writer) close() []byte {
	for range 5 {
		w.shift()
	}
	return w.out
}

// price is a coder that adds up what decisions would take, in units of 1/64 bit.
type price uint32

const oneBit = 64

func (c *price) bit(p *probability, b uint32) { *c += priceOf(*p, b) }
func (c *price) direct(_ uint32, n int)       { *c += price(n) * oneBit }

func priceOf(p probability, b uint32) price {
	if b == 1 {
		p = 1<<probabilityBits - 1 - p
	}
	return prices[p>>priceStep]
}

const priceStep = 4 // probabilities that differ by less than 1<<priceStep have one price

var prices = func() (t [1 << (probabilityBits - priceStep)]price) {
	for i := range t {
		t[i] = price(math.Round(-oneBit * math.Log2((float64(i)+0.5)/float64(len(t)))))
	}
	return t
}()
