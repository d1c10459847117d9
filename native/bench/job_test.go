package bench

import (
	"os/exec"
	"strings"
	"testing"
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

func TestCompiler(t *testing.T) {
	for _, path := range []string{"job_test.go", "no such file"} {
		if got := compiler(path); got != "" {
			t.Errorf("compiler(%q) = %q, want nothing", path, got)
		}
	}
}
