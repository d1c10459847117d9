package config

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf8"
)

// Widths of the help text, columns.
const (
	helpWidth  = 100
	helpIndent = 32
)

const helpIntro = `usage: gobragg [options]

gobragg simulates the X-ray diffraction image of a crystal. It takes nanoBragg's options.

  gobragg -cell 78 78 38 90 90 90 -default_F 100 -N 10 -o spots.png
  gobragg -hkl P1.hkl -mat A.mat -lambda 0.9795 -N 20 -distance 250 -detpixels 2048 -pixel 0.172
  gobragg -hkl P1.hkl -cell 78 78 38 -misset random -N 30 -mosaic 0.3 -osc 0.5 -phisteps 10 \
      -flux 1e12 -exposure 0.1 -beamsize 0.05 -water 50 -noisefile noisy.img -o view.png -rings

A value in [ ] may be left out. An option given again replaces the earlier one.
`

// WriteHelp writes the list of options, grouped and aligned.
func WriteHelp(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString(helpIntro)
	group := Group(-1)
	for _, o := range Options {
		if o.Group != group {
			group = o.Group
			b.WriteString("\n" + strings.ToUpper(group.String()) + "\n")
		}
		b.WriteString(o.help())
	}
	return b.Flush()
}

// help returns the option's lines of the help text.
func (o *Option) help() string {
	left := "  -" + o.Name
	if a := o.arguments(); a != "" {
		left += " " + a
	}
	if o.Unit != "" {
		left += " (" + o.Unit + ")"
	}
	text := o.Help
	if o.Default != "" {
		text += " [default " + o.Default + "]"
	}
	if a := o.also(); a != "" {
		text += " (also " + a + ")"
	}
	var b strings.Builder
	column := utf8.RuneCountInString(left)
	b.WriteString(left)
	if column > helpIndent-2 {
		b.WriteByte('\n')
		column = 0
	}
	for _, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case column < helpIndent:
			b.WriteString(strings.Repeat(" ", helpIndent-column))
			column = helpIndent
		case column+1+n > helpWidth:
			b.WriteString("\n" + strings.Repeat(" ", helpIndent))
			column = helpIndent
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += n
	}
	b.WriteByte('\n')
	return b.String()
}

// arguments returns the option's values as usage lines write them: "A [B C]".
func (o *Option) arguments() string {
	var b strings.Builder
	for i, p := range o.Params {
		if i > 0 {
			b.WriteByte(' ')
		}
		if i == o.Required {
			b.WriteByte('[')
		}
		if p.Choices != nil {
			b.WriteString(strings.Join(p.Choices, "|"))
			continue
		}
		b.WriteString(p.Name)
	}
	if o.Variadic {
		b.WriteString(" …")
	}
	if o.Required < len(o.Params) {
		b.WriteByte(']')
	}
	if o.Word != "" {
		b.WriteString("|" + o.Word)
	}
	return b.String()
}

func (o *Option) also() string {
	var all []string
	for _, a := range o.Aliases {
		all = append(all, "-"+a)
	}
	return strings.Join(all, ", ")
}

// WriteMarkdown writes the options page of the documentation.
func WriteMarkdown(w io.Writer) error {
	b := bufio.NewWriter(w)
	b.WriteString(`<!-- Code generated from the option table in core/config by "go generate ./core/config". DO NOT EDIT. -->
# Options

Every option may be written with one dash or two. An option given again replaces the earlier one, save ` + "`-o`" + `, which adds up.
Values in [ ] may be left out. The key is the option's name in the JSON form that ` + "`-write_config`" + ` writes and ` + "`-config`" + ` reads;
a link carries the option's name without its dash: ` + "`?cell=78,78,38&default_F=100&N=5`" + `.
`)
	group := Group(-1)
	for _, o := range Options {
		if o.Group != group {
			group = o.Group
			title := group.String()
			b.WriteString("\n## " + strings.ToUpper(title[:1]) + title[1:] + "\n\n")
			b.WriteString("| option | unit | meaning | default | key |\n|---|---|---|---|---|\n")
		}
		names := "`-" + strings.TrimSpace(o.Name+" "+o.arguments()) + "`"
		for _, a := range o.Aliases {
			names += " `-" + a + "`"
		}
		key := ""
		if !o.Transient {
			key = "`" + o.Key + "`"
			if s, ok := o.flagValue().(string); ok {
				key += " `\"" + s + "\"`"
			} else if o.FlagValue == false {
				key += " `false`"
			}
		}
		cells := []string{names, o.Unit, o.Help, o.Default, key}
		for i, c := range cells {
			cells[i] = strings.ReplaceAll(c, "|", `\|`)
		}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	return b.Flush()
}
