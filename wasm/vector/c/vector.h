// Arithmetic of two numbers at once.

#define INLINE static inline __attribute__((always_inline))

INLINE v2 both(double a) { return (v2){a, a}; }

// choose returns a where the mask is set, b elsewhere.
INLINE v2 choose(m2 mask, v2 a, v2 b) { return (v2)(((m2)a & mask) | ((m2)b & ~mask)); }

INLINE int any(m2 mask) { return __builtin_wasm_any_true_v128(mask); }

INLINE v2 root(v2 a) { return (v2){__builtin_sqrt(a[0]), __builtin_sqrt(a[1])}; }

#define BIAS 0x1.8p52

// nearest is kernel.round: to the nearest integer, ties to even.
INLINE v2 nearest(v2 a) { return (a + BIAS) - BIAS; }

// sine is kernel.Sinpi, and cosine kernel.cospi.
INLINE v2 polynomial(const double *c, v2 w) {
	v2 w2 = w * w;
	return (c[0] + w * c[1]) + w2 * ((c[2] + w * c[3]) + w2 * (c[4] + w * c[5]));
}

INLINE v2 sine(const struct job *j, v2 x) { return x * polynomial(j->sine, x * x); }

INLINE v2 cosine(const struct job *j, v2 x) {
	v2 w = x * x;
	return 1 - w * polynomial(j->cosine, w);
}

// fullSine is kernel.fullSinpi.
INLINE v2 fullSine(const double *c, v2 x) {
	v2 w = x * x;
	return x * (c[0] + w * (c[1] + w * (c[2] + w * (c[3] + w * (c[4] + w * (c[5] + w * (c[6] + w * (c[7] + w * c[8]))))))));
}

// power is portable.Exp. Scaling in two steps gives the bits of one where that is exact.
INLINE v2 power(const double *p, v2 x) {
	v2 shifted = x * 0x1.71547652b82fep+0 + BIAS;
	m2 k = (m2)shifted - (m2)both(BIAS);
	v2 kf = shifted - BIAS;
	v2 hi = x - kf * 0x1.62e42fefa3p-1, lo = kf * 0x1.3de6af278ece6p-42;
	v2 r = hi - lo, c = (hi - r) - lo;
	v2 r2 = r * r, r4 = r2 * r2;
	v2 p01 = p[0] + p[1] * r, p23 = p[2] + p[3] * r, p45 = p[4] + p[5] * r, p67 = p[6] + p[7] * r, p89 = p[8] + p[9] * r;
	v2 sum = (p01 + r2 * p23) + r4 * ((p45 + r2 * p67) + r4 * p89);
	v2 y = 1 + (r + (r2 * sum + c));
	m2 half = (k - (k >> 63)) >> 1; // k/2, rounded to zero
	y = y * (v2)((half + 1023) << 52) * (v2)((k - half + 1023) << 52);
	y = choose(x < -0x1.74910d52d3051p+9, both(0), y);
	y = choose(x > 0x1.62e42fefa39efp+9, both(__builtin_inf()), y);
	return choose(x == x, y, x);
}

// sphere is kernel.Sinc3, by kernel.SinCosPi.
INLINE v2 sphere(const struct job *j, v2 x) {
	v2 a = x / 0x1.921fb54442d18p+1;
	v2 shifted = a + BIAS, r = a - (shifted - BIAS);
	m2 turned = (m2)shifted << 63; // an odd number of half turns
	v2 sin = (v2)((m2)fullSine(j->full, r) ^ turned);
	v2 cos = (v2)((m2)fullSine(j->full, 0.5 - (v2)((m2)r & 0x7fffffffffffffff)) ^ turned);
	v2 closed = 3 * (sin / x - cos) / (x * x);
	m2 small = x < 0.3;
	if (!any(small)) return closed;
	v2 w = x * x;
	return choose(small, 1 - w / 10 * (1 - w / 28 * (1 - w / 54 * (1 - w / 88))), closed);
}
