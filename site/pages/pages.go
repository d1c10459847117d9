// Package pages turns the documentation in site/docs into pages of the web site.
//
//	files, err := pages.Render(os.DirFS("site/docs"), pages.Look{Home: "../"})
//
// The sources are Markdown as GitHub shows it, so they read well there too. Command
// lines in them that need no files open in the laboratory.
package pages

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// order lists the pages as the menu does, with their short titles there.
var order = []struct{ Name, Title string }{
	{"tutorial", "Tutorial"},
	{"viewer", "Viewer"},
	{"physics", "Physics"},
	{"options", "Options"},
	{"from-a-pdb-entry", "From a PDB entry"},
	{"simulate-what-i-measured", "What I measured"},
	{"many-frames", "Many frames"},
	{"saxs", "SAXS"},
	{"conformance", "Conformance"},
	{"speed", "Speed"},
	{"cuda", "GPU"},
}

// Look is what the pages share with the site around them, as links from a page.
type Look struct {
	Script string // what every page loads; empty: nothing
	Icon   string
	Home   string // the laboratory
}

var (
	//go:embed page.html
	layout string
	//go:embed pages.css
	style []byte
)

var page = template.Must(template.New("page").Parse(layout))

// Render returns the files of the pages by name: NAME.html for each NAME.md of docs,
// what lies beside them as it is, and their style sheet. A page that the menu does not have is an error,
// and so is a link to a page or picture that is not there.
func Render(docs fs.FS, look Look) (map[string][]byte, error) {
	entries, err := fs.ReadDir(docs, ".")
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte)
	var sources []string
	for _, e := range entries {
		data, err := fs.ReadFile(docs, e.Name())
		if err != nil {
			return nil, err
		}
		if name, ok := strings.CutSuffix(e.Name(), ".md"); ok {
			sources = append(sources, name)
		}
		files[e.Name()] = data
	}
	type link struct {
		Name, Title string
		Current     bool
	}
	var menu []link
	for _, o := range order {
		if slices.Contains(sources, o.Name) {
			menu = append(menu, link{o.Name, o.Title, false})
		}
	}
	out := map[string][]byte{"pages.css": style}
	for name, data := range files {
		if !strings.HasSuffix(name, ".md") {
			out[name] = data
		}
	}
	for _, name := range sources {
		at := slices.IndexFunc(menu, func(l link) bool { return l.Name == name })
		if at < 0 {
			return nil, fmt.Errorf("%s.md is not in the menu of the pages", name)
		}
		title, body, err := convert(files[name+".md"], look.Home, func(file string) bool { return files[file] != nil })
		if err != nil {
			return nil, fmt.Errorf("%s.md: %w", name, err)
		}
		here := slices.Clone(menu)
		here[at].Current = true
		var b bytes.Buffer
		if err := page.Execute(&b, map[string]any{"Look": look, "Menu": here, "Title": title, "Body": template.HTML(body)}); err != nil {
			return nil, err
		}
		out[name+".html"] = b.Bytes()
	}
	return out, nil
}

// convert returns the title and the HTML of a page. exists tells whether there is a file
// beside it.
func convert(source []byte, home string, exists func(string) bool) (title, body string, err error) {
	md := goldmark.New(
		goldmark.WithExtensions(extension.GFM),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		// The generated pages have anchors of their own.
		goldmark.WithRendererOptions(html.WithUnsafe(), renderer.WithNodeRenderers(util.Prioritized(blocks{home}, 100))),
	)
	doc := md.Parser().Parse(text.NewReader(source))
	err = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if n.Level == 1 && title == "" {
				title = string(plain(n, source))
			}
		case *ast.Link:
			to, err := target(string(n.Destination), exists)
			n.Destination = []byte(to)
			return ast.WalkContinue, err
		case *ast.Image:
			if name := string(n.Destination); !exists(name) {
				return ast.WalkStop, fmt.Errorf("there is no picture %s", name)
			}
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		return "", "", err
	}
	if title == "" {
		return "", "", errors.New("it has no title: a line that begins with #")
	}
	var b bytes.Buffer
	if err := md.Renderer().Render(&b, source, doc); err != nil {
		return "", "", err
	}
	return title, b.String(), nil
}

// target turns a link to a Markdown file into one to its page. Links that lead
// elsewhere stay.
func target(link string, exists func(string) bool) (string, error) {
	if strings.Contains(link, "://") || strings.HasPrefix(link, "#") {
		return link, nil
	}
	file, fragment, marked := strings.Cut(link, "#")
	if !exists(file) || file != path.Base(file) {
		return "", fmt.Errorf("there is no file %s to link to", file)
	}
	if name, ok := strings.CutSuffix(file, ".md"); ok {
		file = name + ".html"
	}
	if marked {
		file += "#" + fragment
	}
	return file, nil
}

// plain returns the text below n.
func plain(n ast.Node, source []byte) []byte {
	var b []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b = append(b, t.Segment.Value(source)...)
		} else {
			b = append(b, plain(c, source)...)
		}
	}
	return b
}
