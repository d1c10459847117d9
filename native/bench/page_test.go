package bench

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the speed page from site/docs/speed.json")

const docs = "../../site/docs"

// TestPage: the page in the documentation is what speed.json says.
func TestPage(t *testing.T) {
	f, err := os.Open(filepath.Join(docs, "speed.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := Read(f)
	if err != nil {
		t.Fatal(err)
	}
	files, err := PageFiles(r)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		path := filepath.Join(docs, name)
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("site/docs/%s is stale: go test ./native/bench -update", name)
		}
	}
	checkReadme(t, r.summary())
	for _, name := range []string{"speed-states.svg", "speed-pixels.svg", "speed-threads.svg"} {
		if files[name] == nil || !strings.Contains(string(files["speed.md"]), "]("+name+")") {
			t.Errorf("%s is not on the page", name)
		}
	}
	if n := strings.Count(string(files["speed.md"]), "\u00a0±\u00a0"); n < len(r.Runs)+len(Factors)*3*4 {
		t.Errorf("%d numbers on the page, want those of all runs and of the square crystal at least", n)
	}
}

// checkReadme holds a part of README.md to want.
func checkReadme(t *testing.T, want string) {
	const name = "../../README.md"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), summaryBegin)
	got, after, ok2 := strings.Cut(rest, summaryEnd)
	if !ok || !ok2 {
		t.Fatal("README.md lacks the marks of its table of speeds")
	}
	if *update {
		if err := os.WriteFile(name, []byte(before+summaryBegin+want+summaryEnd+after), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got != want {
		t.Error("README.md is stale: go test ./native/bench -update")
	}
}

// TestPageOfAnything: what a machine without vector loops or a peer measures has a
// page too, a quick report has none.
func TestPageOfAnything(t *testing.T) {
	set := setup()
	set.Engines = []Engine{{"scalar", "double"}}
	s := tiny()
	r, err := Measure(t.Context(), s, set)
	if err != nil {
		t.Fatal(err)
	}
	files, err := PageFiles(r)
	if err != nil {
		t.Fatal(err)
	}
	page := string(files["speed.md"])
	for _, want := range []string{"was not measured", "scalar double", r.Machine.CPU} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page:\n%s", want, page)
		}
	}
	for _, wrong := range []string{"NaN", "Inf", "%!"} {
		for name, text := range files {
			if strings.Contains(string(text), wrong) {
				t.Errorf("%s holds %q", name, wrong)
			}
		}
	}
	if got := r.summary(); !strings.Contains(got, "Milliseconds") {
		t.Errorf("summary without a peer:\n%s", got)
	}
	r.Quick = true
	if _, err := PageFiles(r); err == nil || !strings.Contains(err.Error(), "-quick") {
		t.Errorf("page of a quick report: error %v", err)
	}
}

// TestPlot: an SVG file is well formed, everything lies in its frame, names do not
// lie on each other.
func TestPlot(t *testing.T) {
	p := &plot{about: "costs & states <all>"}
	for i, name := range []string{"a", "b", "c"} {
		y := 2 + 0.001*float64(i)
		p.curves = append(p.curves, curve{name, "#123", i == 1, []point{{1, 30, 20, 40}, {1000, y, y, y + 1}}})
	}
	p.fit("n", "ns")
	if p.x.low != 1 || p.x.end != 1000 || p.y.low != 2 || p.y.end != 50 {
		t.Errorf("axes from %g to %g and %g to %g, want 1 to 1000 and 2 to 50", p.x.low, p.x.end, p.y.low, p.y.end)
	}
	var b bytes.Buffer
	if err := p.write(&b); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(&b)
	names := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := token.(xml.CharData); ok && len(text) == 1 && strings.Contains("abc", string(text)) {
			names++
		}
	}
	if names != 3 {
		t.Errorf("%d names of curves, want 3", names)
	}
	at := p.names(func(float64) float64 { return plotBottom })
	for i := range at {
		for j := range i {
			if d := at[i] - at[j]; d < lineHeight && d > -lineHeight || at[i] > plotBottom {
				t.Errorf("names at %v", at)
			}
		}
	}
}

func TestDecimal(t *testing.T) {
	for v, want := range map[float64]string{0.5: "0.5", 1: "1", 5000: "5000", 1e4: "10⁴", 2e4: "2·10⁴", 1e6: "10⁶", 5e12: "5·10¹²"} {
		if got := decimal(v); got != want {
			t.Errorf("decimal(%g) = %q, want %q", v, got, want)
		}
	}
}
