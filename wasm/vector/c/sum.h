// The sum over orientations, of two scattering vectors.

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
	return choose(found, f, both(j->plan->missing));
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

enum profile { SQUARE, ROUND, GAUSS, TOPHAT, FEJER }; // plan.Shape, or kernel.Fejer says so

// lattice is the factor of that name in kernel.Sample.
INLINE v2 lattice(const struct job *j, enum profile profile, const v2 *delta) {
	v2 f[3];
	switch (profile) {
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
	const double *m = j->plan->metric, peak = j->plan->peak;
	v2 h = delta[0], k = delta[1], l = delta[2];
	v2 rho = m[0] * h * h + m[1] * k * k + m[2] * l * l + m[3] * h * k + m[4] * h * l + m[5] * k * l;
	switch (profile) {
	case ROUND:
		return peak * sphere(j, 0x1.921fb54442d18p+1 * root(rho));
	case GAUSS:
		return peak * power(j->power, -rho);
	default:
		return choose(rho < 0.3969, both(peak), both(0));
	}
}

// sumWith is kernel.Summer's Sum, of two vectors.
INLINE v2 sumWith(const struct job *j, enum profile profile, v2 x, v2 y, v2 z) {
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
		case UNIFORM: cell = both(j->plan->missing); break;
		case NEAREST: cell = lookUp(j, h0); break;
		default: cell = interpolate(j, h[0], h[1], h[2], h0[0], h0[1], h0[2]);
		}
		v2 f = lattice(j, profile, delta) * cell;
		total += f * f;
	}
	return total;
}

#define LOOP(name, profile) \
	static __attribute__((noinline)) v2 name(const struct job *j, v2 x, v2 y, v2 z) { return sumWith(j, profile, x, y, z); }
LOOP(square, SQUARE)
LOOP(ball, ROUND)
LOOP(gauss, GAUSS)
LOOP(tophat, TOPHAT)
LOOP(fejer, FEJER)

static __attribute__((noinline)) v2 sum(const struct job *j, v2 x, v2 y, v2 z) {
	switch (j->profile) {
	case SQUARE: return square(j, x, y, z);
	case ROUND: return ball(j, x, y, z);
	case GAUSS: return gauss(j, x, y, z);
	case TOPHAT: return tophat(j, x, y, z);
	default: return fejer(j, x, y, z);
	}
}
