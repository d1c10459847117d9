package reflections

import (
	"bytes"

	"gobragg/core/hkl"
	"gobragg/core/symmetry"
)

// readP1 reads lines of h k l F, which are all of P1 unless the user names a group.
func (s *Set) readP1(data []byte) error {
	list, err := hkl.ReadText(bytes.NewReader(data))
	if err != nil {
		return err
	}
	s.Format, s.Anomalous, s.Whole = "text h k l F", true, true
	s.Labels = []string{"F"}
	s.Reflections = make([]Reflection, len(list.Reflections))
	for i, r := range list.Reflections {
		s.Reflections[i] = Reflection{H: r.H, K: r.K, L: r.L, Plus: r.F, Minus: nan}
	}
	if s.Group == nil {
		s.Group, err = symmetry.Lookup("P 1")
	}
	return err
}
