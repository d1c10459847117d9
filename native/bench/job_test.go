package bench

import (
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestPeerFails: a peer that fails ends the measurement with its command line.
func TestPeerFails(t *testing.T) {
	name, err := exec.LookPath("false")
	if err != nil {
		t.Skip("there is no program that fails")
	}
	set := setup()
	set.Peer = name
	s := Suite{Runs: 1, Jobs: []Job{{Name: "the job", Problem: square(OneF, 5, 3, 8)}}}
	_, err = Measure(t.Context(), s, set)
	if err == nil || !strings.Contains(err.Error(), "the job: ") || !strings.Contains(err.Error(), name+" -cell") {
		t.Errorf("error %v, want one with the command line", err)
	}
}

func TestProcessorShare(t *testing.T) {
	runs := []Run{
		{Threads: 1, seconds: []float64{1, 3}, processor: 3 * time.Second},
		{Threads: 1, seconds: []float64{1}, processor: time.Second},
		{Threads: 2, seconds: []float64{1}, processor: 2 * time.Second},
	}
	if got := processorShare(runs); got != 0.8 {
		t.Errorf("processorShare = %g, want 0.8", got)
	}
	if got := processorShare(nil); got != 0 {
		t.Errorf("processorShare without runs = %g, want 0", got)
	}
}

func TestCompiler(t *testing.T) {
	for _, path := range []string{"job_test.go", "no such file"} {
		if got := compiler(path); got != "" {
			t.Errorf("compiler(%q) = %q, want nothing", path, got)
		}
	}
}
