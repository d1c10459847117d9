//go:build !js

package e2e

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"

	"github.com/chromedp/chromedp"
	"golang.org/x/image/draw"
)

var update = flag.Bool("update", false, "rewrite the reference screenshots in testdata/screens")

// A screenshot is kept one eighth as large, as its reference in testdata/screens: there one
// still sees what the page showed, and the shapes of letters are gone.
const reduced = 8

// The mean colour of a block of a screenshot, 40 CSS pixels wide, may be off its reference
// by largestOff of 255. Two runs on a busy machine differed by up to 4, in the times that
// the page shows; a panel 40 pixels wider by 11, a button less by 15, a slider less by 34,
// no image or no Ewald construction by 60, another sans-serif typeface by 20.
const (
	block      = 5 // pixels of a reference
	largestOff = 10
)

// picture compares the window with its reference screenshot. If the environment names a
// folder in E2E_PICTURES it also keeps the screenshot there, for eyes to look at.
func (x *tab) picture(name string) {
	x.Helper()
	content := x.screenshot()
	if folder := os.Getenv("E2E_PICTURES"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, name+".png"), content, 0o644); err != nil {
			x.Error(err)
		}
	}
	got, err := reduce(content)
	if err != nil {
		x.Fatal(err)
	}
	reference := filepath.Join("testdata", "screens", name+".png")
	if *update {
		if err := keep(got, reference); err != nil {
			x.Error(err)
		}
		return
	}
	content, err = os.ReadFile(reference)
	if err != nil {
		x.Fatalf("%v: go test ./wasm/e2e -update, and look at it", err)
	}
	want, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		x.Fatal(err)
	}
	if err := alike(got, want); err != nil {
		x.Errorf("%s: %v; if the page is meant to look so: go test ./wasm/e2e -update", name, err)
	}
}

// screenshot returns the window once nothing changes any more: what the page leaves for
// quieter times, all lattice points of the Ewald construction, is drawn.
func (x *tab) screenshot() []byte {
	x.Helper()
	if eval[bool](x, `!!document.querySelector(".v-ewald")`) {
		x.rendered()
		x.until(`document.querySelector(".v-ewald").dataset.complete === "true"`)
	}
	ctx, cancel := context.WithTimeout(x.ctx, patience)
	defer cancel()
	var before []byte
	for {
		x.calm()
		content, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err != nil {
			x.Fatal(err)
		}
		if bytes.Equal(content, before) {
			return content
		}
		before = content
	}
}

// reduce returns a screenshot in the size of references.
func reduce(content []byte) (*image.RGBA, error) {
	full, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	small := image.NewRGBA(image.Rectangle{Max: full.Bounds().Size().Div(reduced)})
	draw.CatmullRom.Scale(small, small.Bounds(), full, full.Bounds(), draw.Src, nil)
	return small, nil
}

func keep(m image.Image, name string) error {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, m); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}

// alike says where two pictures differ most, if that is too much.
func alike(got, want image.Image) error {
	size := want.Bounds().Size()
	if got.Bounds().Size() != size {
		return fmt.Errorf("the window has another size: %v, want %v", got.Bounds().Size().Mul(reduced), size.Mul(reduced))
	}
	worst, at := 0.0, image.Point{}
	for y := 0; y < size.Y; y += block {
		for x := 0; x < size.X; x += block {
			r := image.Rect(x, y, x+block, y+block).Intersect(want.Bounds())
			g, w := mean(got, r), mean(want, r)
			for i := range g {
				if off := math.Abs(g[i] - w[i]); off > worst {
					worst, at = off, r.Min
				}
			}
		}
	}
	if worst > largestOff {
		return fmt.Errorf("near pixel %v it is %.0f of 255 off the reference, more than %v", at.Mul(reduced), worst, largestOff)
	}
	return nil
}

// mean returns the mean red, green and blue of a part of a picture, 0 to 255.
func mean(m image.Image, r image.Rectangle) (sum [3]float64) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			c := color.RGBAModel.Convert(m.At(x, y)).(color.RGBA)
			sum[0] += float64(c.R)
			sum[1] += float64(c.G)
			sum[2] += float64(c.B)
		}
	}
	for i := range sum {
		sum[i] /= float64(r.Dx() * r.Dy())
	}
	return sum
}
