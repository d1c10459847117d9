package reflections

import (
	"bytes"
	"fmt"

	"gobragg/core/cif"
)

// SHELX's reflections are in fixed columns, in Fortran 3I4, 2F8.2, I4: h, k, l, then F²
// (HKLF 4) or F (HKLF 3), its standard deviation and a batch number, which may be
// missing. Numbers may touch: "-10-11 -12". A reflection 0 0 0 ends the list, and
// anything may follow.
//
// Source: G. M. Sheldrick, The SHELX-97 Manual, instruction HKLF.
const (
	shelxIndex  = 4
	shelxValue  = 12
	shelxSigma  = 20
	shelxBatch  = 28
	implicitDot = 2 // decimals of a number without a point, as Fortran reads F8.2
)

// shelxLine reads a line. ok is false where it does not have the columns.
func shelxLine(line []byte) (r Reflection, ok bool) {
	if len(line) < shelxValue || bytes.IndexByte(line[:min(len(line), shelxBatch)], '\t') >= 0 {
		return r, false
	}
	for i, to := range []*int32{&r.H, &r.K, &r.L} {
		text := bytes.TrimSpace(line[i*shelxIndex : (i+1)*shelxIndex])
		v, err := parseIndex(text)
		if err != nil {
			return r, false
		}
		*to = v
	}
	for i, to := range []*float32{&r.Plus, &r.SigmaPlus} {
		from := shelxValue + i*(shelxSigma-shelxValue)
		text := bytes.TrimSpace(line[min(from, len(line)):min(from+shelxSigma-shelxValue, len(line))])
		if len(text) == 0 {
			continue // reads as 0
		}
		v, err := parseNumber(text)
		if err != nil {
			return r, false
		}
		if !bytes.ContainsAny(text, ".eE") {
			for range implicitDot {
				v /= 10
			}
		}
		*to = v
	}
	r.Minus, r.SigmaMinus = nan, nan
	return r, true
}

// end reports whether a line ends the list.
func (r *Reflection) end() bool { return r.H == 0 && r.K == 0 && r.L == 0 }

// isSHELX reports whether text is a SHELX list and not lines of h k l F: the first
// line has its columns up to the standard deviation; and either numbers touch, so that
// they cannot be told apart by blanks, or the last line with these columns is the
// 0 0 0 that ends a list, with zeros.
func isSHELX(data []byte) bool {
	first := true
	ended := false
	for _, line := range numbered(data) {
		r, ok := shelxLine(line)
		ok = ok && len(line) >= shelxBatch && bytes.IndexByte(line[shelxValue:shelxSigma], '.') >= 0
		if first && !ok {
			return false
		}
		first = false
		if !ok {
			if ended || len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			if e, ok := shelxLine(line); ok && e.end() && e.Plus == 0 && e.SigmaPlus == 0 {
				ended = true // the end need not have all columns
				continue
			}
			return false
		}
		if len(bytes.Fields(line[:shelxBatch])) < 5 {
			return true
		}
		ended = r.end() && r.Plus == 0 && r.SigmaPlus == 0
	}
	return ended
}

// readSHELX reads a list, unmerged as a rule, where h and −h are different rows.
func (s *Set) readSHELX(data []byte, o Options) error {
	s.Format, s.Kind, s.Labels, s.Anomalous = "SHELX HKLF 4", Intensity, []string{"F²"}, true
	if o.HKLF == 3 {
		s.Format, s.Kind, s.Labels = "SHELX HKLF 3", Amplitude, []string{"F"}
	}
	for n, line := range numbered(data) {
		r, ok := shelxLine(line)
		if !ok && len(bytes.TrimSpace(line)) == 0 || ok && r.end() {
			break
		}
		if !ok {
			return fmt.Errorf("line %d: %.40q, want h k l F² σ in columns of 4, 4, 4, 8, 8", n, line)
		}
		s.Reflections = append(s.Reflections, r)
	}
	return nil
}

// embedded reads the list that SHELXL puts into its CIF.
func (s *Set) embedded(v cif.Value, o Options) error {
	text := v.Text
	if i := bytes.IndexByte(text, '\n'); i >= 0 && len(bytes.TrimSpace(text[:i])) == 0 {
		text = text[i+1:]
	}
	err := s.readSHELX(text, o)
	s.Format = "CIF with " + s.Format
	return err
}
