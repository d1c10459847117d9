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
	return Problem{shape, factors, cells, orientations, side(orientations), 1, 0, [2]int{}}
}

// square returns a square crystal in front of so many pixels along each edge.
func square(factors string, cells, orientations, side int) Problem {
	return Problem{"square", factors, cells, orientations, side, 1, 0, [2]int{}}
}

// culled returns a square crystal in front of a window of 512 × 512 pixels, as finely
// sampled as its fringes want; Cull says where the window is.
func culled(cells, orientations, window int) Problem {
	return Problem{"square", OneF, cells, orientations, 512, 0, window, [2]int{}}
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
		s.Pixels = append(s.Pixels, square(OneF, 50, 1, n))
	}
	s.Threads = []Problem{square(OneF, 50, 1, 2048), square(OneF, 50, 50, 512)}
	s.Culls = []Cull{
		{culled(50, 100, 128), []float64{1e-3, 1e-4, 1e-5, 1e-6}},
		{culled(500, 100, 16), []float64{1e-3, 1e-4, 1e-5, 1e-6}},
		{culled(500, 1000, 12), []float64{1e-3, 1e-4, 1e-5, 1e-6}},
	}
	s.Jobs = []Job{
		{Name: "N = 5", Problem: square(OneF, 5, 50, 512)},
		{Name: "N = 50", Problem: square(OneF, 50, 50, 512)},
		{Name: "table", Problem: square(Table, 50, 50, 512)},
		{Name: "tricubic", Problem: square(Tricubic, 50, 50, 512)},
		{Name: "one state", Problem: square(OneF, 50, 1, 4096)},
		{Name: "noise", Problem: square(OneF, 50, 1, 2048), Noise: true},
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
	s.Pixels = []Problem{square(OneF, 50, 1, 256), square(OneF, 50, 1, 2048)}
	s.Threads = []Problem{square(OneF, 50, 50, 256)}
	s.Culls = []Cull{{culled(50, 100, 32), []float64{1e-5}}}
	s.Jobs = []Job{
		{Name: "N = 50", Problem: square(OneF, 50, 50, 256)},
		{Name: "table", Problem: square(Table, 50, 50, 256)},
		{Name: "one state", Problem: square(OneF, 50, 1, 1024)},
	}
	return s
}
