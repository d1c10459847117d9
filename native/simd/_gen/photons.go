package main

import (
	"gobragg/core/rng"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// photons writes the loop that counts photons of means below rng.RejectionMean, in
// others −1; implements rng.PoissonAt to the bit. A lane is a pixel. It returns 0 if
// there is no other.
func photons(t target) {
	name := "photons" + t.name()
	TEXT(name, NOSPLIT, "func(keys *byte, mean *float32, counts *int64, first uint64, groups int) (left uint32)")
	Doc(name+" draws the counts of groups of pixels, −1 where the mean is 10 or more.", "Implements rng.PoissonAt.")
	keys := Mem{Base: Load(Param("keys"), GP64())}
	means, counts := Mem{Base: Load(Param("mean"), GP64())}, Mem{Base: Load(Param("counts"), GP64())}
	stream, first := t.vector(), XMM()
	MOVQ(Load(Param("first"), GP64()), first)
	VPBROADCASTQ(first, stream)
	VPADDQ(lane, stream, stream)
	groups, steps := Load(Param("groups"), GP64()), GP64()
	left := zero(t)

	Label("group")
	u := unit(t, keys, stream)
	mean, n, weak := t.vector(), zero(t), copyOf(t, one)
	VCVTPS2PD(means, mean)
	// Most weak pixels need no exponential: there is no photon where u < 1 − mean.
	VSUBPD(mean, weak, weak)
	active := t.compare(atLeast, u, weak, nil)
	active = t.compare(less, mean, rejectionMean, active)
	t.jumpNone(active, "counted")

	// The smallest N for which P(0) + … + P(N) exceeds u, as rng.poissonInversion.
	term, rest, step, more := zero(t), u, zero(t), t.vector()
	VSUBPD(mean, term, term)
	exp(t, term)
	active = t.compare(atLeast, rest, term, active)
	MOVQ(I32(rng.InversionSteps), steps)
	Label("photon")
	t.jumpNone(active, "counted")
	VADDPD(one, step, step)
	VMOVUPD(one, more)
	t.only(active, more)
	VADDPD(more, n, n)
	VSUBPD(term, rest, rest)
	VMULPD(step, rest, rest)
	VMULPD(mean, term, term)
	active = t.compare(atLeast, rest, term, active)
	DECQ(steps)
	JNZ(LabelRef("photon"))

	Label("counted")
	VADDPD(shift, n, n)
	VPSUBQ(shift, n, n)
	t.choose(t.compare(atLeast, mean, rejectionMean, nil), minusOne, n)
	VMOVUPD(n, counts)
	VORPD(n, left, left)
	VPADDQ(t.stride(), stream, stream)
	ADDQ(Imm(uint64(4*t.lanes())), means.Base)
	ADDQ(Imm(uint64(8*t.lanes())), counts.Base)
	DECQ(groups)
	JNZ(LabelRef("group"))
	// The sign of any −1 is in the lanes' sum of bits.
	sign := GP32()
	t.signs(left, sign)
	Store(sign, ReturnIndex(0))
	VZEROUPPER()
	RET()
}

// unit writes the first uniform deviate of each stream, implements rng.Philox.Block
// and rng.Stream.Float64. The words of a counter are the lower halves of lanes; what
// is above them does not matter.
func unit(t target, keys Mem, stream VecVirtual) VecVirtual {
	key := func(round, word int) Mem { return at(keys, 2*round+word) }
	c := [4]VecVirtual{t.vector(), t.vector(), t.vector()}
	// In the first round words 0 and 1 are 0.
	none := zero(t)
	VPMULUDQ(multiplier1, stream, c[1])
	VPSRLQ(Imm(32), c[1], c[0])
	t.xor(key(0, 0), none, c[0])
	VPSRLQ(Imm(32), stream, c[2])
	t.xor(key(0, 1), none, c[2])
	c[3] = none
	for round := 1; round < rng.PhiloxRounds; round++ {
		p0, p1 := t.vector(), t.vector()
		VPMULUDQ(multiplier1, c[2], p1)
		if round < rng.PhiloxRounds-1 { // of the last round nobody wants words 2 and 3
			VPMULUDQ(multiplier0, c[0], p0)
			VPSRLQ(Imm(32), p0, c[2])
			t.xor(key(round, 1), c[3], c[2])
			c[3] = p0
		}
		VPSRLQ(Imm(32), p1, c[0])
		t.xor(key(round, 0), c[1], c[0])
		c[1] = p1
	}
	// The upper 52 of the 64 bits in words 0 and 1, as the fraction of 1 + u.
	for _, w := range c[:2] {
		VPSLLQ(Imm(32), w, w)
	}
	u := c[0]
	VPSRLQ(Imm(44), u, u)
	VPSRLQ(Imm(12), c[1], c[1])
	VORPD(c[1], u, u)
	VORPD(one, u, u)
	VSUBPD(one, u, u)
	VADDPD(halfStep, u, u)
	return u
}
