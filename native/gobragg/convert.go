package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"

	"gobragg/core/config"
	"gobragg/core/imgio"
)

// conversion is what `gobragg convert` was asked for.
type conversion struct {
	size         [2]int
	round, quiet bool
}

func (c *conversion) flags() []flag {
	return []flag{
		integers("size", "size of a raw image in pixels, fast and slow; otherwise square", 1, maxSide, []string{"W", "H"}, c.size[:]),
		on("round", "let a pixel become the nearest number that B can hold", &c.round),
		on("quiet", "print errors only", &c.quiet),
	}
}

// convert writes an image in another format.
func (p *program) convert(ctx context.Context, args []string) error {
	var c conversion
	words, help, err := parseFlags("convert", c.flags(), args)
	switch {
	case err != nil:
		return err
	case help:
		return p.help(ctx, []string{"convert"})
	case len(words) != 2:
		return usagef("convert: want two names, found %d: gobragg convert A B", len(words))
	}
	from, to := words[0], words[1]
	format, _, err := imgio.FormatOf(to)
	if err != nil {
		return &config.UsageError{Text: "convert: " + err.Error()}
	}
	if err := p.outputs.check(to); err != nil {
		return err
	}
	m, err := openImage(ctx, from, image.Pt(c.size[0], c.size[1]))
	if err != nil {
		return err
	}

	if c.size != [2]int{} && m.Format != imgio.FormatRaw && !c.quiet {
		fmt.Fprintf(p.stderr, sizeIgnored, c.size[0], c.size[1])
	}

	defer p.outputs.abandon()
	var element imgio.Element
	err = p.outputs.write(ctx, to, func(w io.Writer) error {
		var err error
		if element, err = imgio.Convert(w, to, m, imgio.ConvertOptions{Round: c.round}); err != nil {
			return errors.Unwrap(err) // without the name, which the message has already
		}
		return nil
	})
	if err == nil {
		err = p.outputs.commit()
	}
	var pixel *imgio.PixelError
	switch {
	case errors.As(err, &pixel):
		return fmt.Errorf("%w with -round", err)
	case err != nil:
		return err
	case c.quiet:
		return nil
	}
	kind := element.String()
	if format.Picture() {
		kind = "picture"
	}
	fmt.Fprintf(p.stderr, "%s  %s: %s, %d × %d, from %s: %s\n", to, format.Format, kind, m.Width, m.Height, m.Format, m.Type)
	return nil
}

// openImage reads the image of a file, pixels as they are.
func openImage(ctx context.Context, name string, hint image.Point) (*imgio.Image, error) {
	r, err := input(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	return imgio.ReadImage(r, name, hint)
}
