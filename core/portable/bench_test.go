package portable

import (
	"math"
	"testing"
)

var sink float64

func benchmark(b *testing.B, f func(float64) float64, scale, shift float64) {
	var arg [1024]float64
	for i := range arg {
		arg[i] = scale*float64(i*389%1024)/1024 + shift
	}
	sum := 0.0
	for i := 0; b.Loop(); i++ {
		sum += f(arg[i&1023])
	}
	sink = sum
}

func BenchmarkExp(b *testing.B)     { benchmark(b, Exp, -40, 0) }
func BenchmarkMathExp(b *testing.B) { benchmark(b, math.Exp, -40, 0) }
func BenchmarkLog(b *testing.B)     { benchmark(b, Log, 100, 0.1) }
func BenchmarkMathLog(b *testing.B) { benchmark(b, math.Log, 100, 0.1) }
