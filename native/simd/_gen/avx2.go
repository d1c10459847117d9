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
func (avx2) floor(x, dst VecVirtual) { VROUNDPD(Imm(1), x, dst) }

func (t avx2) nearest(x, dst VecVirtual) {
	// Where x − dst is −½, one less.
	tie := YMM()
	t.round(x, dst)
	VSUBPD(dst, x, tie)
	VCMPPD(Imm(0), half, tie, tie) // equal
	VANDPD(one, tie, tie)
	VSUBPD(tie, dst, dst)
}

func (avx2) integers(x VecVirtual) VecVirtual {
	i := XMM()
	VCVTPD2DQY(x, i)
	return i
}

func (avx2) compare(predicate Constant, a VecVirtual, b Op, and Register) Register {
	mask := YMM()
	VCMPPD(predicate, b, a, mask)
	if and == nil {
		return mask
	}
	VANDPD(mask, and, and)
	return and
}

func (avx2) xor(a Op, b VecVirtual, dst VecVirtual) {
	VPXOR(a, dst, dst)
	VPXOR(b, dst, dst)
}

func (avx2) signs(v VecVirtual, dst GPVirtual) { VMOVMSKPD(v, dst) }

func (avx2) store16(v VecVirtual, m Mem) {
	n := XMM()
	VCVTPD2PSY(v, n)
	VCVTTPS2DQ(n, n)
	VPACKUSDW(n, n, n)
	VMOVQ(n, m)
}

func (avx2) store8(v VecVirtual, m Mem) {
	n := XMM()
	VCVTTPD2DQY(v, n)
	VPACKUSDW(n, n, n)
	VPACKUSWB(n, n, n)
	VMOVD(n, m)
}

func (avx2) storeSingle(v VecVirtual, m Mem) {
	n := XMM()
	VCVTPD2PSY(v, n)
	VMOVUPS(n, m)
}

func (avx2) stride() Mem { return stride4 }

func (avx2) choose(mask Register, a Op, dst VecVirtual) { VBLENDVPD(mask, a, dst, dst) }
func (avx2) only(mask Register, v VecVirtual)           { VANDPD(mask, v, v) }

func (avx2) jumpNone(mask Register, label string) {
	VTESTPD(mask, mask)
	JEQ(LabelRef(label))
}

func (avx2) jumpAll(mask Register, label string) {
	lanes := GP32()
	VMOVMSKPD(mask, lanes)
	CMPL(lanes, Imm(15))
	JEQ(LabelRef(label))
}

func (avx2) gather(table Register, index VecVirtual, outside Register, missing Op, dst VecVirtual) {
	inside, found, absent := XMM(), XMM(), YMM()
	VPCMPEQD(inside, inside, inside)
	VPXOR(outside, inside, inside)
	VXORPS(found, found, found)
	VGATHERDPS(inside, Mem{Base: table, Index: index, Scale: 4}, found)
	VCVTPS2PD(found, dst)
	VPMOVSXDQ(outside, absent)
	VBLENDVPD(absent, missing, dst, dst)
}

func (avx2) saveMask(mask Register, m Mem) { VMOVUPD(mask, m) }

func (avx2) loadMask(m Mem) Register {
	mask := YMM()
	VMOVUPD(m, mask)
	return mask
}

func (t avx2) pairs(m Mem) [2]VecVirtual {
	low, high := YMM(), YMM()
	VMOVUPD(m, low)
	VMOVUPD(m.Offset(8*t.lanes()), high)
	p := [2]VecVirtual{YMM(), YMM()}
	VPERM2F128(Imm(0x20), high, low, p[0])
	VPERM2F128(Imm(0x31), high, low, p[1])
	return p
}

func (avx2) round32(x, dst VecVirtual) { VROUNDPS(Imm(0), x, dst) }

func (avx2) choose32(predicate Constant, x VecVirtual, limit Mem, a, dst VecVirtual) {
	mask := YMM()
	VCMPPS(predicate, limit, x, mask)
	VBLENDVPS(mask, a, dst, dst)
}

func (avx2) inRegister(c Op) Op {
	r := YMM()
	VMOVUPD(c, r)
	return r
}

func (avx2) hold(v VecVirtual, m Mem) Op {
	VMOVUPD(v, m)
	return m
}

func (avx2) products(m Mem, a [2]Op, dst [2]VecVirtual) {
	b := YMM()
	VBROADCASTSD(m, b)
	for i := range a {
		VMULPD(a[i], b, dst[i])
	}
}

func (avx2) widen(f VecVirtual) [2]VecVirtual {
	d, high := [2]VecVirtual{YMM(), YMM()}, XMM()
	VEXTRACTF128(Imm(1), f, high)
	VCVTPS2PD(f.AsX(), d[0])
	VCVTPS2PD(high, d[1])
	return d
}

func (avx2) below(index VecVirtual, limit Mem, and Register) Register {
	// index is above the limit where their maximum is index.
	mask := VecVirtual(YMM())
	if index.Size() == 16 {
		mask = XMM()
	}
	VPMAXUD(limit, index, mask)
	VPCMPEQD(mask, index, mask)
	if and == nil {
		return mask
	}
	VPOR(mask, and, and)
	return and
}

func (avx2) gather32(table Register, index VecVirtual, outside Register, missing Op, dst VecVirtual) {
	inside := YMM()
	VPCMPEQD(inside, inside, inside)
	VPXOR(outside, inside, inside)
	VMOVUPS(missing, dst)
	VGATHERDPS(inside, Mem{Base: table, Index: index, Scale: 4}, dst)
}

func (avx2) addBroadcast(m Mem, x, dst VecVirtual) {
	b := YMM()
	VBROADCASTSD(m, b)
	VFMADD213PD(b, x, dst)
}

func (avx2) jumpCrowded(integers VecVirtual, label string) {
	next, n := XMM(), GP32()
	VPSHUFD(Imm(0x39), integers, next)
	VPCMPEQD(next, integers, next)
	VMOVMSKPS(next, n)
	POPCNTL(n, n)
	CMPL(n, Imm(2))
	JCS(LabelRef(label))
}

func (avx2) same(integers Mem, i GPVirtual) Register {
	all, mask := XMM(), YMM()
	VMOVD(i, all)
	VPBROADCASTD(all, all)
	VPCMPEQD(integers, all, all)
	VPMOVSXDQ(all, mask)
	return mask
}

func (avx2) onlyIntegers(mask Register, m Mem) {
	low, high := XMM(), XMM()
	VEXTRACTF128(Imm(1), mask, high)
	VSHUFPS(Imm(0x88), high, mask.(VecVirtual).AsX(), low)
	VPAND(m, low, low)
	VMOVDQU(low, m)
}

func (avx2) bits(mask Register) GPVirtual {
	b := GP32()
	VMOVMSKPD(mask, b)
	return b
}

func (avx2) scale(k, y VecVirtual) {
	// The low bits of k + 1.5·2⁵² are those of k, and y's exponent starts at bit 52.
	VADDPD(shift, k, k)
	VPSLLQ(Imm(52), k, k)
	VPADDQ(k, y, y)
}

func (t avx2) ldexp(k, y VecVirtual) {
	// 2^k in two factors: the first product is exact, the second rounds once.
	h, power := YMM(), YMM()
	VMULPD(halfUp, k, h)
	t.round(h, h)
	VSUBPD(h, k, k)
	t.scale(h, y)
	VMOVUPD(one, power)
	t.scale(k, power)
	VMULPD(power, y, y)
}

func (t avx2) transpose(lane []VecVirtual) [4]VecVirtual { return t.turn([4]VecVirtual(lane)) }

func (avx2) turn(rows [4]VecVirtual) [4]VecVirtual {
	return turn(rows, func(half int, a, b, dst VecVirtual) { VPERM2F128(Imm(uint64(0x20+0x11*half)), b, a, dst) })
}
