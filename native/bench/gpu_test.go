package bench

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gobragg/core/frame"
	"gobragg/core/simulate"
	"gobragg/native/cuda"
	"gobragg/native/simd"
)

// TestGPUPage: the page on CUDA has the figures of speed-cuda.json, or says that there
// are none.
func TestGPUPage(t *testing.T) {
	var report *Report
	f, err := os.Open(filepath.Join(docs, "speed-cuda.json"))
	switch {
	case err == nil:
		defer f.Close()
		if report, err = Read(f); err != nil {
			t.Fatal(err)
		}
	case !errors.Is(err, os.ErrNotExist):
		t.Fatal(err)
	}
	path := filepath.Join(docs, "cuda.md")
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := PutGPU(string(got), report)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if string(got) != want {
		t.Error("site/docs/cuda.md is stale: go test ./native/bench -update")
	}
}

// figures is a report of an invented device.
func figures() *Report {
	device := cuda.About{Name: "Invented", Compute: [2]int{9, 0}, Driver: 13000, Ratio: 2, Multiprocessors: 100, Clock: 1.5e9}
	return &Report{
		Date:   "2026-11-23T12:00:00Z",
		GPU:    &GPU{Devices: []cuda.About{device, device}, OpenSeconds: 0.25, FirstSeconds: 0.0125, WarmSeconds: spreadOf([]float64{2.5e-3, 3e-3, 3.5e-3}), StillSeconds: spreadOf([]float64{1e-3})},
		Matrix: []Row{{Problem: square(Table, 200, 100, 4096), Engine: Engine{"cuda", "auto"}, SamplesPerSecond: 4e11}},
	}
}

func TestGPUSection(t *testing.T) {
	text, err := PutGPU("before\n"+gpuBegin+"old\n"+gpuEnd+"after\n", figures())
	if err != nil {
		t.Fatal(err)
	}
	text = strings.ReplaceAll(text, "\u00a0", " ")
	for _, want := range []string{
		"before\n", "after\n", "2026-11-23", "Invented, compute capability 9.0, 100 multiprocessors at 1500 MHz", "driver for CUDA 13.0",
		"contexts | 250 |", "one state | 12.5 |", "3.00 ± 0.25", "100 states | 1.00 ± 0.00 |",
		// Two devices issue 2·4·32·100·1.5e9 = 3.84e13 instructions a second.
		"| square | table | 200 | 100 | 4096² | cuda auto | 400 G | 96 |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the section lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "old") || strings.Contains(text, "still to be measured") {
		t.Errorf("the section keeps what it replaces:\n%s", text)
	}
	if text, err = PutGPU(text, nil); err != nil || !strings.Contains(text, "**device figures are still to be measured**") || strings.Contains(text, "Invented") {
		t.Errorf("%v without figures:\n%s", err, text)
	}
	if _, err := PutGPU("no marks", nil); err == nil {
		t.Error("a page without marks is taken")
	}
	if _, err := PutGPU(gpuBegin+gpuEnd, &Report{Quick: true, GPU: figures().GPU}); err == nil {
		t.Error("a quick report is taken for the page")
	}
	// The file of a report gives the same section.
	var b bytes.Buffer
	r := figures()
	r.Schema = Schema
	if err := r.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	read, err := Read(&b)
	if err != nil || read.gpuSection() != r.gpuSection() {
		t.Errorf("a report that was written and read, %v, has the section\n%s", err, read.gpuSection())
	}
}

// TestMeasureGPU measures the processor as if it were one.
func TestMeasureGPU(t *testing.T) {
	b, err := simd.Backend("auto", "mixed", 0)
	if err != nil {
		t.Fatal(err)
	}
	g, err := MeasureGPU(context.Background(), func() (simulate.Backend, error) { return b, nil }, true)
	if err != nil {
		t.Fatal(err)
	}
	if !(g.FirstSeconds > 0 && g.WarmSeconds.Median > 0 && g.WarmSeconds.Repeats > 1 && g.StillSeconds.Repeats == 10) || g.Devices != nil {
		t.Errorf("measured %+v", g)
	}
	if _, err := MeasureGPU(context.Background(), func() (simulate.Backend, error) { return nil, os.ErrClosed }, true); !errors.Is(err, os.ErrClosed) {
		t.Errorf("error %v of a backend that does not open", err)
	}
	// Stills of a series differ.
	p, err := square(OneF, 5, 3, 64).compile(0)
	if err != nil {
		t.Fatal(err)
	}
	var images [2]*frame.Frame
	for i := range images {
		if images[i], _, err = render(context.Background(), b, turned(p, i)); err != nil {
			t.Fatal(err)
		}
	}
	if m, err := frame.Compare(images[0], images[1], images[0].ROI); err != nil || m.MaxAbs == 0 {
		t.Errorf("frames 0 and 1 of a series are equal, %v", err)
	}
	if &p.Orientations[0] == &turned(p, 0).Orientations[0] {
		t.Error("frames of a series share orientations")
	}
}
