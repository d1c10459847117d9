// What the module reads and writes: twins of what Go has.

typedef double v2 __attribute__((vector_size(16)));
typedef float v4 __attribute__((vector_size(16), aligned(4)));
typedef long long m2 __attribute__((vector_size(16))); // a mask, or the bits of v2

// An address takes 64 bits in Go.
#define ADDRESS(type) _Alignas(8) type *

// plan is plan.Header.
struct plan {
	double origin[3], fast[3], slow[3], normal[3], beam[3];
	double pixel, subPixel, close, curveDistance, layer, absorption, kahn, maxQ2, cull;
	double metric[6], peak, scale, background, missing;
	long long steps;
	int width, height, roi[4], oversample, layers, shape, lookup, phiSteps, domains;
	int cells[3], gridMin[3], gridSize[3];
	unsigned flags;
};

enum { POINT_PIXEL = 1 << 1, SENSOR = 1 << 2, UNPOLARIZED = 1 << 3, EACH_POLAR = 1 << 4, EACH_OMEGA = 1 << 5, EACH_THICK = 1 << 6 }; // plan.Flags

// source is plan.Source.
struct source {
	double incident[3], e[3], b[3], inverse, weight;
};

#define PAIRS 32 // in kernel.StripSize

// rays is kernel.Rays.
struct rays {
	v2 fast[PAIRS], slow[PAIRS], direction[3][PAIRS], distance[PAIRS], solid[PAIRS], captured[PAIRS];
	v2 q[3][PAIRS], polar[PAIRS], sums[PAIRS], total[PAIRS];
	float photons[2 * PAIRS];
};

struct job {
	ADDRESS(const struct plan) plan;
	ADDRESS(const struct source) sources;
	ADDRESS(const double) orientations;
	ADDRESS(const float) table; // of structure factors, electrons
	ADDRESS(const v2) q;        // of sums: scattering vectors, 1/m
	ADDRESS(v2) sums;           // Σ F_cell² F_latt², electrons²
	ADDRESS(struct rays) rays;  // of photons
	long long pairs;            // of vectors or pixels
	long long beams, count;     // sources, orientations; all at least 1
	long long profile, lookup;  // enum profile, plan.Lookup
	long long few;              // Fejér's polynomials have three terms
	double min[3], size[3];     // first h, k, l of the table and how many there are
	double cells[3];            // Na, Nb, Nc
	long long odd[3];           // −1: that N is odd
	double fejer[6][3];         // coefficients for each axis
	double sine[6], cosine[6];  // kernel.SinpiCoefficients, CospiCoefficients
	double full[9], power[10];  // kernel.FullSinpiCoefficients, portable.ExpCoefficients
};
