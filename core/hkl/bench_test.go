package hkl

import (
	"bytes"
	"fmt"
	"testing"
)

const benchLines = 100000

// benchText returns lines such as programs write them: fixed columns, two decimals.
func benchText() []byte {
	var b bytes.Buffer
	for i := range benchLines {
		fmt.Fprintf(&b, "%4d%4d%4d %9.2f\n", i/2500, i/50%50-25, i%50, float64(i%9973)*1.37)
	}
	return b.Bytes()
}

func BenchmarkReadText(b *testing.B) {
	data := benchText()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := ReadText(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(benchLines*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}

func BenchmarkGrid(b *testing.B) {
	x, err := ReadText(bytes.NewReader(benchText()))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := x.Grid(0); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(benchLines*float64(b.N)/b.Elapsed().Seconds(), "reflections/s")
}

func BenchmarkHash(b *testing.B) {
	x, err := ReadText(bytes.NewReader(benchText()))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		x.Hash()
	}
	b.ReportMetric(benchLines*float64(b.N)/b.Elapsed().Seconds(), "reflections/s")
}

func BenchmarkDuplicatesUnsorted(b *testing.B) {
	x, err := ReadText(bytes.NewReader(benchText()))
	if err != nil {
		b.Fatal(err)
	}
	for i := range x.Reflections {
		x.Reflections[i].H = -x.Reflections[i].H
	}
	for b.Loop() {
		x.Duplicates()
	}
	b.ReportMetric(benchLines*float64(b.N)/b.Elapsed().Seconds(), "reflections/s")
}
