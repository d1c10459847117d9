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
func (avx512) floor(x, dst VecVirtual) { VRNDSCALEPD(Imm(1), x, dst) }

func (t avx512) nearest(x, dst VecVirtual) {
	// ⌈x − ½⌉, the difference rounded upwards so that it passes no integer.
	h := ZMM()
	VBROADCASTSD(half, h)
	VADDPD_RU_SAE(h, x, dst)
	VRNDSCALEPD(Imm(2), dst, dst)
}

func (avx512) integers(x VecVirtual) VecVirtual {
	i := YMM()
	VCVTPD2DQ(x, i)
	return i
}

func (avx512) compare(predicate Constant, a VecVirtual, b Op, and Register) Register {
	if and == nil {
		mask := K()
		VCMPPD(predicate, b, a, mask)
		return mask
	}
	VCMPPD(predicate, b, a, and, and)
	return and
}

func (avx512) xor(a Op, b VecVirtual, dst VecVirtual) { VPTERNLOGQ(Imm(0x96), a, b, dst) }
func (avx512) signs(v VecVirtual, dst GPVirtual) {
	negative := K()
	VPMOVQ2M(v, negative)
	KMOVB(negative, dst)
}

func (avx512) store16(v VecVirtual, m Mem) {
	n := YMM()
	VCVTPD2PS(v, n)
	VCVTTPS2DQ(n, n)
	VPMOVDW(n, m)
}

func (avx512) store8(v VecVirtual, m Mem) {
	n := YMM()
	VCVTTPD2DQ(v, n)
	VPMOVDB(n, m)
}

func (avx512) storeSingle(v VecVirtual, m Mem) {
	n := YMM()
	VCVTPD2PS(v, n)
	VMOVUPS(n, m)
}

func (avx512) stride() Mem { return stride8 }

func (avx512) choose(mask Register, a Op, dst VecVirtual) { VMOVUPD(a, mask, dst) }
func (avx512) only(mask Register, v VecVirtual)           { VMOVUPD_Z(v, mask, v) }

func (avx512) jumpNone(mask Register, label string) {
	KORTESTB(mask, mask)
	JEQ(LabelRef(label))
}

func (avx512) jumpAll(mask Register, label string) {
	KORTESTB(mask, mask)
	JCS(LabelRef(label))
}

func (avx512) gather(table Register, index VecVirtual, inside Register, missing Op, dst VecVirtual) {
	found, mask := YMM(), K()
	KMOVB(inside, mask)
	VXORPS(found, found, found)
	VGATHERDPS(Mem{Base: table, Index: index, Scale: 4}, mask, found)
	VMOVUPD(missing, dst)
	VCVTPS2PD(found, inside, dst)
}

func (avx512) saveMask(mask Register, m Mem) { KMOVB(mask, m) }

func (avx512) loadMask(m Mem) Register {
	mask := K()
	KMOVB(m, mask)
	return mask
}

func (t avx512) pairs(m Mem) [2]VecVirtual {
	low, high := ZMM(), ZMM()
	VMOVUPD(m, low)
	VMOVUPD(m.Offset(8*t.lanes()), high)
	p := [2]VecVirtual{ZMM(), ZMM()}
	VSHUFF64X2(Imm(0x88), high, low, p[0])
	VSHUFF64X2(Imm(0xdd), high, low, p[1])
	return p
}

func (avx512) hold(v VecVirtual, _ Mem) Op { return v }

func (avx512) products(m Mem, a [2]Op, dst [2]VecVirtual) {
	for i := range a {
		VMULPD_BCST(m, a[i], dst[i])
	}
}

func (avx512) round32(x, dst VecVirtual) { VRNDSCALEPS(Imm(0), x, dst) }

func (avx512) choose32(predicate Constant, x VecVirtual, limit Mem, a, dst VecVirtual) {
	mask := K()
	VCMPPS(predicate, limit, x, mask)
	VMOVUPS(a, mask, dst)
}

func (avx512) inRegister(c Op) Op { return c }

func (avx512) widen(f VecVirtual) [2]VecVirtual {
	d, high := [2]VecVirtual{ZMM(), ZMM()}, YMM()
	VEXTRACTF64X4(Imm(1), f, high)
	VCVTPS2PD(f.AsY(), d[0])
	VCVTPS2PD(high, d[1])
	return d
}

func (avx512) below(index VecVirtual, limit Mem, and Register) Register {
	if and == nil {
		mask := K()
		VPCMPUD(less, limit, index, mask)
		return mask
	}
	VPCMPUD(less, limit, index, and, and)
	return and
}

func (avx512) gather32(table Register, index VecVirtual, inside Register, missing Op, dst VecVirtual) {
	VMOVUPS(missing, dst)
	VGATHERDPS(Mem{Base: table, Index: index, Scale: 4}, inside, dst)
}

func (avx512) addBroadcast(m Mem, x, dst VecVirtual) { VFMADD213PD_BCST(m, x, dst) }

func (avx512) jumpCrowded(integers VecVirtual, label string) {
	next, changes, n := YMM(), K(), GP32()
	VALIGND(Imm(1), integers, integers, next)
	VPCMPD(unequal, next, integers, changes)
	KMOVB(changes, n)
	POPCNTL(n, n)
	CMPL(n, Imm(3))
	JHI(LabelRef(label))
}

func (avx512) same(integers Mem, i GPVirtual) Register {
	all, mask := YMM(), K()
	VPBROADCASTD(i, all)
	VPCMPEQD(integers, all, mask)
	return mask
}

func (avx512) onlyIntegers(mask Register, m Mem) {
	v := YMM()
	VMOVDQU32_Z(m, mask, v)
	VMOVDQU32(v, m)
}

func (avx512) bits(mask Register) GPVirtual {
	b := GP32()
	KMOVB(mask, b)
	return b
}

func (avx512) turn(rows [4]VecVirtual) (columns [4]VecVirtual) {
	return turn(rows, func(half int, a, b, dst VecVirtual) { VSHUFF64X2(Imm(uint64(3*half)), b, a, dst) })
}

func (avx512) scale(k, y VecVirtual) { VSCALEFPD(k, y, y) }
func (avx512) ldexp(k, y VecVirtual) { VSCALEFPD(k, y, y) }

func (avx512) transpose(lane []VecVirtual) (column [4]VecVirtual) {
	// In each half, as for AVX2: lanes 0 to 3 and 4 to 7.
	var pair [4]VecVirtual
	for i := range 2 {
		var both [2]VecVirtual
		for j := range both {
			both[j] = ZMM()
			VINSERTF64X4(Imm(1), lane[4+2*i+j], lane[2*i+j].AsZ(), both[j])
		}
		pair[i], pair[2+i] = ZMM(), ZMM()
		VUNPCKLPD(both[1], both[0], pair[i])
		VUNPCKHPD(both[1], both[0], pair[2+i])
	}
	for c := range column {
		column[c] = ZMM()
		VMOVUPD([]Mem{evenPairs, oddPairs}[c/2], column[c])
		VPERMI2PD(pair[2*(c%2)+1], pair[2*(c%2)], column[c])
	}
	return column
}
