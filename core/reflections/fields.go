package reflections

import (
	"bytes"
	"fmt"
	"iter"
	"math"

	"gobragg/core/cif"
	"gobragg/core/hkl"
)

// numbered yields the lines of a text, counted from 1, without line ends.
func numbered(data []byte) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
		for n := 1; len(data) > 0; n++ {
			var line []byte
			line, data, _ = bytes.Cut(data, []byte("\n"))
			line = bytes.TrimSuffix(line, []byte("\r"))
			if !yield(n, line) {
				return
			}
		}
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

// nextField cuts the first word off a line.
func nextField(line []byte) (word, rest []byte) {
	i := 0
	for i < len(line) && isBlank(line[i]) {
		i++
	}
	j := i
	for j < len(line) && !isBlank(line[j]) {
		j++
	}
	return line[i:j], line[j:]
}

// parseIndex reads a Miller index: a whole number within ±MaxIndex.
func parseIndex(s []byte) (int32, error) {
	v, ok := cif.Value{Text: s}.Int()
	if !ok || v < -hkl.MaxIndex || v > hkl.MaxIndex {
		return 0, fmt.Errorf("index %.24q, want a whole number within ±%d", s, hkl.MaxIndex)
	}
	return int32(v), nil
}

// parseNumber reads a number that is finite in single precision.
func parseNumber(s []byte) (float32, error) {
	v, n := cif.ParseFloat(s)
	if n != len(s) || n == 0 || math.Abs(v) > math.MaxFloat32 {
		return 0, fmt.Errorf("%.24q, want a number", s)
	}
	return float32(v), nil
}
