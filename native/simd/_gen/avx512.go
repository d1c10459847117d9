package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

type avx512 struct{}

func (avx512) name() string       { return "AVX512" }
func (avx512) lanes() int         { return 8 }
func (avx512) chains() int        { return 6 }
func (avx512) vector() VecVirtual { return ZMM() }

func (avx512) keep(m Mem) Op {
	r := ZMM()
	VBROADCASTSD(m, r)
	return r
}

func (avx512) mulBroadcast(m Mem, a, dst VecVirtual) { VMULPD_BCST(m, a, dst) }

func (avx512) round(x, dst VecVirtual) { VRNDSCALEPD(Imm(0), x, dst) }

func (avx512) tieDown(delta, point VecVirtual) {
	tie := K()
	VCMPPD(Imm(0), half, delta, tie) // equal
	VSUBPD(one, point, tie, point)
}

func (avx512) lookUp(job Mem, p [3]VecVirtual, dst VecVirtual) {
	// Inside the table: 0 ≤ p − min < size on all three axes.
	inside, index, zero := K(), ZMM(), ZMM()
	VPXORQ(zero, zero, zero)
	for axis := range 3 {
		c, size := ZMM(), job.Offset(jobSize+8*wide*axis)
		VSUBPD(job.Offset(jobMin+8*wide*axis), p[axis], c)
		if axis == 0 {
			VCMPPD(Imm(1), size, c, inside) // less
			VMOVAPD(c, index)
		} else {
			VCMPPD(Imm(1), size, c, inside, inside)
			VFMADD132PD(size, c, index)
		}
		VCMPPD(Imm(5), zero, c, inside, inside) // not less
	}
	at, found, table, mask := YMM(), YMM(), GP64(), K()
	VCVTTPD2DQ(index, at)
	MOVQ(job.Offset(jobTable), table)
	KMOVB(inside, mask)
	VXORPS(found, found, found)
	VGATHERDPS(Mem{Base: table, Index: at, Scale: 4}, mask, found)
	VMOVUPD(job.Offset(jobDefault), dst)
	VCVTPS2PD(found, inside, dst)
}
