package rng

const (
	parkMillerMultiplier = 16807     // 7⁵
	parkMillerModulus    = 1<<31 - 1 // a Mersenne prime
	shuffleEntries       = 32
	shuffleWarmUp        = 8
	// shuffleDivisor maps a state, 1 … 2³¹−2, to a table entry, 0 … 31.
	shuffleDivisor = 1 + (parkMillerModulus-1)/shuffleEntries

	// ran1Scale takes a state to (0, 1), in double precision.
	ran1Scale = 1.0 / parkMillerModulus
	// ran1Max is the largest deviate: 1 would be possible after the rounding to
	// single precision, and callers rely on ran < 1.
	ran1Max = float32(1 - 1.2e-7)
)

// Ran1 is the reference program's generator of uniform deviates: the multiplicative
// congruential sequence
//
//	s ← 16807 s mod (2³¹ − 1)
//
// of Park and Miller, its order shuffled through a table of 32 entries (Bays and
// Durham). Its period is about 2³¹: enough for orientations, not for the noise of
// a large image.
//
// Sources: S. K. Park, K. W. Miller, Comm. ACM 31 (1988) 1192–1201; C. Bays,
// S. D. Durham, ACM Trans. Math. Softw. 2 (1976) 59–64; published together as
// "ran1" in W. H. Press et al., Numerical Recipes in C, 2nd ed. (1992), section 7.1.
type Ran1 struct {
	state uint64
	last  uint64 // the deviate before this one chooses the entry
	table [shuffleEntries]uint64
}

// NewRan1 returns the generator for a seed. The sign does not matter and 0 counts
// as 1, as in the reference program. A seed of 2³¹−1 or more is taken modulo
// 2³¹−1 (the reference program has no defined result there).
func NewRan1(seed int64) *Ran1 {
	magnitude := uint64(seed)
	if seed < 0 {
		magnitude = -magnitude
	}
	r := &Ran1{state: magnitude % parkMillerModulus}
	if r.state == 0 {
		r.state = 1
	}
	for range shuffleWarmUp {
		r.step()
	}
	for i := shuffleEntries - 1; i >= 0; i-- {
		r.table[i] = r.step()
	}
	r.last = r.table[0]
	return r
}

// step advances the congruential sequence. The product stays below 2⁴⁶.
func (r *Ran1) step() uint64 {
	r.state = r.state * parkMillerMultiplier % parkMillerModulus
	return r.state
}

// Float32 returns the next uniform deviate, 4.6e-10 ≤ x ≤ 1 − 1.2e-7.
func (r *Ran1) Float32() float32 {
	fresh := r.step()
	entry := r.last / shuffleDivisor
	r.last = r.table[entry]
	r.table[entry] = fresh
	return min(float32(float64(r.last)*ran1Scale), ran1Max)
}
