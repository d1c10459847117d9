package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

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
