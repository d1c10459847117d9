package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

type avx2 struct{}

func (avx2) name() string       { return "AVX2" }
func (avx2) lanes() int         { return 4 }
func (avx2) chains() int        { return 1 }
func (avx2) vector() VecVirtual { return YMM() }

func (avx2) keep(m Mem) Op { return m }

func (avx2) mulBroadcast(m Mem, a, dst VecVirtual) {
	b := YMM()
	VBROADCASTSD(m, b)
	VMULPD(a, b, dst)
}

func (avx2) round(x, dst VecVirtual) { VROUNDPD(Imm(0), x, dst) }

func (avx2) tieDown(delta, point VecVirtual) {
	tie := YMM()
	VCMPPD(Imm(0), half, delta, tie) // equal
	VANDPD(one, tie, tie)
	VSUBPD(tie, point, point)
}

func (avx2) lookUp(job Mem, p [3]VecVirtual, dst VecVirtual) {
	// Inside the table: 0 ≤ p − min < size on all three axes.
	inside, index := YMM(), YMM()
	for axis := range 3 {
		c, size := YMM(), job.Offset(jobSize+8*wide*axis)
		VSUBPD(job.Offset(jobMin+8*wide*axis), p[axis], c)
		if axis == 0 {
			VCMPPD(Imm(1), size, c, inside) // less
			VMOVAPD(c, index)
		} else {
			below := YMM()
			VCMPPD(Imm(1), size, c, below)
			VANDPD(below, inside, inside)
			VFMADD132PD(size, c, index)
		}
		zero, above := YMM(), YMM()
		VXORPD(zero, zero, zero)
		VCMPPD(Imm(5), zero, c, above) // not less
		VANDPD(above, inside, inside)
	}
	// Two halves of 64-bit masks to one of 32 bits; an index outside is not used.
	high, mask, at := XMM(), XMM(), XMM()
	VANDPD(inside, index, index)
	VCVTTPD2DQY(index, at)
	VEXTRACTF128(Imm(1), inside, high)
	VSHUFPS(Imm(0x88), high, inside.AsX(), mask)
	table, found := GP64(), XMM()
	MOVQ(job.Offset(jobTable), table)
	VXORPS(found, found, found)
	VGATHERDPS(mask, Mem{Base: table, Index: at, Scale: 4}, found)
	VCVTPS2PD(found, dst)
	outside := YMM()
	VMOVUPD(job.Offset(jobDefault), outside)
	VBLENDVPD(inside, dst, outside, dst)
}
