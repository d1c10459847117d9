package symmetry

// Image is a reflection that symmetry and Friedel's law make of another one.
type Image struct {
	H, K, L int

	// Shift is h·t in turns, [0, 1). With φ the phase of the reflection itself, the
	// image's is φ − Shift, or Shift − φ for a Friedel mate.
	Shift float64

	// Friedel says that the image is −hR: without anomalous scattering its F is the
	// complex conjugate; with it, its amplitude is that of −h.
	Friedel bool
}

// Phase returns the phase of the image, turns in [0, 1), for the phase of the
// reflection itself, turns, without anomalous scattering.
func (m Image) Phase(phi float64) float64 {
	phi -= m.Shift
	if m.Friedel {
		phi = -phi
	}
	return wrap(phi)
}

// Orbit returns the different indices hR and −hR, first h and −h themselves. An
// index that several operators reach is listed once, with the first one's shift;
// for a systematic absence the shifts contradict each other. The centre
// 0 0 0 is its own and only image.
func (g *Group) Orbit(h, k, l int) []Image {
	images := make([]Image, 0, 2*len(g.half))
	for _, a := range g.half {
		p, q, r := a.Miller(h, k, l)
		m := Image{H: p, K: q, L: r, Shift: a.Turns(h, k, l)}
		mate := Image{H: -p, K: -q, L: -r, Shift: m.Shift, Friedel: true}
		for _, m := range [2]Image{m, mate} {
			if !contains(images, m) {
				images = append(images, m)
			}
		}
	}
	return images
}

// contains reports whether the index of m is among those of the images.
func contains(images []Image, m Image) bool {
	for _, n := range images {
		if n.H == m.H && n.K == m.K && n.L == m.L {
			return true
		}
	}
	return false
}

// Canonical returns the index that stands for all of an orbit: the largest by h,
// then k, then l. Every index ±hR has the same.
func (g *Group) Canonical(h, k, l int) (int, int, int) {
	best := [3]int{h, k, l}
	for i := range g.half {
		p, q, r := g.half[i].Miller(h, k, l)
		if p < 0 || p == 0 && (q < 0 || q == 0 && r < 0) {
			p, q, r = -p, -q, -r
		}
		if p > best[0] || p == best[0] && (q > best[1] || q == best[1] && r > best[2]) {
			best = [3]int{p, q, r}
		}
	}
	return best[0], best[1], best[2]
}

// isCanonical reports whether Canonical returns the index itself, and stops at the
// first image that is larger.
func (g *Group) isCanonical(h, k, l int) bool {
	for i := range g.half {
		p, q, r := g.half[i].Miller(h, k, l)
		if p < 0 || p == 0 && (q < 0 || q == 0 && r < 0) {
			p, q, r = -p, -q, -r
		}
		if p > h || p == h && (q > k || q == k && r > l) {
			return false
		}
	}
	return true
}
