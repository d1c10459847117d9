// Package form writes the form of the laboratory as HTML, when the site is built: the
// page then has its form before the program has come, and the program does without.
package form

import (
	"fmt"
	"html"
	"math"
	"strings"

	"gobragg/core/config"
	"gobragg/wasm/lab"
)

// HTML returns the form of the experiment: a chapter each a <details>, a field each
// a <div class="field" data-field="…">. It is made of the option table when the site is
// built, so that a page has its form before the program has come.
//
// A field's inputs have the ID "f-NAME", with several values "f-NAME-0" and so on, and
// data-option and data-part; its messages stand in "e-NAME", its explanation in
// "h-NAME".
func HTML() string {
	var b strings.Builder
	for i, c := range lab.Chapters {
		open := ""
		if i < 2 || c.Name == "crystal" || c.Name == "mosaicity" {
			open = " open"
		}
		fmt.Fprintf(&b, "<details class=\"chapter\" id=\"chapter-%s\"%s>\n<summary><h3>%s</h3></summary>\n", c.Name, open, c.Title)
		for _, name := range c.Main {
			writeField(&b, lab.FieldOf(name))
		}
		fmt.Fprintf(&b, "<details class=\"more\"><summary>more of %s<span class=\"count\">%d</span></summary>\n", strings.ToLower(c.Title), len(c.More))
		for _, name := range c.More {
			writeField(&b, lab.FieldOf(name))
		}
		b.WriteString("</details>\n</details>\n")
	}
	return b.String()
}

func writeField(b *strings.Builder, f lab.Field) {
	fmt.Fprintf(b, "<div class=\"field %s\" data-field=\"%s\">\n", [...]string{"numbers", "word", "file", "switch", "choice"}[f.Kind], f.Name)
	several := f.Kind == lab.Numbers && len(f.Params) > 1
	label := html.EscapeString(f.Label)
	if several {
		fmt.Fprintf(b, "<span class=\"label\" id=\"l-%s\">%s</span>", f.Name, label)
	} else {
		fmt.Fprintf(b, "<label for=\"f-%s\">%s</label>", f.Name, label)
	}
	described := fmt.Sprintf("aria-describedby=\"e-%s h-%[1]s\"", f.Name)
	switch f.Kind {
	case lab.Numbers:
		writeNumbers(b, f, described)
	case lab.Word:
		writeWord(b, f, described)
	case lab.File:
		fmt.Fprintf(b, "<span class=\"pick\"><input type=\"text\" id=\"f-%s\" data-option=\"%[1]s\" placeholder=\"none\" %s list=\"files\" autocomplete=\"off\" spellcheck=\"false\">"+
			"<button type=\"button\" data-pick=\"%[1]s\" aria-label=\"choose a file for %[3]s\">…</button></span>", f.Name, described, label)
	case lab.Switch:
		fmt.Fprintf(b, "<input type=\"checkbox\" id=\"f-%s\" data-option=\"%[1]s\" %s>", f.Name, described)
	case lab.Choice:
		first := "default"
		if f.Default != "" {
			first = "default: " + f.Default
		}
		fmt.Fprintf(b, "<select id=\"f-%s\" data-key=\"%[1]s\" %s><option value=\"\">%s</option>", f.Name, described, html.EscapeString(first))
		for _, o := range f.Options {
			fmt.Fprintf(b, "<option value=\"%s\">%s</option>", o.Name, html.EscapeString(lab.EntryOf(o)))
		}
		b.WriteString("</select>")
	}
	fmt.Fprintf(b, "<button type=\"button\" class=\"clear\" data-clear=\"%s\" aria-label=\"set %s to its default\" title=\"set to its default\" disabled>×</button>", f.Name, label)
	fmt.Fprintf(b, "<button type=\"button\" class=\"about\" data-about=\"%s\" aria-expanded=\"false\" aria-controls=\"h-%[1]s\" aria-label=\"explain %s\">?</button>\n", f.Name, label)
	fmt.Fprintf(b, "<p class=\"help\" id=\"h-%s\" hidden>%s</p>\n<p class=\"error\" id=\"e-%[1]s\"></p>\n</div>\n", f.Name, explanation(f))
}

func writeWord(b *strings.Builder, f lab.Field, described string) {
	choices := f.Params[0].Choices
	if choices == nil {
		fmt.Fprintf(b, "<input type=\"text\" id=\"f-%s\" data-option=\"%[1]s\" placeholder=\"%s\" %s autocomplete=\"off\" spellcheck=\"false\">", f.Name, html.EscapeString(f.Example), described)
		return
	}
	fmt.Fprintf(b, "<select id=\"f-%s\" data-option=\"%[1]s\" %s><option value=\"\">default: %s</option>", f.Name, described, html.EscapeString(f.Default))
	for _, c := range choices {
		fmt.Fprintf(b, "<option>%s</option>", html.EscapeString(c))
	}
	b.WriteString("</select>")
}

// explanation is the field's help: meaning, range, default, the name on the command line.
func explanation(f lab.Field) string {
	text := f.Help
	if text != "" {
		text = strings.ToUpper(text[:1]) + text[1:] + "."
		if first := []rune(f.Help)[0]; first > 127 {
			text = f.Help + "."
		}
	}
	if f.Kind == lab.Numbers && len(f.Params) == 1 {
		if r := rangeOf(f.Params[0]); r != "" {
			text += " " + r + "."
		}
	}
	if f.Default != "" {
		text += " Default: " + f.Default + "."
	}
	var names []string
	for _, o := range f.Options {
		names = append(names, "<code>-"+o.Name+"</code>")
	}
	return html.EscapeString(text) + " " + strings.Join(names, " ")
}

// rangeOf says what numbers p takes.
func rangeOf(p config.Param) string {
	const wide, narrow = 1e15, 1e-12 // bounds that only keep numbers finite
	noun := "A number"
	if p.Kind == config.Integer {
		noun = "A whole number"
	}
	low, high := p.Min > -wide, p.Max < wide
	switch {
	case low && p.Min <= narrow && p.Min > 0 && !high:
		return noun + " above 0"
	case low && high:
		return noun + " from " + lab.Number(p.Min) + " to " + lab.Number(p.Max)
	case low:
		return noun + " from " + lab.Number(p.Min) + " on"
	}
	return ""
}

// mostSliders is how many values a field shows with a slider each.
const mostSliders = 3

func writeNumbers(b *strings.Builder, f lab.Field, described string) {
	if len(f.Params) == 1 {
		writeNumber(b, f, 0, "f-"+f.Name, "", described)
		fmt.Fprintf(b, "<span class=\"unit\">%s</span>", strings.ReplaceAll(html.EscapeString(f.Unit), "/", "/<wbr>"))
		return
	}
	fmt.Fprintf(b, "<span class=\"unit\">%s</span><div class=\"parts\" role=\"group\" aria-labelledby=\"l-%s\">", html.EscapeString(f.Unit), f.Name)
	for i, p := range f.Params {
		name := partName(p.Name)
		fmt.Fprintf(b, "<span class=\"part\"><label for=\"f-%s-%d\">%s</label>", f.Name, i, name)
		writeNumber(b, f, i, fmt.Sprintf("f-%s-%d", f.Name, i), name, described)
		b.WriteString("</span>")
	}
	b.WriteString("</div>")
}

// partNames are letters for what the option table spells out.
var partNames = map[string]string{"ALPHA": "α", "BETA": "β", "GAMMA": "γ", "A": "a", "B": "b", "C": "c", "X": "x", "Y": "y", "Z": "z"}

func partName(name string) string {
	if short, ok := partNames[name]; ok {
		return short
	}
	return strings.ToLower(name)
}

func writeNumber(b *strings.Builder, f lab.Field, i int, id, part, described string) {
	p := f.Params[i]
	if p.Usual != (config.Range{}) && len(f.Params) <= mostSliders {
		low, high, step, at := lab.Slider(p, math.NaN())
		fmt.Fprintf(b, "<input type=\"range\" data-slider=\"%s\" data-part=\"%d\" min=\"%s\" max=\"%s\" step=\"%s\" value=\"%s\" aria-label=\"%s\">",
			f.Name, i, lab.Number(low), lab.Number(high), lab.Number(step), lab.Number(at), html.EscapeString(strings.TrimSpace("slider "+f.Label+" "+part)))
	}
	mode := "decimal"
	if p.Kind == config.Integer && p.Min >= 0 {
		mode = "numeric"
	}
	fmt.Fprintf(b, "<input type=\"text\" class=\"number\" id=\"%s\" data-option=\"%s\" data-part=\"%d\" inputmode=\"%s\" %s autocomplete=\"off\" spellcheck=\"false\">", id, f.Name, i, mode, described)
}

// Presets returns the buttons of lab.Presets.
func Presets() string {
	var b strings.Builder
	for i, p := range lab.Presets {
		fmt.Fprintf(&b, "<button type=\"button\" data-preset=\"%s\" aria-pressed=\"%v\">%s</button>\n", p.Name, i == 0, html.EscapeString(p.Title))
	}
	return b.String()
}
