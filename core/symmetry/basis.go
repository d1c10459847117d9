package symmetry

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// parseChange reads what a Hall symbol has in parentheses: three numbers, an origin
// shift in 1/12, or a triplet.
func parseChange(s string) (affine, error) {
	if strings.Contains(s, ",") {
		m, err := parseTriplet(s)
		if err != nil {
			err = fmt.Errorf("change of basis: %w", err)
		}
		return m, err
	}
	m := affine{M: [9]int{Den, 0, 0, 0, Den, 0, 0, 0, Den}}
	fields := strings.Fields(s)
	if len(fields) != 3 {
		return m, fmt.Errorf("change of basis %q: want three numbers or a triplet", s)
	}
	for i, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil || n < -12 || n > 12 {
			return m, fmt.Errorf("change of origin %q: want whole numbers, twelfths of the cell edges", s)
		}
		m.V[i] = n * Den / 12
	}
	return m, nil
}

// apply returns the group in the new coordinates x' = Mx + v:
//
//	R' = M R M⁻¹,  t' = M t + v − R' v
//
// with the old lattice's translations among the operators, so that a larger cell
// becomes a centred one. It fails where a whole translation of the new cell is not
// one of the old lattice, and where the operators come out fractional.
func (m affine) apply(ops []Op) ([]Op, error) {
	// In units of 1/24: M = m.M/24, M⁻¹ = 24 adj/d.
	d := det(m.M)
	if d == 0 {
		return nil, errors.New("change of basis has no inverse")
	}
	adj := adjugate(m.M)
	have := make(map[[3]int]bool)
	for _, a := range ops {
		if a.R == Identity().R {
			have[a.T] = true
		}
	}
	// Old coordinates of the new edges: columns of M⁻¹, 1/24: 24·24 adj/d.
	for j := range 3 {
		var edge [3]int
		for i := range edge {
			n := Den * Den * adj[3*i+j]
			if n%d != 0 {
				return nil, errors.New("change of basis: the new edges are not translations of the lattice")
			}
			edge[i] = mod(n / d)
		}
		if !have[edge] {
			return nil, errors.New("change of basis: the new edges are not translations of the lattice")
		}
	}
	var gens []Op
	for j := range 3 { // new coordinates of the old edges: columns of M
		a := Identity()
		a.T = [3]int{m.M[j], m.M[3+j], m.M[6+j]}
		gens = append(gens, a.Mod())
	}
	for _, a := range ops {
		var b Op
		left := mulRows(m.M, a.R)
		for i, n := range mulRows(left, adj) {
			if n%d != 0 {
				return nil, fmt.Errorf("change of basis: %v becomes a rotation that is not of whole numbers", a)
			}
			b.R[i] = n / d
		}
		for i := range 3 {
			t := m.M[3*i]*a.T[0] + m.M[3*i+1]*a.T[1] + m.M[3*i+2]*a.T[2]
			if t%Den != 0 {
				return nil, fmt.Errorf("change of basis: the translation of %v is no longer a multiple of 1/%d", a, Den)
			}
			b.T[i] = t/Den + m.V[i] - (b.R[3*i]*m.V[0] + b.R[3*i+1]*m.V[1] + b.R[3*i+2]*m.V[2])
		}
		gens = append(gens, b.Mod())
	}
	return generate(gens)
}

// mulRows returns the product of two matrices.
func mulRows(a, b [9]int) [9]int { return Op{R: a}.Mul(Op{R: b}).R }
