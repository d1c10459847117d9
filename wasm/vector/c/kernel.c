// The sum over orientations, two scattering vectors side by side, for processors that
// run WebAssembly with 128-bit vectors. Each lane does what package kernel's scalar
// loops do, operation by operation, so that the sums have their bits; the comments name
// what a function implements.
//
// ../job_js.go has the twin of struct job, and ../generated_test.go the arguments of the
// compiler, which forbid it to fuse or reorder arithmetic. There is no memory here but the
// program's own: no data, no stack.

typedef double v2 __attribute__((vector_size(16)));
typedef float v4 __attribute__((vector_size(16), aligned(4)));
typedef long long m2 __attribute__((vector_size(16))); // a mask, or the bits of v2

// An address takes 64 bits in Go.
#define ADDRESS(type) _Alignas(8) type *

struct job {
	ADDRESS(const double) x; // scattering vectors, 1/m
	ADDRESS(const double) y;
	ADDRESS(const double) z;
	ADDRESS(double) sums; // Σ F_cell² F_latt², electrons²
	ADDRESS(const double) orientations;
	ADDRESS(const float) table;    // of structure factors, electrons
	long long pairs, count;        // of vectors, of orientations: at least 1
	long long lookup, few;         // plan.Lookup; Fejér's polynomials have three terms
	double missing;                // F_cell outside the table
	double min[3], size[3];        // first h, k, l of the table and how many there are
	double cells[3];               // Na, Nb, Nc
	long long odd[3];              // −1: that N is odd
	double fejer[6][3];            // coefficients for each axis
	double metric[6], peak;        // plan.Header
	double sine[6], cosine[6];     // kernel.SinpiCoefficients, CospiCoefficients
	double full[9], power[10];     // kernel.FullSinpiCoefficients, portable.ExpCoefficients
};

#define INLINE static inline __attribute__((always_inline))

INLINE v2 both(double a) { return (v2){a, a}; }

// choose returns a where the mask is set, b elsewhere.
INLINE v2 choose(m2 mask, v2 a, v2 b) { return (v2)(((m2)a & mask) | ((m2)b & ~mask)); }

INLINE int any(m2 mask) { return (mask[0] | mask[1]) != 0; }

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

// power is portable.Exp for arguments that do not overflow. Scaling in two steps gives
// the bits of one where that is exact.
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

// inside reports which lanes have 0 ≤ i ≤ last.
INLINE m2 inside(const v2 *i, const double *last) {
	return (i[0] >= 0) & (i[0] <= last[0]) & (i[1] >= 0) & (i[1] <= last[1]) & (i[2] >= 0) & (i[2] <= last[2]);
}

// lookUp is kernel.Nearest.
INLINE v2 lookUp(const struct job *j, const v2 *point) {
	v2 i[3];
	double last[3];
	for (int axis = 0; axis < 3; axis++) {
		i[axis] = point[axis] - j->min[axis];
		last[axis] = j->size[axis] - 1;
	}
	m2 found = inside(i, last);
	// Integers that a float64 holds exactly; 0, which every table has, for those outside.
	v2 at = (v2)((m2)((i[0] * j->size[1] + i[1]) * j->size[2] + i[2]) & found);
	v2 f = {j->table[(unsigned)at[0]], j->table[(unsigned)at[1]]};
	return choose(found, f, both(j->missing));
}

// weigh is kernel.lagrange.
INLINE void weigh(v2 x, v2 *w) {
	v2 a = x + 1, b = x - 1, c = x - 2;
	w[0] = -x * b * c / 6;
	w[1] = a * b * c / 2;
	w[2] = -a * x * c / 2;
	w[3] = a * x * b / 6;
}

// line sums four neighbours along l, slab four lines of one h.
INLINE v2 line(const v2 *w, const float *left, const float *right) {
	v4 u = *(const v4 *)left, v = *(const v4 *)right;
	return w[0] * (v2){u[0], v[0]} + w[1] * (v2){u[1], v[1]} + w[2] * (v2){u[2], v[2]} + w[3] * (v2){u[3], v[3]};
}

INLINE v2 slab(const v2 (*w)[4], const float *left, const float *right, unsigned row) {
	v2 f = both(0);
	f += w[1][0] * line(w[2], left, right);
	f += w[1][1] * line(w[2], left + row, right + row);
	f += w[1][2] * line(w[2], left + 2 * row, right + 2 * row);
	f += w[1][3] * line(w[2], left + 3 * row, right + 3 * row);
	return f;
}

// interpolate is kernel.Tricubic, and kernel.Nearest where that cannot be. It is long
// beside a call, and so there once.
static __attribute__((noinline)) v2 interpolate(const struct job *j, v2 h, v2 k, v2 l, v2 h0, v2 k0, v2 l0) {
	v2 point[3] = {h, k, l}, lattice[3] = {h0, k0, l0};
	v2 i[3], w[3][4];
	double last[3];
	for (int axis = 0; axis < 3; axis++) {
		v2 floor = __builtin_elementwise_floor(point[axis]);
		i[axis] = floor - 1 - j->min[axis];
		last[axis] = j->size[axis] - 4;
		weigh(point[axis] - floor, w[axis]);
	}
	m2 found = inside(i, last);
	if (!any(found)) return lookUp(j, lattice);
	v2 at = (v2)((m2)((i[0] * j->size[1] + i[1]) * j->size[2] + i[2]) & found);
	const float *left = j->table + (unsigned)at[0], *right = j->table + (unsigned)at[1];
	unsigned row = (unsigned)j->size[2], plane = (unsigned)j->size[1] * row;
	v2 f = both(0);
	f += w[0][0] * slab(w, left, right, row);
	f += w[0][1] * slab(w, left + plane, right + plane, row);
	f += w[0][2] * slab(w, left + 2 * plane, right + 2 * plane, row);
	f += w[0][3] * slab(w, left + 3 * plane, right + 3 * plane, row);
	if (!any(~found)) return f;
	return choose(found, f, lookUp(j, lattice));
}

enum { UNIFORM, NEAREST, TRICUBIC }; // plan.Lookup

enum shape { SQUARE, ROUND, GAUSS, TOPHAT, FEJER };

// lattice is the factor of that name in kernel.Sample.
INLINE v2 lattice(const struct job *j, enum shape shape, const v2 *delta) {
	v2 f[3];
	switch (shape) {
	case SQUARE: { // kernel.squareLattice
		v2 num[3], den[3];
		for (int axis = 0; axis < 3; axis++) {
			v2 d = delta[axis] + 1e-30, m = j->cells[axis] * d;
			num[axis] = sine(j, m - nearest(m));
			den[axis] = sine(j, d);
		}
		return num[0] * num[1] * num[2] / (den[0] * den[1] * den[2]);
	}
	case FEJER: // kernel.fejer
		for (int axis = 0; axis < 3; axis++) {
			v2 c = cosine(j, delta[axis]), s = c * c - 0.5, sum;
			double a[6];
			for (int k = 0; k < 6; k++) a[k] = j->fejer[k][axis];
			if (j->few) {
				sum = a[0] + s * (a[1] + s * a[2]);
			} else {
				v2 s2 = s * s;
				sum = (a[0] + s * a[1]) + s2 * ((a[2] + s * a[3]) + s2 * (a[4] + s * a[5]));
			}
			f[axis] = sum * choose((m2){j->odd[axis], j->odd[axis]}, both(1), c);
		}
		return f[0] * f[1] * f[2];
	default:
		break;
	}
	const double *m = j->metric;
	v2 h = delta[0], k = delta[1], l = delta[2];
	v2 rho = m[0] * h * h + m[1] * k * k + m[2] * l * l + m[3] * h * k + m[4] * h * l + m[5] * k * l;
	switch (shape) {
	case ROUND:
		return j->peak * sphere(j, 0x1.921fb54442d18p+1 * root(rho));
	case GAUSS:
		return j->peak * power(j->power, -rho);
	default:
		return choose(rho < 0.3969, both(j->peak), both(0));
	}
}

// sum is kernel.Summer's Sum.
INLINE void sum(const struct job *j, enum shape shape) {
	for (int pair = 0; pair < j->pairs; pair++) {
		v2 x = ((const v2 *)j->x)[pair], y = ((const v2 *)j->y)[pair], z = ((const v2 *)j->z)[pair];
		v2 total = both(0);
		const double *o = j->orientations;
		for (int left = j->count; left > 0; left--, o += 9) {
			v2 h[3], h0[3], delta[3];
			for (int axis = 0; axis < 3; axis++) {
				h[axis] = o[3 * axis] * x + o[3 * axis + 1] * y + o[3 * axis + 2] * z;
				v2 n = nearest(h[axis]);
				// A tie goes to the lattice point below.
				h0[axis] = n - (v2)((m2)both(1) & (h[axis] - n == -0.5));
				delta[axis] = h[axis] - h0[axis];
			}
			v2 cell;
			switch (j->lookup) {
			case UNIFORM: cell = both(j->missing); break;
			case NEAREST: cell = lookUp(j, h0); break;
			default: cell = interpolate(j, h[0], h[1], h[2], h0[0], h0[1], h0[2]);
			}
			v2 f = lattice(j, shape, delta) * cell;
			total += f * f;
		}
		((v2 *)j->sums)[pair] = total;
	}
}

#define EXPORT(name) __attribute__((export_name(#name))) void name
EXPORT(square)(const struct job *j) { sum(j, SQUARE); }
EXPORT(fejer)(const struct job *j) { sum(j, FEJER); }
EXPORT(ball)(const struct job *j) { sum(j, ROUND); }
EXPORT(gauss)(const struct job *j) { sum(j, GAUSS); }
EXPORT(tophat)(const struct job *j) { sum(j, TOPHAT); }
