package symmetry

import (
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// gemmiSpelling is how gemmi 0.5 writes the settings with another origin.
var gemmiSpelling = map[string]string{
	"P 21 21 2 (a)": "P 21212(a)", "C 2 2 21 (a)": "C 2 2 21a)", "C 2 2 2 (a)": "C 2 2 2a", "F 2 2 2 (a)": "F 2 2 2a",
	"I 2 2 2 (a)": "I 2 2 2a", "P 42 21 2 (a)": "P 42 21 2a", "I 2 3 (a)": "I 2 3a",
}

// gemmiLacks is the settings that gemmi 0.5 does not know.
var gemmiLacks = map[string]bool{"B 1 21 1": true, "A 1 21 1": true, "F 1 2 1": true}

// TestGemmi compares the operators, number and point group of every setting with
// those that the program gemmi prints for its name.
func TestGemmi(t *testing.T) {
	if runtime.GOOS == "js" {
		t.Skip("no programs to run in a browser")
	}
	program, err := exec.LookPath("gemmi")
	if err != nil {
		if os.Getenv("REQUIRE_ALL") != "" {
			t.Fatal("gemmi is missing; make test-deps installs it")
		}
		t.Skip("gemmi is missing; make test-deps installs it")
	}
	var groups []*Group
	args := []string{"sg"}
	each(func(s setting, g *Group) {
		if gemmiLacks[g.Name()] {
			return
		}
		name := g.Name()
		if other, ok := gemmiSpelling[name]; ok {
			name = other
		}
		groups = append(groups, g)
		args = append(args, name)
	})
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("gemmi sg: %v\n%.2000s", err, out)
	}
	answers := strings.Split(string(out), "Number: ")[1:]
	if len(answers) != len(groups) {
		t.Fatalf("gemmi knows %d of %d settings", len(answers), len(groups))
	}
	for i, g := range groups {
		var triplets []string
		number, rest, _ := strings.Cut(answers[i], "\n")
		point := ""
		for line := range strings.Lines(rest) {
			text := strings.TrimSpace(line)
			if p, ok := strings.CutPrefix(text, "Point group: "); ok {
				point = p
			}
			// Operators are indented; those of a centred lattice come by the vector.
			if strings.HasPrefix(line, "    ") && strings.Count(text, ",") == 2 {
				triplets = append(triplets, text)
			}
		}
		if number != strconv.Itoa(g.Number()) {
			t.Errorf("%v: number %d, gemmi %s", g, g.Number(), number)
		}
		if own := g.PointGroup().Name; own != point && own+point != "-62m-6m2" {
			t.Errorf("%v: point group %s, gemmi %s", g, own, point)
		}
		if len(triplets) != g.Order() {
			t.Errorf("%v: %d operators, gemmi %d", g, g.Order(), len(triplets))
			continue
		}
		have := make(map[Op]bool)
		for _, a := range g.Ops() {
			have[a] = true
		}
		for _, text := range triplets {
			a, err := ParseOp(text)
			if err != nil {
				t.Fatal(err)
			}
			if !have[a.Mod()] {
				t.Errorf("%v has no operator %s, gemmi has", g, text)
			}
		}
	}
	t.Logf("%d settings agree with gemmi", len(groups))
}
