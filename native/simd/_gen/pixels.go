package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// statistics writes the loops of frame.RowAdder, four pixels at once as its definition,
// to the bit.
func statistics() {
	t := avx2{}
	TEXT("sumsAVX2", NOSPLIT, "func(sums *float64, photons *float32, groups int)")
	Doc("sumsAVX2 adds groups of four pixels to sums.", "Implements frame.Rows.AddSums.")
	to, from, groups := Mem{Base: Load(Param("sums"), GP64())}, Mem{Base: Load(Param("photons"), GP64())}, Load(Param("groups"), GP64())
	sum, squares, peak := copyOf(t, to), copyOf(t, to.Offset(4*8)), XMM()
	VMOVUPS(to.Offset(8*8), peak)
	Label("group")
	v, photons := YMM(), XMM()
	VMOVUPS(from, photons)
	VMAXPS(peak, photons, peak) // which is the second of its two where one is NaN
	VCVTPS2PD(photons, v)
	VADDPD(v, sum, sum)
	VMULPD(v, v, v)
	VADDPD(v, squares, squares)
	ADDQ(Imm(4*4), from.Base)
	DECQ(groups)
	JNZ(LabelRef("group"))
	VMOVUPD(sum, to)
	VMOVUPD(squares, to.Offset(4*8))
	VMOVUPS(peak, to.Offset(8*8))
	VZEROUPPER()
	RET()

	TEXT("deviationsAVX2", NOSPLIT, "func(squares *float64, photons *float32, groups int, mean float64)")
	Doc("deviationsAVX2 adds groups of four pixels to squares.", "Implements frame.Rows.AddDeviations.")
	to, from, groups = Mem{Base: Load(Param("squares"), GP64())}, Mem{Base: Load(Param("photons"), GP64())}, Load(Param("groups"), GP64())
	squares, mean, x := copyOf(t, to), YMM(), XMM()
	Load(Param("mean"), x)
	VBROADCASTSD(x, mean)
	Label("group")
	v = YMM()
	VCVTPS2PD(from, v)
	VSUBPD(mean, v, v)
	VMULPD(v, v, v)
	VADDPD(v, squares, squares)
	ADDQ(Imm(4*4), from.Base)
	DECQ(groups)
	JNZ(LabelRef("group"))
	VMOVUPD(squares, to)
	VZEROUPPER()
	RET()
}

// pixels writes the loops that turn photons into whole numbers, to the bit as package
// frame does.
func pixels(t target) {
	row(t, "counts", "dst *uint16", "16-bit counts", 2)
	row(t, "greys", "dst *uint8", "grey levels", 1)
}

// row writes a loop over groups of photons that become numbers of size bytes: times
// a scale, for counts plus an offset, clipped, and for counts rounded.
func row(t target, name, dst, what string, size int) {
	arguments, formula := "scale float64", "frame.Preview.Row"
	if size == 2 {
		arguments, formula = "scale, offset float64", "frame.Integer.Row"
	}
	TEXT(name+t.name(), NOSPLIT, "func("+dst+", photons *float32, groups int, "+arguments+")")
	Doc(name+t.name()+" writes the "+what+" of groups of pixels.", "Implements "+formula+".")
	to, from := Mem{Base: Load(Param("dst"), GP64())}, Mem{Base: Load(Param("photons"), GP64())}
	groups := Load(Param("groups"), GP64())
	broadcast := func(name string) VecVirtual {
		v, x := t.vector(), XMM()
		Load(Param(name), x)
		VBROADCASTSD(x, v)
		return v
	}
	scale, most := broadcast("scale"), maxGrey
	var offset VecVirtual
	if size == 2 {
		offset, most = broadcast("offset"), maxCount
	}
	none := zero(t)

	Label("group")
	v := t.vector()
	VCVTPS2PD(from, v)
	VMULPD(scale, v, v)
	if size == 2 {
		VADDPD(offset, v, v)
	}
	VMAXPD(none, v, v) // NaN becomes 0
	VMINPD(most, v, v)
	if size == 2 {
		VADDPD(halfUp, v, v)
		t.store16(v, to)
	} else {
		t.store8(v, to)
	}
	ADDQ(Imm(uint64(size*t.lanes())), to.Base)
	ADDQ(Imm(uint64(4*t.lanes())), from.Base)
	DECQ(groups)
	JNZ(LabelRef("group"))
	VZEROUPPER()
	RET()
}
