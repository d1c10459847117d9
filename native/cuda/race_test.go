package cuda

import (
	"bufio"
	"context"
	"os"
	"strconv"
	"strings"
	"testing"

	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/native/cuda/abi"
	"gobragg/native/cuda/emulate"
)

// barriers returns the lines of kernel.cu where the threads of a block wait for each
// other, by whether they are in code of the anchored kernels.
func barriers(t *testing.T) map[bool][]int {
	t.Helper()
	file, err := os.Open("kernel.cu")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	found := map[bool][]int{}
	anchored := false
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		switch text := strings.TrimSpace(lines.Text()); {
		case text == "#if PRECISION == ANCHORED":
			anchored = true
		case text == "#else" || text == "#endif":
			anchored = false
		case text == "SYNC();":
			found[anchored] = append(found[anchored], n)
		}
	}
	return found
}

// TestRaces runs kernels on threads of the system under the thread sanitizer: nothing
// is wrong as they are, and each barrier is needed.
func TestRaces(t *testing.T) {
	kernelsOnly(t)
	needCompilers(t)
	kernels := []abi.Kernel{{Precision: abi.Fixed, Lookup: plan.Uniform}, {Precision: abi.Anchored, Lookup: plan.Uniform}}
	program, err := emulate.Build(t.TempDir(), ".", emulate.CPlusPlus, kernels, "-DPARALLEL", "-fsanitize=thread")
	if err != nil {
		t.Fatal(err)
	}
	// Two chunks of orientations and two sensor layers reach every barrier twice.
	p := compile(t, "-cell 50 60 70 90 90 90 -N 5 -default_F 10 -detpixels 8 -mosaic 1 -mosaic_domains 100 -oversample 1 "+
		"-detector_abs 200 -detector_thick 450 -thicksteps 2")
	race := func(ratio, without int) bool {
		d := &emulated{program: program, kernels: kernels, env: []string{"WITHOUT_BARRIER=" + strconv.Itoa(without)}, devices: 1, ratio: ratio, memory: plenty}
		b, err := open(d, Options{Device: All, Processor: simulate.Scalar(1)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := simulate.Run(context.Background(), b, p, simulate.Options{}); err != nil {
			t.Fatal(err)
		}
		b.Close()
		err = d.closed()
		if err != nil && !strings.Contains(err.Error(), "data race") {
			t.Fatal(err)
		}
		return err != nil
	}
	for anchored, lines := range barriers(t) {
		ratio := 2
		if anchored {
			ratio = 64
		}
		if race(ratio, 0) {
			t.Errorf("anchored %v: a data race", anchored)
		}
		if len(lines) < 2 {
			t.Fatalf("anchored %v: barriers at lines %v of kernel.cu", anchored, lines)
		}
		for _, line := range lines {
			if !race(ratio, line) {
				t.Errorf("anchored %v: nobody notices that the barrier at line %d of kernel.cu is missing", anchored, line)
			}
		}
	}
}
