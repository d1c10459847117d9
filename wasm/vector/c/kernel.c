// The sum of a pixel, two pixels side by side, for processors that run WebAssembly with
// 128-bit vectors. Each lane does what package kernel's scalar loops do, operation by
// operation, so that the photons have their bits; the comments name what a function
// implements.
//
// ../job_js.go has the twin of struct job, and ../generated_test.go the arguments of the
// compiler, which forbid it to fuse or reorder arithmetic. There is no memory here but the
// program's own: no data, no stack.

#include "job.h"
#include "vector.h"
#include "sum.h"

INLINE v2 dot(const double *a, const v2 *d) { return a[0] * d[0] + a[1] * d[1] + a[2] * d[2]; }

// look sets d to the directions of sub-pixel (subFast, subSlow) of two pixels at the
// front of layer t and returns its distances, as kernel.Geometry's Look does on a flat
// detector.
INLINE v2 look(const struct plan *p, const struct rays *r, int i, int subFast, int subSlow, int t, v2 *d) {
	double over = p->oversample, depth = t * p->layer;
	v2 a = (r->fast[i] * over + (subFast + 0.5)) * p->subPixel, b = (r->slow[i] * over + (subSlow + 0.5)) * p->subPixel;
	for (int k = 0; k < 3; k++) d[k] = a * p->fast[k] + b * p->slow[k] + depth * p->normal[k] + p->origin[k];
	v2 distance = root(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]), inverse = 1 / distance;
	for (int k = 0; k < 3; k++) d[k] = inverse * d[k];
	return distance;
}

// omega is kernel.Geometry's Omega on a flat detector.
INLINE v2 omega(const struct plan *p, v2 r) {
	if (p->flags & POINT_PIXEL) return 1 / (r * r);
	return p->pixel * p->pixel / (r * r) * (p->close / r);
}

// capture is kernel.CaptureFraction.
static __attribute__((noinline)) v2 capture(const struct job *j, int t, v2 parallax) {
	const struct plan *p = j->plan;
	v2 depth = p->layer * p->absorption / parallax;
	v2 fraction = power(j->power, -(double)t * depth) - power(j->power, -(double)(t + 1) * depth);
	return choose(parallax == 0, both(t == 0), fraction);
}

// polarization is kernel.Polarization.
INLINE v2 polarization(const struct plan *p, const struct source *s, const v2 *d) {
	v2 cos = dot(s->incident, d), de = dot(s->e, d), db = dot(s->b, d);
	return 0.5 * (1 + cos * cos - p->kahn * (de * de - db * db));
}

#define NONE both(-1) // polarization so far

// sample looks at sub-pixel (subFast, subSlow) in layer t of all pixels, as
// kernel.Renderer does.
INLINE void sample(const struct job *j, int subFast, int subSlow, int t) {
	const struct plan *p = j->plan;
	struct rays *r = j->rays;
	int front = subFast == 0 && subSlow == 0;
	for (int i = 0; i < j->pairs; i++) {
		v2 d[3], distance = look(p, r, i, subFast, subSlow, t, d);
		for (int k = 0; k < 3; k++) r->direction[k][i] = d[k];
		if ((front && t == 0) || p->flags & EACH_OMEGA) r->solid[i] = omega(p, distance);
		if (p->flags & SENSOR && (front || p->flags & EACH_THICK)) r->captured[i] = capture(j, t, dot(p->normal, d));
	}
}

// scatter adds what the pixels get of source s there. A pixel has the polarization of its
// first sample that passes -dmin, or each its own.
INLINE void scatter(const struct job *j, const struct source *s) {
	const struct plan *p = j->plan;
	struct rays *r = j->rays;
	int each = (p->flags & (EACH_POLAR | UNPOLARIZED)) == EACH_POLAR;
	for (int i = 0; i < j->pairs; i++) {
		v2 d[3], q[3];
		for (int k = 0; k < 3; k++) {
			d[k] = r->direction[k][i];
			q[k] = s->inverse * (d[k] - s->incident[k]);
		}
		m2 kept = ~(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] > p->maxQ2);
		if (!any(kept)) continue;
		v2 polar = r->polar[i];
		m2 due = each ? kept : kept & (polar == NONE);
		if (any(due)) r->polar[i] = polar = choose(due, polarization(p, s, d), polar);
		v2 factor = s->weight * r->solid[i] * polar * r->captured[i], total = r->total[i];
		r->total[i] = choose(kept, total + factor * sum(j, q[0], q[1], q[2]), total);
	}
}

// water returns the background of two pixels, as kernel.Renderer's background.
INLINE v2 water(const struct job *j, int i) {
	const struct plan *p = j->plan;
	v2 first, layers = both(0);
	for (int t = 0; t < p->layers; t++) {
		v2 d[3], distance = look(p, j->rays, i, 0, 0, t, d);
		if (t == 0) {
			first = p->background * omega(p, distance);
			if (!(p->flags & UNPOLARIZED)) first *= polarization(p, j->sources, d);
		}
		layers += p->flags & SENSOR ? capture(j, t, dot(p->normal, d)) : both(1);
	}
	return first * layers;
}

#define EXPORT(name) __attribute__((export_name(#name))) void name

// sums is kernel.Summer's Sum.
EXPORT(sums)(const struct job *j) {
	for (int i = 0; i < j->pairs; i++) j->sums[i] = sum(j, j->q[i], j->q[PAIRS + i], j->q[2 * PAIRS + i]);
}

// photons is kernel.Integrator's Integrate, for a flat detector.
EXPORT(photons)(const struct job *j) {
	const struct plan *p = j->plan;
	struct rays *r = j->rays;
	for (int i = 0; i < j->pairs; i++) {
		r->total[i] = both(0);
		r->captured[i] = both(1);
		r->polar[i] = p->flags & UNPOLARIZED ? both(1) : NONE;
	}
	for (int t = 0; t < p->layers; t++)
		for (int subSlow = 0; subSlow < p->oversample; subSlow++)
			for (int subFast = 0; subFast < p->oversample; subFast++) {
				sample(j, subFast, subSlow, t);
				for (int k = 0; k < j->beams; k++) scatter(j, j->sources + k);
			}
	for (int i = 0; i < j->pairs; i++) {
		v2 total = r->total[i] * p->scale;
		if (p->background != 0) total += water(j, i);
		r->photons[2 * i] = total[0];
		r->photons[2 * i + 1] = total[1];
	}
}
