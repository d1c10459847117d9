package bench

import "time"

// side is how many pixels along each edge make a problem of so many orientations
// take milliseconds: about a million samples, and at least a strip of the kernel.
func side(orientations int) int {
	switch {
	case orientations <= 1:
		return 512
	case orientations <= 100:
		return 128
	case orientations <= 1000:
		return 32
	}
	return 8
}

func problem(shape, factors string, cells, orientations int) Problem {
	return Problem{Shape: shape, Factors: factors, Cells: cells, Orientations: orientations, Side: side(orientations), Oversample: 1}
}

// sized returns a square crystal with one F.
func sized(orientations, side int) Problem {
	p := problem("square", OneF, 50, orientations)
	p.Side = side
	return p
}

// Full is everything.
func Full() Suite {
	s := Suite{Roof: 300 * time.Millisecond, Repeats: 5, Runs: 7}
	for _, shape := range Shapes {
		for _, factors := range Factors {
			for _, cells := range []int{5, 50, 500} {
				for _, n := range []int{1, 50, 1000, 100_000} {
					s.Matrix = append(s.Matrix, problem(shape, factors, cells, n))
				}
			}
		}
	}
	for n := 1; n <= 1_000_000; n *= 10 {
		s.States = append(s.States, problem("square", OneF, 50, n))
	}
	for n := 64; n <= 4096; n *= 2 {
		s.Pixels = append(s.Pixels, sized(1, n))
	}
	s.Threads = []Problem{sized(1, 2048), sized(50, 512)}
	s.Jobs = []Job{
		{Name: "N = 5", Problem: Problem{"square", OneF, 5, 50, 512, 1}},
		{Name: "N = 50", Problem: Problem{"square", OneF, 50, 50, 512, 1}},
		{Name: "table", Problem: Problem{"square", Table, 50, 50, 512, 1}},
		{Name: "tricubic", Problem: Problem{"square", Tricubic, 50, 50, 512, 1}},
		{Name: "one state", Problem: Problem{"square", OneF, 50, 1, 4096, 1}},
		{Name: "noise", Problem: Problem{"square", OneF, 50, 1, 2048, 1}, Noise: true},
	}
	return s
}

// Quick is the most telling of it, in less than 20 seconds.
func Quick() Suite {
	s := Suite{Quick: true, Roof: 100 * time.Millisecond, Repeats: 3, Runs: 3}
	for _, n := range []int{1, 50, 1000, 100_000} {
		s.Matrix = append(s.Matrix, problem("square", OneF, 50, n))
	}
	s.Matrix = append(s.Matrix, problem("square", OneF, 5, 50), problem("square", Table, 50, 50), problem("square", Tricubic, 50, 50))
	for _, shape := range Shapes[1:] {
		s.Matrix = append(s.Matrix, problem(shape, OneF, 50, 50))
	}
	s.Pixels = []Problem{sized(1, 256), sized(1, 2048)}
	s.Threads = []Problem{sized(50, 256)}
	s.Jobs = []Job{
		{Name: "N = 50", Problem: Problem{"square", OneF, 50, 50, 256, 1}},
		{Name: "table", Problem: Problem{"square", Table, 50, 50, 256, 1}},
		{Name: "one state", Problem: Problem{"square", OneF, 50, 1, 1024, 1}},
	}
	return s
}
