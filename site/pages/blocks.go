package pages

import (
	"fmt"
	"html"
	"strings"

	"gobragg/core/builtin"
	"gobragg/core/config"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// blocks renders what may be wider than the page, tables and code, so that it scrolls
// by itself and with the keyboard, and puts a link to the laboratory at home below
// commands.
type blocks struct{ home string }

func (b blocks) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindCodeBlock, b.code)
	r.Register(ast.KindFencedCodeBlock, b.code)
	r.Register(table.KindTable, b.table)
}

func (b blocks) table(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"table\"><table>\n")
	} else {
		w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

func (b blocks) code(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	var text strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		text.Write(line.Value(source))
	}
	fmt.Fprintf(w, "<pre tabindex=\"0\"><code>%s</code></pre>\n", html.EscapeString(text.String()))
	for _, link := range experiments(text.String()) {
		fmt.Fprintf(w, "<p class=\"live\"><a href=\"%s#%s\">Open in the laboratory</a></p>\n", html.EscapeString(b.home), html.EscapeString(link))
	}
	return ast.WalkContinue, nil
}

// experiments returns the links of the simulations in a block of shell commands that
// need no file of the reader's.
func experiments(text string) (links []string) {
	text = strings.ReplaceAll(text, "\\\n", " ")
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] != "bin/gobragg" && words[0] != "gobragg" || !strings.HasPrefix(words[1], "-") || strings.ContainsAny(line, "|>'\"") {
			continue
		}
		c, err := config.ParseArgs(words[1:])
		if err != nil || c.Has("h") || c.Has("trace") {
			continue
		}
		if link, ok := portable(c); ok {
			links = append(links, link)
		}
	}
	return links
}

// portable returns the link of the settings without their outputs; not if they read files.
func portable(c *config.Config) (string, bool) {
	bare := config.Merge(new(config.Config), c)
	for _, s := range c.Settings() {
		if o := s.Option; o.Group == config.GroupOutput || o.Group == config.GroupRunning {
			if o.Transient && o.Name != "write_config" {
				return "", false
			}
			bare.Unset(o.Name)
			continue
		}
		for i, v := range s.Values {
			if p := s.Option.Params[min(i, len(s.Option.Params)-1)]; p.Name == "FILE" && !strings.HasPrefix(v.Text, builtin.Prefix) {
				return "", false
			}
		}
	}
	return bare.Query(), true
}
