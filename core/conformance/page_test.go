package conformance

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
)

const pageFile = "../../site/docs/conformance.md"

// TestPage: the page in the documentation is what cases, rows and results say.
func TestPage(t *testing.T) {
	if fuses() {
		t.Skip("this build fuses multiplications with additions: other last bits, other counts of identical pixels")
	}
	list, err := Load(reference)
	if err != nil {
		t.Fatal(err)
	}
	var results []Result
	for _, c := range list {
		results = append(results, runCase(t, c.Name))
	}
	var b bytes.Buffer
	if err := WritePage(&b, list, Rows, results); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(pageFile, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile(pageFile)
	if err != nil {
		t.Fatal(err)
	}
	got, want := strings.Split(b.String(), "\n"), strings.Split(string(page), "\n")
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("site/docs/conformance.md is stale from line %d on: go test ./core/conformance -update", i+1)
		}
	}

	// Every link leads somewhere, every case and row is there.
	for _, part := range strings.Split(b.String(), "](#")[1:] {
		target, _, _ := strings.Cut(part, ")")
		if strings.Count(b.String(), `<a id="`+target+`">`) != 1 {
			t.Errorf("the link to %s does not lead to one place", target)
		}
	}
	for _, r := range Rows {
		if !strings.Contains(b.String(), `<a id="`+r.ID+`">`) {
			t.Errorf("row %s is not on the page", r.ID)
		}
	}
	for _, c := range list {
		if !strings.Contains(b.String(), `<a id="`+c.Name+`">`) {
			t.Errorf("case %s is not on the page", c.Name)
		}
	}
}

func TestPageErrors(t *testing.T) {
	good := runCase(t, "at-parallel-016_extreme-tiny")
	strange, failed := good.Case, good
	strange.CompatBecause = []string{"the weather"}
	failed.Failures = []string{"by far"}
	for _, tc := range []struct {
		name    string
		cases   []Case
		results []Result
		want    string
	}{
		{"no cases", nil, nil, "no cases"},
		{"no result", []Case{good.Case}, nil, "has no result"},
		{"a failure", []Case{good.Case}, []Result{failed}, "by far"},
		{"an unknown reason", []Case{strange}, []Result{good}, `"the weather", which is no row`},
	} {
		if err := WritePage(new(bytes.Buffer), tc.cases, Rows, tc.results); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: error %v, want %q in it", tc.name, err, tc.want)
		}
	}
	if err := WritePage(full{}, []Case{good.Case}, Rows, []Result{good}); !errors.Is(err, errFull) {
		t.Errorf("a full disk gives the error %v", err)
	}
}

var errFull = errors.New("no space left")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestClass(t *testing.T) {
	for _, tc := range []struct {
		x, finest float64
		want      string
	}{
		{0, 1e-9, "0"}, {-1e-17, 1e-9, "0"}, {1e-10, 1e-9, "≤ 1e-9"}, {1.1e-9, 1e-9, "≤ 1e-8"}, {7.3e-8, 1e-9, "≤ 1e-7"}, {0.2, 1e-9, "≤ 1e0"},
	} {
		if got := class(tc.x, tc.finest); got != tc.want {
			t.Errorf("class(%v, %v) = %s, want %s", tc.x, tc.finest, got, tc.want)
		}
	}
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"V*/(a*b*c*) is r_e²":               `V\*/(a\*b\*c\*) is r\_e²`,
		"-misset_seed n (-seed), not T - 1": "`-misset_seed` n (`-seed`), not T - 1",
		"-detector_abs inf, 1 − x":          "`-detector_abs inf`, 1 − x",
		"a well-known -4stol":               "a well-known `-4stol`",
		"a < b | c":                         `a &lt; b \| c`,
	} {
		if got := text(in); got != want {
			t.Errorf("text(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestRunWith(t *testing.T) {
	for _, tc := range []struct{ args, reference, bin, want string }{
		{"-a 1 -b 2", "", "", ""},
		{"-a 1 -phi 0", "-a 1 -phi 1e-9", "", "`-phi 1e-9` in place of `-phi 0`"},
		{"-a random -seed 3", "-seed 3 -a random", "", "`-seed 3` put first"},
		{"-cell 1 2 -b -3", "-mat x -b -3", "", "`-mat x` in place of `-cell 1 2`"},
		{"-p 0.6 -o", "-p 0.19999999999999998", "3", "`-p 0.2` in place of `-p 0.6 -o`, 3 × 3 pixels summed"},
		{"-a 1", "-a 1 -z", "", "`-z`"},
	} {
		c := Case{Args: strings.Fields(tc.args), ReferenceArgs: strings.Fields(tc.reference)}
		if tc.bin != "" {
			c.Bin = int(tc.bin[0] - '0')
		}
		if got := runWith(c); got != tc.want {
			t.Errorf("%s, reference %s: %q, want %q", tc.args, tc.reference, got, tc.want)
		}
	}
}
