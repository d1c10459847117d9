package emulate

import (
	"strings"
	"testing"
)

const (
	before = ".version 6.0\n.target sm_70\n.address_size 64\n.visible .entry test(\n\t.param .u64 test_param_0\n)\n.maxntid 128, 1, 1\n{\n" +
		"\t.reg .pred \t%p<3>;\n\t.reg .b32 \t%r<9>;\n\t.reg .b64 \t%rd<9>;\n\t.reg .f32 \t%f<9>;\n\t.reg .f64 \t%fd<9>;\n"
	behind = "\tret;\n}\n"
)

// TestTranslate: instructions one by one.
func TestTranslate(t *testing.T) {
	for _, c := range []struct{ ptx, want string }{
		{"ld.param.u64 \t%rd1, [test_param_0];", "rd1 = test_param_0;"},
		{"ld.shared.v2.f64 \t{%fd1, %fd2}, [%rd1+-32];", "fd1 = *((double *)(rd1 + (-32)) + 0); fd2 = *((double *)(rd1 + (-32)) + 1);"},
		{"st.global.u32 \t[%rd1], %r2;", "*((uint32_t *)(rd1 + (0)) + 0) = r2;"},
		{"add.s32 \t%r1, %r2, -1;", "r1 = (uint32_t)r2 + (uint32_t)-1ll;"},
		{"sub.f64 \t%fd1, %fd2, 0d3FE0000000000000;", "fd1 = (double)fd2 - (double)f64_of(0x3FE0000000000000ull);"},
		{"mul.wide.u32 \t%rd1, %r1, %r2;", "rd1 = (uint64_t)(uint32_t)r1 * (uint64_t)(uint32_t)r2;"},
		{"mad.lo.s32 \t%r1, %r2, %r3, %r4;", "r1 = (uint32_t)r2 * (uint32_t)r3 + (uint32_t)r4;"},
		{"fma.rn.f32 \t%f1, %f2, 0f3F800000, %f3;", "f1 = __builtin_fmaf(f2, f32_of(0x3F800000u), f3);"},
		{"setp.neu.f64 \t%p1, %fd1, %fd2;", "p1 = !((double)fd1 == (double)fd2);"},
		{"setp.geu.f32 \t%p1, %f1, %f2;", "p1 = !((float)f1 < (float)f2);"},
		{"setp.gt.u32 \t%p1, %r1, -2147483648;", "p1 = (uint32_t)r1 > (uint32_t)-2147483648ll;"},
		{"selp.b32 \t%r1, 0, %r2, %p1;", "r1 = p1 ? 0ll : r2;"},
		{"mov.b64 \t%rd1, %fd1;", "COPY(rd1, fd1);"},
		{"cvt.rzi.s32.f64 \t%r1, %fd1;", "r1 = (int32_t)(double)fd1;"},
		{"shr.s32 \t%r1, %r2, 4;", "r1 = (int32_t)r2 >> 4ll;"},
		{"@%p1 bra \tLBB0_3;", "if (p1) { goto LBB0_3; }"},
		{"@!%p1 bra \t$LBB0_3;", "if (!p1) { goto LBB0_3; }"},
		{"mov.u32 \t%r1, %ctaid.y;", "r1 = (uint32_t)emulated_block_y();"},
		{"rcp.approx.ftz.f32 %f1, %f2;", "f1 = 0x1.000002p0f / f2;"},
		{"max.f32 \t%f1, %f2, %f3;", "f1 = (float)f2 > (float)f3 ? (float)f2 : (float)f3;"},
		{"bfe.u32 \t%r1, %r2, 3, 1;", "r1 = ((uint32_t)r2 >> 3ll) & ((1u << 1ll) - 1);"},
	} {
		got, err := Translate(before + "\t" + c.ptx + "\n" + behind)
		if err != nil || !strings.Contains(got, c.want) {
			t.Errorf("%s: %v, want %s in\n%s", c.ptx, err, c.want, strings.TrimPrefix(got, ptxPrelude))
		}
	}
}

// TestTranslateRefuses what it does not know, with its line.
func TestTranslateRefuses(t *testing.T) {
	for _, c := range []struct{ ptx, want string }{
		{before + "\tatom.global.add.f32 \t%f1, [%rd1], %f2;\n" + behind, "line 14"},
		{before + "\tsetp.equ.f32 \t%p1, %f1, %f2;\n" + behind, "unknown instruction"},
		{before + "\tmad.hi.s32 \t%r1, %r2, %r3, %r4;\n" + behind, "unknown instruction"},
		{before + "\tshfl.sync\n" + behind, "not an instruction"},
		{before + "\t.reg .b128 \t%q<2>;\n" + behind, "unknown type"},
		{"\tret;\n", "no .visible .entry"},
	} {
		if _, err := Translate(c.ptx); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, want one with %q", err, c.want)
		}
	}
}
