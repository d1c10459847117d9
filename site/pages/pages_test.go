package pages

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"gobragg/core/config"
)

// look is that of a site with the pages in a folder.
var look = Look{Icon: "../icon.svg", Home: "../"}

// TestDocumentation: every page of site/docs is rendered, its links lead somewhere, and
// the links of its commands are experiments.
func TestDocumentation(t *testing.T) {
	docs := os.DirFS("../docs")
	files, err := Render(docs, look)
	if err != nil {
		t.Fatal(err)
	}
	sources, err := os.ReadDir("../docs")
	if err != nil {
		t.Fatal(err)
	}
	live := 0
	for _, e := range sources {
		name := e.Name()
		if bare, ok := strings.CutSuffix(name, ".md"); ok {
			name = bare + ".html"
		}
		text := string(files[name])
		if text == "" {
			t.Errorf("%s has no page", e.Name())
		}
		for part := range strings.SplitSeq(text, `<p class="live"><a href="../#`) {
			link, _, ok := strings.Cut(part, `">Open in the laboratory`)
			if !ok || strings.Contains(link, "<") {
				continue
			}
			live++
			if _, err := config.ParseQuery(strings.ReplaceAll(link, "&amp;", "&")); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if live < 6 {
		t.Errorf("%d commands open in the laboratory, want the tutorial's six at least", live)
	}
}

// TestRender: what becomes of each element.
func TestRender(t *testing.T) {
	const source = "# A *page*\n\n## Part one\n\n[options](options.md#x) and [elsewhere](https://example.org/a.md)\n\n" +
		"| a | b |\n|---|---|\n| 1 | 2 |\n\n```sh\nbin/gobragg -cell 50 -default_F 1 \\\n  -N 3 -o x.png\nmake <a>\n```\n\n![p](p.png)\n"
	files, err := Render(fstest.MapFS{
		"tutorial.md": {Data: []byte(source)}, "options.md": {Data: []byte("# Options\n")}, "p.png": {Data: []byte("png")},
	}, look)
	if err != nil {
		t.Fatal(err)
	}
	got := string(files["tutorial.html"])
	for _, want := range []string{
		"<title>A page · gobragg</title>", `<h2 id="part-one">`, `href="options.html#x"`, `href="https://example.org/a.md"`,
		`<div class="scroll" tabindex="0" role="group" aria-label="table"><table>`, "</table></div>", "make &lt;a&gt;",
		`<a href="../#cell=50&amp;default_F=1&amp;N=3">Open in the laboratory</a>`, `<img src="p.png" alt="p">`,
		`<a href="tutorial.html" aria-current="page">Tutorial</a>`, `<a href="options.html">Options</a>`, `href="pages.css"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if string(files["p.png"]) != "png" {
		t.Error("the picture is not there")
	}
	if t.Failed() {
		t.Log(got)
	}
}

// TestMistakes: pages that would be broken are errors.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"tutorial.md", "no title\n", "no title"},
		{"tutorial.md", "# T\n[x](none.md)\n", "no file none.md"},
		{"tutorial.md", "# T\n[x](../README.md)\n", "no file"},
		{"tutorial.md", "# T\n![x](none.png)\n", "no picture none.png"},
		{"unlisted.md", "# T\n", "not in the menu"},
	} {
		_, err := Render(fstest.MapFS{c.name: {Data: []byte(c.text)}}, look)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want one with %q", c.text, err, c.want)
		}
	}
}

// TestExperiments: only commands that work for every reader are links.
func TestExperiments(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"bin/gobragg -cell 50 -N 3", []string{"cell=50&N=3"}},
		{"bin/gobragg -cell 50 \\\n -N 3 -o x.png -quiet\n", []string{"cell=50&N=3"}},
		{"bin/gobragg -hkl builtin:1a8o.cif -N 3", []string{"hkl=builtin%3A1a8o.cif&N=3"}},
		{"bin/gobragg -hkl mine.hkl -N 3", nil},
		{"bin/gobragg -config x.json", nil},
		{"bin/gobragg -cell 50 -trace 1 2", nil},
		{"bin/gobragg sf x.pdb", nil},
		{"bin/gobragg -cel 50", nil},
		{"make demo", nil},
	} {
		if got := experiments(c.text); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
