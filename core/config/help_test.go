package config

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

//go:generate go test -run TestOptionsPage -update

var update = flag.Bool("update", false, "rewrite site/docs/options.md")

const optionsPage = "../../site/docs/options.md"

// TestOptionsPage: the page of the documentation is what the table says.
func TestOptionsPage(t *testing.T) {
	var b bytes.Buffer
	if err := WriteMarkdown(&b); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(optionsPage, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page, err := os.ReadFile(optionsPage)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page, b.Bytes()) {
		t.Error("site/docs/options.md is stale: run go generate ./core/config")
	}
}

func TestHelp(t *testing.T) {
	var b strings.Builder
	if err := WriteHelp(&b); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for i, line := range strings.Split(text, "\n") {
		if n := utf8.RuneCountInString(line); n > helpWidth {
			t.Errorf("line %d has %d columns: %s", i+1, n, line)
		}
		if strings.TrimRight(line, " ") != line {
			t.Errorf("line %d ends with a blank", i+1)
		}
	}
	for _, o := range Options {
		if !strings.Contains(text, "\n  -"+o.Name+" ") && !strings.Contains(text, "\n  -"+o.Name+"\n") {
			t.Errorf("-%s is missing", o.Name)
		}
		for _, a := range o.Aliases {
			if !strings.Contains(text, "-"+a) {
				t.Errorf("-%s is missing", a)
			}
		}
	}
	for g := range groups {
		if !strings.Contains(text, "\n"+strings.ToUpper(g.String())+"\n") {
			t.Errorf("the group %s is missing", g)
		}
	}
	for _, line := range []string{
		"\n  -twotheta ANGLE (°)           swing of the detector arm, after the tilts [default 0]\n",
		"\n  -cell A [B C ALPHA BETA GAMMA] (Å and °)\n                                unit cell, in the orientation",
		"\n  -rings [D …] (Å)              draw resolution rings",
		"\n  -misset X Y Z|random (°)      turn the crystal",
		"\n  -pivot sample|beam            turn the detector",
	} {
		if !strings.Contains(text, line) {
			t.Errorf("no line %q", line)
		}
	}
}

// TestHelpExamples: the command lines that open the help text parse.
func TestHelpExamples(t *testing.T) {
	text := strings.ReplaceAll(helpIntro, "\\\n", "")
	n := 0
	for _, line := range strings.Split(text, "\n") {
		if words := strings.Fields(line); len(words) > 3 && words[0] == "gobragg" && strings.HasPrefix(line, "  ") {
			mustParse(t, words[1:]...)
			n++
		}
	}
	if n != 3 {
		t.Errorf("%d examples, want 3", n)
	}
}

// TestExamples: the example that error messages quote is one that the option accepts.
func TestExamples(t *testing.T) {
	for _, o := range Options {
		if o.Required > 0 && o.Example == "" && o.Help != "accepted, without effect" {
			t.Errorf("-%s has no example", o.Name)
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestWritersReportErrors(t *testing.T) {
	for name, err := range map[string]error{
		"WriteHelp": WriteHelp(brokenWriter{}), "WriteMarkdown": WriteMarkdown(brokenWriter{}), "WriteJSON": new(Config).WriteJSON(brokenWriter{}),
	} {
		if err == nil {
			t.Errorf("%s reports no error", name)
		}
	}
}
