// Package cull renders a plan with less work, by leaving out contributions that
// together add less to any pixel than the plan's Cull allows, in photons.
//
//	if t := cull.New(p); t != nil { // nil: nothing to leave out, or not worth it
//		r := t.NewRenderer(kernel.NewSums(t.Fine()))
//		r.Render(tile, dst, nil)
//		r.Omitted().Bound // ≤ p.Cull
//	}
//
// A crystal of many cells has sharp spots: at a given sub-pixel few of its states
// (one source and one orientation) scatter noticeably. They are found without
// summing the others. The detector is cut into roots, small squares of pixels at
// fixed places; a root is halved along both edges until its blocks are leaves of
// 8×8 sub-pixels. For each block and each state left, a bound says what the state can
// give to any of the block's sub-pixels at most. States of little are dropped, and
// the shorter list goes on to the block's quarters. Leaves sum what is left.
//
// All decisions follow from the plan and a block's place on the detector, never from
// tiles or threads, so an image has the same bits whatever those are.
//
// # Why a pixel loses no more than it may
//
// The photons of a pixel are a sum over samples (sub-pixels and sensor layers) and
// over states of products
//
//	Scale · w · Ω · P · C · F_cell² · F_latt²  ≥ 0 (times a common sign)
//
// The budget of a sample is Cull over the number of samples in a pixel. Wherever
// states are dropped over a block, the sum of their bounds is at most what is left of
// that budget, for a bound holds for every sample of the block, and what blocks
// around it have spent is taken off. So no sample loses more than its budget, and no
// pixel more than Cull. It remains to bound one product over one block.
//
// # Directions
//
// Let (x, y) be the place on the detector, in metres from the middle of the block
// along fast and slow, with |x| ≤ X and |y| ≤ Y for the centres of its sub-pixels,
// and d(x, y) the unit vector from the sample. Along a straight line through the
// middle, d(τ) = d(τx, τy), Taylor's theorem gives
//
//	|d(1) − d(0) − d′(0)| ≤ ½ κ(x, y),  κ(x, y) ≥ |d″(τ)| for |τ| ≤ 1
//
// and for the two half-differences g = [d(X, 0) − d(−X, 0)]/2, likewise along y,
// |g − ∂d/∂x·X| ≤ ½ κ(X, 0). With u = x/X and v = y/Y therefore
//
//	d = d(0) + u·g_x + v·g_y + e,  |e| ≤ ½ [κ(X, Y) + κ(X, 0) + κ(0, Y)]
//
// as κ grows with |x| and |y|. A type patch holds this.
//
// On a flat detector the point moves straight, at a speed w = |x f + y s| with f and s
// the detector's axes. If α is the angle between its way and the ray, and R the
// distance, the ray turns in one plane by θ′ = w sin α/R, and θ″ = −2 w² sin α cos α/R².
// So
//
//	|d″|² = θ″² + θ′⁴ = (w/R)⁴ sin²α (4 − 3 sin²α) ≤ 4/3 (w/R)⁴,  κ = (2/√3) (w/R)²
//
// with the least R of the block and the larger w of |x f ± y s|. On a curved one the ray is turned
// about two axes by angles a(τ) and b(τ) that are linear in τ: d = B(b) A(a) d₀. Each
// derivative of a rotation is a rotation times an operator of norm 1, so
//
//	|d″| = |B″A + 2B′A′ + BA″| ≤ (|a′| + |b′|)² = κ
//
// A sensor layer is a detector of its own, further along its normal.
//
// # Indices
//
// A state sees h = m·(d − i), m = a/λ, and so over any window of the block, where
// |u − u₀| ≤ du and |v − v₀| ≤ dv,
//
//	h = m·(d(0) − i) + u₀ m·g_x + v₀ m·g_y ± (du |m·g_x| + dv |m·g_y| + |m| |e|)
//
// and likewise k and l. The coefficients are found once a root (type state); each
// smaller block costs two products a axis for the middle and two for the radius.
//
// # Lattice factors
//
// The distance of h from the nearest integer changes no faster than h: over a window
// of radius r about the middle h₀ it is at least δ = |h₀ − round(h₀)| − r, or 0. For
// a square crystal
//
//	|sin πNh/sin πh|² ≤ min(N², 1/sin²πδ)
//
// on each axis, as |sin Nx| ≤ N|sin x|, and sin πδ ≥ δ(π − π³δ²/6 + 2.4δ⁴) for
// 0 ≤ δ ≤ ½. The other shapes fall with ρ = δᵀMδ, or below an envelope that does
// (lattice.envelope). Two bounds of ρ from below are used, whichever is larger:
//
//	ρ ≥ δᵢ²/(M⁻¹)ᵢᵢ          the least of a quadratic form with one coordinate given
//	√ρ ≥ √ρ(middle) − Σ rᵢ√Mᵢᵢ   √ρ is a norm, if one lattice point is nearest throughout
//
// # Structure factors
//
// The lattice points a window can use, nearest or around it, are a box of indices;
// the largest |F| of a box that holds it comes from a table of such maxima. Cubic
// interpolation between the middle two of four points exceeds the largest of them by
// at most Σ|wᵢ(x)| = 1 + x(1 − x) ≤ 5/4, on three axes by its cube.
//
// # The other factors
//
// P is at most 1: with orthonormal i, e, b it is ½[1 + cos² − K((d·e)² − (d·b)²)] and
// the last term at most sin². Ω falls with the distance, and C is bounded from the
// range of the parallax (brightness). Where rays may meet a sensor from behind, or
// nothing is known of the directions, the bound is infinite and nothing is dropped.
//
// # Rounding
//
// The error of h in a kernel and here is some ten units in the last place of |m|; a
// thousand are added to |e| (rounding). Factors carry a margin of 1e-9 (guard), ten
// times what arithmetic and the sine polynomial of package kernel may take. Float32
// pixels round as ever.
package cull
