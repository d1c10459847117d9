package frame

import "math"

// RunningSums are Σ I, Σ I² and the largest I of every fourth pixel of a row, from the
// first, second, third and fourth on; the last pixels of a row that are not four
// belong to the first. Four sums hide the latency of the additions.
type RunningSums struct {
	Sum, Squares [4]float64
	Peak         [4]float32
}

// RowAdder adds up the pixels of a row. Rows is the definition of all others.
type RowAdder interface {
	// AddSums adds the pixels of a row to s. A NaN never becomes the largest.
	AddSums(s *RunningSums, row []float32)
	// AddDeviations adds (I − mean)² to the sums.
	AddDeviations(squares *[4]float64, row []float32, mean float64)
}

// Rows adds in Go.
type Rows struct{}

// sumRow returns the sums of a row. Where there is no adder, nothing is allocated.
func sumRow(adder RowAdder, row []float32) rowSums {
	none := float32(math.Inf(-1))
	start := RunningSums{Peak: [4]float32{none, none, none, none}}
	if adder == nil {
		s := start
		Rows{}.AddSums(&s, row)
		return s.join()
	}
	s := start
	adder.AddSums(&s, row)
	return s.join()
}

// join adds up the sums in a fixed order.
func (s *RunningSums) join() rowSums {
	peak := s.Peak[0]
	for _, p := range s.Peak[1:] {
		if p > peak {
			peak = p
		}
	}
	return rowSums{join(&s.Sum), join(&s.Squares), peak}
}

func join(s *[4]float64) float64 { return (s[0] + s[1]) + (s[2] + s[3]) }

// deviationRow returns Σ (I − mean)² of a row.
func deviationRow(adder RowAdder, row []float32, mean float64) float64 {
	if adder == nil {
		var q [4]float64
		Rows{}.AddDeviations(&q, row, mean)
		return join(&q)
	}
	var q [4]float64
	adder.AddDeviations(&q, row, mean)
	return join(&q)
}

// AddSums implements RowAdder. The conversions around products forbid a fused
// multiply-add, so that every processor gives the same bits.
func (Rows) AddSums(s *RunningSums, row []float32) {
	s0, s1, s2, s3 := s.Sum[0], s.Sum[1], s.Sum[2], s.Sum[3]
	q0, q1, q2, q3 := s.Squares[0], s.Squares[1], s.Squares[2], s.Squares[3]
	p0, p1, p2, p3 := s.Peak[0], s.Peak[1], s.Peak[2], s.Peak[3]
	for len(row) >= 4 {
		a, b, c, d := row[0], row[1], row[2], row[3]
		x0, x1, x2, x3 := float64(a), float64(b), float64(c), float64(d)
		s0 += x0
		s1 += x1
		s2 += x2
		s3 += x3
		q0 += float64(x0 * x0)
		q1 += float64(x1 * x1)
		q2 += float64(x2 * x2)
		q3 += float64(x3 * x3)
		if a > p0 {
			p0 = a
		}
		if b > p1 {
			p1 = b
		}
		if c > p2 {
			p2 = c
		}
		if d > p3 {
			p3 = d
		}
		row = row[4:]
	}
	for _, v := range row {
		x := float64(v)
		s0 += x
		q0 += float64(x * x)
		if v > p0 {
			p0 = v
		}
	}
	s.Sum, s.Squares, s.Peak = [4]float64{s0, s1, s2, s3}, [4]float64{q0, q1, q2, q3}, [4]float32{p0, p1, p2, p3}
}

// AddDeviations implements RowAdder.
func (Rows) AddDeviations(squares *[4]float64, row []float32, mean float64) {
	q0, q1, q2, q3 := squares[0], squares[1], squares[2], squares[3]
	for len(row) >= 4 {
		x0, x1, x2, x3 := float64(row[0])-mean, float64(row[1])-mean, float64(row[2])-mean, float64(row[3])-mean
		q0 += float64(x0 * x0)
		q1 += float64(x1 * x1)
		q2 += float64(x2 * x2)
		q3 += float64(x3 * x3)
		row = row[4:]
	}
	for _, v := range row {
		x := float64(v) - mean
		q0 += float64(x * x)
	}
	*squares = [4]float64{q0, q1, q2, q3}
}
