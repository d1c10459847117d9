// The kernels: package core/kernel for a GPU. Functions name the Go function they
// implement; what changes is how numbers are held, by PRECISION:
//
//   FIXED     h = a.q in float64 with a bias of 1.5 2^20 folded into the last
//             addition: the low word is then the fraction of h in units of 2^-32 and
//             N times it, modulo 2^32, is the fraction of N h without rounding.
//             The lattice factor is float32. For |h| < 2^19.
//   ANCHORED  h in float32 as its difference from the float64 value at an anchor, a
//             point of the detector up to AnchorEdge/2 pixels away. No float64 in the
//             inner loop.
//   DOUBLE    float64 throughout.
//
// SHAPE is SQUARE, or PROFILE for the others; LOOKUP is plan.Lookup. Each
// combination is compiled to a module of its own, whose function is ENTRY.
//
// A block of threads renders a tile of TILE_EDGE^2 pixels that is aligned to the
// detector, so that a pixel's bits do not depend on what is rendered with it.
// Orientations pass through shared memory in chunks. The order of a pixel's sum is
// that of core/kernel, each chunk added in float64, so a launch may end behind any
// chunk and another go on.

#include "device.h"
#include "abi.h"

#ifndef PROFILE
#define PROFILE 1
#endif

#if PRECISION == DOUBLE
typedef double real;
#else
typedef float real;
#endif

struct Vector { double x, y, z; };

DEVICE Vector vector(const double v[3]) { return {v[0], v[1], v[2]}; }
DEVICE double dot(Vector a, Vector b) { return fma_(a.x, b.x, fma_(a.y, b.y, a.z * b.z)); }
DEVICE Vector cross(Vector a, Vector b) { return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x}; }
DEVICE Vector scale(double s, Vector a) { return {s * a.x, s * a.y, s * a.z}; }

// FLOAT_BIAS pushes the fraction out of a float of magnitude up to 2^22: the low bits of
// the sum are then its integer, above those of FLOAT_BITS.
#define FLOAT_BIAS 12582912.f
#define FLOAT_BITS 0x4B400000u

// The integer nearest to x, ties to even, by adding 1.5 2^52 or 1.5 2^23. *n gets
// its low bits.
DEVICE double round_(double x, int *n) {
	const double bias = 6755399441055744.0;
	double t = add_(x, bias);
	*n = (int)low(t);
	return add_(t, -bias);
}
DEVICE float round_(float x, int *n) {
	float t = add_(x, FLOAT_BIAS);
	*n = (int)(bits<u32>(t) - FLOAT_BITS);
	return add_(t, -FLOAT_BIAS);
}

// polynomial returns the sum of c[k] w^k.
template <class T, class C, int n> DEVICE T polynomial(const C (&c)[n], T w) {
	T y = (T)c[n - 1];
#pragma unroll
	for (int k = n - 2; k >= 0; k--) y = fma_(y, w, (T)c[k]);
	return y;
}

// kernel.Sinpi
DEVICE double sinpi(double x) {
	const double c[] = SINPI;
	return x * polynomial(c, x * x);
}
DEVICE float sinpi(float x) {
	const float c[] = SINPI32;
	return x * polynomial(c, x * x);
}

// kernel.SinCosPi
DEVICE void sinCosPi(double x, double *sine, double *cosine) {
	const double c[] = SINPI_FULL;
	int n;
	double r = x - round_(x, &n), v = 0.5 - __builtin_fabs(r);
	*sine = r * polynomial(c, r * r);
	*cosine = v * polynomial(c, v * v);
	if (n & 1) {
		*sine = -*sine;
		*cosine = -*cosine;
	}
}

// power2 is 2^n for the exponents of normal numbers.
DEVICE double power2(int n) { return bits<double>((u64)(n + 1023) << 52); }

// portable.Exp to 1e-15; 0 below -700, and no more than e^700.
DEVICE double exp_(double x) {
	const double c[] = EXP;
	if (x < -700) return 0;
	if (x > 700) x = 700;
	int n;
	double k = round_(x * LOG2_E, &n);
	double r = fma_(-k, LN2_LOW, fma_(-k, LN2_HIGH, x));
	return polynomial(c, r) * power2(n);
}
DEVICE float exp_(float x) {
	const double all[] = EXP;
	const float c[] = {(float)all[0], (float)all[1], (float)all[2], (float)all[3], (float)all[4], (float)all[5], (float)all[6], (float)all[7]};
	if (x < -80.f) return 0.f;
	int n;
	float k = round_(x * (float)LOG2_E, &n);
	float r = fma_(-k, (float)LN2_LOW, fma_(-k, (float)LN2_HIGH, x));
	return polynomial(c, r) * bits<float>((u32)(n + 127) << 23);
}

DEVICE real divide(real a, real b) {
#if PRECISION == DOUBLE
	return a / b;
#else
	return a * reciprocal(b);
#endif
}

// ---- Geometry, in float64: kernel.Position and what follows from it.

// rotate is v turned by angle about the unit vector u.
DEVICE Vector rotate(Vector v, Vector u, double angle) {
	double sine, cosine;
	sinCosPi(angle / PI, &sine, &cosine);
	Vector w = cross(u, v);
	double t = dot(u, v) * (1 - cosine);
	return {v.x * cosine + w.x * sine + u.x * t, v.y * cosine + w.y * sine + u.y * t, v.z * cosine + w.z * sine + u.z * t};
}

DEVICE double sign(double x) { return x < 0 ? -1 : 1; }

struct Ray {
	Vector direction; // unit
	double distance;
};

// see is the ray to where (i, j), in sub-pixels along fast and slow, meets layer t.
DEVICE Ray see(const Params *p, double i, double j, int t) {
	Vector f = vector(p->FastAxis), s = vector(p->SlowAxis), o = vector(p->NormalAxis);
	double a = i * p->SubPixel, b = j * p->SubPixel, c = (double)t * p->Layer;
	Vector at = {
		a * f.x + b * s.x + c * o.x + p->Origin[0],
		a * f.y + b * s.y + c * o.y + p->Origin[1],
		a * f.z + b * s.z + c * o.z + p->Origin[2],
	};
	if (p->Flags & (CURVED | COMPAT_CURVE)) {
		bool compat = p->Flags & COMPAT_CURVE;
		double alpha = sign(dot(cross(s, o), f)) * dot(at, f) / p->Close;
		double beta = sign(dot(cross(f, o), s)) * dot(at, s) / p->Close;
		Vector start = scale(p->Close, o);
		if (compat) {
			start = scale(p->CurveDistance, vector(p->Beam));
			alpha = at.y / p->CurveDistance;
			beta = at.z / p->CurveDistance;
		}
		at = rotate(rotate(start, s, alpha), f, beta);
	}
	double distance = sqrt_(at.x * at.x + at.y * at.y + at.z * at.z);
	return {scale(1 / distance, at), distance};
}

DEVICE bool bent(const Params *p) { return (p->Flags & (CURVED | COMPAT_CURVE)) == CURVED; }

DEVICE double omega(const Params *p, Ray r) {
	if (p->Flags & POINT_PIXEL) return 1 / (r.distance * r.distance);
	if (bent(p)) return p->Pixel * p->Pixel / (p->Close * p->Close);
	return p->Pixel * p->Pixel / (r.distance * r.distance) * (p->Close / r.distance);
}

// kernel.CaptureFraction
DEVICE double capture(const Params *p, int t, Ray r) {
	if (!(p->Flags & SENSOR_ON)) return 1;
	double parallax = bent(p) ? 1 : dot(r.direction, vector(p->NormalAxis));
	if (parallax == 0) return t == 0;
	double depth = p->Layer * p->Absorption / parallax;
	return exp_(-(double)t * depth) - exp_(-(double)(t + 1) * depth);
}

// kernel.Polarization
DEVICE double polarization(const Params *p, const Source *s, Vector d) {
	if (p->Flags & NO_POLARIZATION) return 1;
	double cosine = dot(vector(s->Incident), d), e = dot(d, vector(s->E)), b = dot(d, vector(s->B));
	return 0.5 * (1 + cosine * cosine - p->Kahn * (e * e - b * b));
}

// ---- One sample.

#if PRECISION == FIXED
// With FIXED_BIAS the last bit of h is UNIT: its low word is its fraction, and its high
// word its floor above FIXED_HIGH.
#define FIXED_BIAS 1572864.0
#define FIXED_HIGH 0x41380000u
#define UNIT 2.3283064365386963e-10f
#endif

// Crystal are the parameters of the inner loop.
struct Crystal {
#if SHAPE == PROFILE
	int shape;
	real metric[6];
#elif PRECISION == FIXED
	u32 cells[3];
#else
	real cells[3];
#endif
	const float *table;
	real missing; // what the table does not hold
	int from[3];  // its first h, k, l
	u32 size[3];
#if PRECISION == FIXED
	u64 shift[3]; // what makes of h, with its bias, the place of the nearest point
#endif
};

// Lattice is where a sample is: the distance from its nearest lattice point, the place
// of that in the table, counted from the first, and for Tricubic the corner of its cell
// and the place in it.
struct Lattice {
#if PRECISION == FIXED
	u32 phase[3]; // fraction of h, k, l in 2^-32
#endif
	real delta[3];
	u32 place[3];
	u32 corner[3];
	real within[3];
};

// profile is kernel.profile without its factor Peak.
DEVICE real profile(int shape, real rho) {
	if (shape == GAUSS) return exp_(-rho);
	if (shape == TOPHAT) return rho < (real)TOPHAT_RADIUS ? (real)1 : (real)0;
	rho = rho > 0 ? rho : 0;
	real w = rho * (real)(PI * PI);
	if (w < (real)2.25) {
		const double c[] = SINC3;
		return polynomial(c, w);
	}
	// The sign of sin and cos, that of (-1)^n, does not show in the square.
	real r = sqrt_(rho);
	int n;
	real f = r - round_(r, &n);
	f = f < 0 ? -f : f;
	real sine = sinpi(f), cosine = sinpi((real)0.5 - f);
	if (r < n) sine = -sine;
	return divide((real)3 * (divide(sine, r * (real)PI) - cosine), w);
}

// latticeFactor is kernel.squareLattice or kernel.profile, up to its sign.
DEVICE real latticeFactor(const Crystal *c, const Lattice *at) {
#if SHAPE == PROFILE
	const real *m = c->metric, h = at->delta[0], k = at->delta[1], l = at->delta[2];
	return profile(c->shape, m[0] * h * h + m[1] * k * k + m[2] * l * l + m[3] * h * k + m[4] * h * l + m[5] * k * l);
#else
	real over = 1, under = 1;
#pragma unroll
	for (int i = 0; i < 3; i++) {
#if PRECISION == FIXED
		// Half a unit in the last place keeps 0/0 away: N/1 there.
		u32 q = at->phase[i] | 1u;
		over *= sinpi((float)(int)(q * c->cells[i]) * UNIT);
		under *= sinpi((float)(int)q * UNIT);
#else
#if PRECISION == DOUBLE
		real d = at->delta[i] + TINY;
#else
		real d = max_(__builtin_fabsf(at->delta[i]), 1e-9f); // its sign does not show in the square
#endif
		int n;
		over *= sinpi(fma_(c->cells[i], d, -round_(c->cells[i] * d, &n)));
		under *= sinpi(d);
#endif
	}
	return divide(over, under);
#endif
}

// kernel.Nearest
DEVICE real nearest(const Crystal *c, const Lattice *at) {
	u32 u = at->place[0], v = at->place[1], w = at->place[2];
	bool inside = (u < c->size[0]) & (v < c->size[1]) & (w < c->size[2]);
	return inside ? (real)load(c->table + ((u * c->size[1] + v) * c->size[2] + w)) : c->missing;
}

// kernel.lagrange
DEVICE void lagrange(real x, real w[4]) {
	real a = x + 1, b = x - 1, c = x - 2;
	w[0] = x * b * c * (real)(-1.0 / 6);
	w[1] = a * b * c * (real)0.5;
	w[2] = a * x * c * (real)-0.5;
	w[3] = a * x * b * (real)(1.0 / 6);
}

// cell is F_cell^2, in units of the table's largest.
DEVICE real cell(const Crystal *c, const Lattice *at) {
#if LOOKUP == UNIFORM
	return 1;
#elif LOOKUP == NEAREST
	real f = nearest(c, at);
#if PRECISION == DOUBLE
	return f * f;
#else
	return f;
#endif
#else
	// kernel.Tricubic
	real f = 0;
	u32 u = at->corner[0] - 1, v = at->corner[1] - 1, w = at->corner[2] - 1;
	if (u >= c->size[0] || v >= c->size[1] || w >= c->size[2] || c->size[0] - u < 4 || c->size[1] - v < 4 || c->size[2] - w < 4) {
		f = nearest(c, at);
	} else {
		real x[4], y[4], z[4];
		lagrange(at->within[0], x);
		lagrange(at->within[1], y);
		lagrange(at->within[2], z);
#pragma unroll 1
		for (int i = 0; i < 4; i++) {
			const float *row = c->table + (((u + i) * c->size[1] + v) * c->size[2] + w);
			real plane = 0;
#pragma unroll
			for (int j = 0; j < 4; j++) {
				plane += y[j] * (z[0] * (real)load(row) + z[1] * (real)load(row + 1) + z[2] * (real)load(row + 2) + z[3] * (real)load(row + 3));
				row += c->size[2];
			}
			f += (i == 0 ? x[0] : i == 1 ? x[1] : i == 2 ? x[2] : x[3]) * plane;
		}
	}
	return f * f;
#endif
}

// Shared is what the threads of a block share, in units that one instruction loads.
typedef double Pair __attribute__((vector_size(16)));
typedef float Quad __attribute__((vector_size(16)));
typedef int Whole __attribute__((vector_size(16)));
#if PRECISION == ANCHORED
struct Slot {
	Quad fraction; // of h, k, l at the anchor, -1/2 to 1/2
	Whole whole; // and what makes of a rounded float its place in the table
};
struct Shared {
	Quad orientation[CHUNK][3]; // rows a, b, c
	Slot slot[ANCHOR_SLOTS]; // by orientation, then anchor
	Vector direction[TILE_EDGE * TILE_EDGE]; // of the anchors, row by row
};
typedef float Coordinate;
#else
struct Shared {
	Pair orientation[CHUNK][5]; // rows a, b, c
};
typedef double Coordinate;
#endif

// locate finds the place of one sample: of orientation s at the scattering vector
// (x, y, z), which ANCHORED takes from that of the anchor.
DEVICE Lattice locate(const Crystal *crystal, const Shared *shared, int s, int slot, Coordinate x, Coordinate y, Coordinate z) {
	Lattice at;
#if PRECISION == ANCHORED
	const Slot anchor = shared->slot[slot];
#else
	Pair m[5];
#pragma unroll
	for (int i = 0; i < 5; i++) m[i] = shared->orientation[s][i];
#endif
#pragma unroll
	for (int i = 0; i < 3; i++) {
#if PRECISION == ANCHORED
		const Quad m = shared->orientation[s][i];
		float h = fma_(m[0], x, fma_(m[1], y, fma_(m[2], z, anchor.fraction[i])));
		float t = add_(h, FLOAT_BIAS), d = h - add_(t, -FLOAT_BIAS);
		at.delta[i] = d;
		at.place[i] = bits<u32>(t) + (u32)anchor.whole[i];
#else
		const double a = m[3 * i / 2][3 * i % 2], b = m[(3 * i + 1) / 2][(3 * i + 1) % 2], c = m[(3 * i + 2) / 2][(3 * i + 2) % 2];
#endif
#if PRECISION == FIXED
		double h = fma_(a, x, fma_(b, y, fma_(c, z, FIXED_BIAS)));
		u32 phase = low(h);
		at.phase[i] = phase;
		at.delta[i] = (float)(int)phase * UNIT;
		at.place[i] = (u32)((bits<u64>(h) + crystal->shift[i]) >> 32);
		at.corner[i] = high(h) - FIXED_HIGH - (u32)crystal->from[i];
		at.within[i] = (float)phase * UNIT;
#else
#if PRECISION == DOUBLE
		double h = fma_(a, x, fma_(b, y, c * z));
		int n;
		double d = h - round_(h, &n);
		at.delta[i] = d;
		at.place[i] = (u32)(n - crystal->from[i]) - (d == -0.5); // ties down, as kernel.nearest
#endif
		at.corner[i] = at.place[i] - (d < 0);
		at.within[i] = d < 0 ? d + 1 : d;
#endif
	}
	return at;
}

// sample is F_cell^2 F_latt^2, in units of Params.Scale.
DEVICE real sample(const Crystal *c, const Shared *shared, int s, int slot, Coordinate x, Coordinate y, Coordinate z) {
	Lattice at = locate(c, shared, s, slot, x, y, z);
	real f = latticeFactor(c, &at);
	return f * f * cell(c, &at);
}

// ---- A tile.

// Pixel is the state of a pixel's sum outside the inner loop: kernel.strip.
struct Pixel {
	double fast, slow;
	bool on;
	double total, solid, captured;
	double polar; // -1: no sample passed yet
	Vector direction;
};

// water is kernel.strip.background without the reference's form of it.
DEVICE double water(const Params *p, const Source *source, double fast, double slow, const Pixel *compat) {
	if (p->Background == 0) return 0;
	int n = p->Oversample;
	double solid = 0, polar = 0, layers = 0;
#pragma unroll 1
	for (int t = 0; t < p->Layers; t++) {
		Ray r = see(p, fast * n + 0.5, slow * n + 0.5, t);
		if (t == 0) {
			solid = omega(p, r);
			polar = polarization(p, source, r.direction);
		}
		layers += capture(p, t, r);
	}
	if (p->Flags & COMPAT_WATER) {
		polar = compat->polar;
		if (polar < 0) polar = p->Flags & NO_POLARIZATION ? 1 : 0;
		if (p->Flags & COMPAT_CAPTURE) layers = compat->captured;
	}
	return p->Background * solid * polar * layers;
}

// look finds what pixel q sees at sub-pixel sub of layer t, as kernel.look. first:
// this launch has not looked before.
DEVICE void look(const Params *p, Pixel *q, int t, int sub, bool first) {
	const int n = p->Oversample;
	const bool start = t == 0 && sub == 0;
	// Passes of a launch that begins amid the sum: the first sub-pixel of all, for its
	// solid angle; the first of the layer, for what it captures; the one at hand.
#pragma unroll 1
	for (int pass = first && !start ? 0 : 2; pass < 3; pass++) {
		const int s = pass == 2 ? sub : 0;
		Ray r = see(p, q->fast * n + s % n + 0.5, q->slow * n + s / n + 0.5, pass == 0 ? 0 : t);
		if (pass == 0 || pass == 2 && (start || (p->Flags & EACH_OMEGA))) q->solid = omega(p, r);
		if (pass == 1 || pass == 2 && (sub == 0 || (p->Flags & EACH_THICK))) q->captured = capture(p, t, r);
		q->direction = r.direction;
	}
}

// ENTRY renders the pixels from corner (fast + slow 2^32) on, size of them, from
// step0 to step1, where step = (layer Oversample^2 + sub-pixel) Sources + source,
// each over count orientations. partial holds the total and the polarization of
// every pixel between launches; photons gets the pixels row by row.
KERNEL(ENTRY)(const Params *p, const Source *sources, const double *orientations, const float *table, const u8 *mask,
	double *partial, float *photons, u64 corner, u64 size, u64 step0, u64 step1, u64 count, u64 part) {
	SHARED Shared shared;
	const int x0 = (int)(u32)corner, y0 = (int)(corner >> 32), width = (int)(u32)size, height = (int)(size >> 32);
	const int tileX = (x0 / TILE_EDGE + BLOCK_X) * TILE_EDGE, tileY = (y0 / TILE_EDGE + BLOCK_Y) * TILE_EDGE;
	const int column = THREAD % TILE_EDGE, row = THREAD / TILE_EDGE, rows = THREADS / TILE_EDGE;
	const int states = (int)count;

	Crystal crystal;
#if SHAPE == PROFILE
	crystal.shape = p->Shape;
	for (int i = 0; i < 6; i++) crystal.metric[i] = (real)p->Metric[i];
#else
	for (int i = 0; i < 3; i++) crystal.cells[i] = p->Cells[i];
#endif
	crystal.table = table;
	crystal.missing = (real)p->DefaultF;
	for (int i = 0; i < 3; i++) {
		crystal.from[i] = p->GridMin[i];
		crystal.size[i] = (u32)p->GridSize[i];
#if PRECISION == FIXED
		// Fractions above a half carry: ties go down, as in kernel.nearest.
		crystal.shift[i] = 0x7fffffffu + ((u64)(u32)(-p->GridMin[i] - FIXED_HIGH) << 32);
#endif
	}

	Pixel pixels[PIXELS];
#pragma unroll 1
	for (int j = 0; j < PIXELS; j++) {
		Pixel *q = &pixels[j];
		int x = tileX + column, y = tileY + row + j * rows;
		u64 at = (u64)(y - y0) * width + (x - x0);
		q->fast = x;
		q->slow = y;
		q->on = x >= x0 && y >= y0 && x < x0 + width && y < y0 + height;
		if (q->on && (part & FINISH)) photons[at] = 0;
		if (q->on && p->Masked && !mask[(u64)y * p->Width + x]) q->on = false;
		q->total = 0;
		q->polar = -1;
		if (q->on && !(part & BEGIN)) {
			q->total = partial[2 * at];
			q->polar = partial[2 * at + 1];
		}
	}

#if PRECISION == ANCHORED
	const int edge = p->AnchorEdge, across = TILE_EDGE / edge, anchors = across * across;
	const int chunk = anchors * CHUNK <= ANCHOR_SLOTS ? CHUNK : ANCHOR_SLOTS / anchors;
#else
	const int chunk = CHUNK;
#endif

	const u32 nsources = (u32)p->Sources;
	const int subs = p->Oversample * p->Oversample;
	u32 j = (u32)(step0 % nsources);
	int sub = (int)(step0 / nsources % subs), t = (int)(step0 / nsources / subs);
	bool first = true;
	for (u64 step = step0; step < step1; step++) {
		const Source *source = sources + j;
		if (first || j == 0) {
#pragma unroll 1
			for (int i = 0; i < PIXELS; i++)
				if (pixels[i].on) look(p, &pixels[i], t, sub, first);
		}
#if PRECISION == ANCHORED
		if (first || j == 0 && sub == 0) {
			// Nobody reads these any more: all were behind the barriers of a chunk since.
			for (int a = THREAD; a < anchors; a += THREADS) {
				double half = 0.5 * edge;
				double x = tileX + a % across * edge + half, y = tileY + a / across * edge + half;
				shared.direction[a] = see(p, x * p->Oversample, y * p->Oversample, t).direction;
			}
			SYNC();
		}
#endif
		// kernel.scatter
		Coordinate x[PIXELS], y[PIXELS], z[PIXELS];
		double factor[PIXELS];
		int slot[PIXELS];
		bool any = false;
#pragma unroll
		for (int i = 0; i < PIXELS; i++) {
			Pixel *q = &pixels[i];
			factor[i] = 0;
			slot[i] = 0;
			x[i] = y[i] = z[i] = 0;
			if (!q->on) continue;
			double inverse = source->InvLambda;
			double qx = inverse * (q->direction.x - source->Incident[0]);
			double qy = inverse * (q->direction.y - source->Incident[1]);
			double qz = inverse * (q->direction.z - source->Incident[2]);
			if (qx * qx + qy * qy + qz * qz > p->MaxQ2) continue;
			if (q->polar < 0 || (p->Flags & EACH_POLAR)) q->polar = polarization(p, source, q->direction);
			double f = source->Weight * q->solid * q->polar;
			if (!(p->Flags & COMPAT_CAPTURE) || (p->Flags & EACH_THICK)) f *= q->captured;
			factor[i] = f;
			any |= f != 0;
#if PRECISION == ANCHORED
			slot[i] = (row + i * rows) / edge * across + column / edge;
			const Vector *a = &shared.direction[slot[i]];
			x[i] = (float)(inverse * (q->direction.x - a->x));
			y[i] = (float)(inverse * (q->direction.y - a->y));
			z[i] = (float)(inverse * (q->direction.z - a->z));
#else
			x[i] = qx;
			y[i] = qy;
			z[i] = qz;
#endif
		}

		for (int c = 0; c < states; c += chunk) {
			const int n = states - c < chunk ? states - c : chunk;
			const double *from = orientations + (u64)c * 9;
#if PRECISION == ANCHORED
			SYNC();
			for (int i = THREAD; i < n * 9; i += THREADS) ((float *)&shared.orientation[i / 9][i % 9 / 3])[i % 3] = (float)from[i];
			for (int i = THREAD; i < n * anchors; i += THREADS) {
				const double *m = from + (u64)(i / anchors) * 9;
				const Vector d = shared.direction[i % anchors];
				Vector q = scale(source->InvLambda, {d.x - source->Incident[0], d.y - source->Incident[1], d.z - source->Incident[2]});
				Slot slot = {};
#pragma unroll
				for (int k = 0; k < 3; k++) {
					double h = dot(vector(m + 3 * k), q);
					int whole;
					slot.fraction[k] = (float)(h - round_(h, &whole));
					slot.whole[k] = whole - crystal.from[k] - (int)FLOAT_BITS;
				}
				shared.slot[i] = slot;
			}
			SYNC();
#else
			const int anchors = 0;
			if (first || states > chunk) { // else it is there already
				SYNC();
				for (int i = THREAD; i < n * 9; i += THREADS) ((double *)shared.orientation[i / 9])[i % 9] = from[i];
				SYNC();
			}
#endif
			if (!any) continue;
			real sum[PIXELS] = {};
#pragma unroll 1
			for (int s = 0; s < n; s++)
#pragma unroll
				for (int i = 0; i < PIXELS; i++)
					sum[i] += sample(&crystal, &shared, s, s * anchors + slot[i], x[i], y[i], z[i]);
#pragma unroll
			for (int i = 0; i < PIXELS; i++)
				if (factor[i] != 0) pixels[i].total = fma_(factor[i], (double)sum[i], pixels[i].total);
		}

		first = false;
		if (++j == nsources) {
			j = 0;
			if (++sub == subs) {
				sub = 0;
				t++;
			}
		}
	}

#pragma unroll 1
	for (int i = 0; i < PIXELS; i++) {
		Pixel *q = &pixels[i];
		if (!q->on) continue;
		u64 at = (u64)((int)q->slow - y0) * width + ((int)q->fast - x0);
		if (!(part & FINISH)) {
			partial[2 * at] = q->total;
			partial[2 * at + 1] = q->polar;
			continue;
		}
		double total = q->total;
		if ((p->Flags & COMPAT_CAPTURE) && !(p->Flags & EACH_THICK)) total *= q->captured;
		photons[at] = (float)(p->Scale * total + water(p, sources, q->fast, q->slow, q));
	}
}
