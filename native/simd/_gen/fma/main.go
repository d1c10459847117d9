// Command fma writes ../../fma_amd64.s and ../../fma_stub_amd64.go, loops that do
// nothing but fused multiply-adds, as many as the processor can:
//
//	go generate ./native/simd
//
// What they reach is the roof under which the loops of ../main.go stand.
package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// chains is the number of sums that do not wait for each other. A fused
// multiply-add takes 4 or 5 cycles, and processors start two in each; AVX2 has
// registers for no more than these and the two factors.
const chains = 12

// unrolled is how often the chains are extended between two looks at the count.
const unrolled = 4

func main() {
	ConstraintExpr("!noasm")
	for _, set := range []struct {
		name   string
		vector func() VecVirtual
	}{
		{"AVX2", YMM},
		{"AVX512", ZMM},
	} {
		loop(set.name, set.vector, 64, func(a, b, sum Op) { VFMADD231PD(a, b, sum) })
		loop(set.name, set.vector, 32, func(a, b, sum Op) { VFMADD231PS(a, b, sum) })
	}
	Generate()
}

// loop writes one loop. All numbers in it are 0, which takes no longer and no
// shorter than others.
func loop(set string, vector func() VecVirtual, bits int, fma func(a, b, sum Op)) {
	name := fmt.Sprintf("fma%d%s", bits, set)
	TEXT(name, NOSPLIT, "func(turns int64)")
	Doc(fmt.Sprintf("%s does %d vectors of fused multiply-adds of float%d in each turn, turns ≥ 1.", name, chains*unrolled, bits))
	turns := Load(Param("turns"), GP64())
	var all [chains + 2]VecVirtual
	for i := range all {
		all[i] = vector()
		VXORPD(all[i].AsY(), all[i].AsY(), all[i].AsY())
	}
	Label("turn")
	for range unrolled {
		for _, sum := range all[:chains] {
			fma(all[chains], all[chains+1], sum)
		}
	}
	DECQ(turns)
	JNZ(LabelRef("turn"))
	VZEROUPPER()
	RET()
}
