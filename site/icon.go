package site

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
)

// icons are the pictures of the site, drawn here so that all sizes are the same one.
var icons = map[string]func() ([]byte, error){
	"icon.svg":     iconSVG,
	"icon-192.png": func() ([]byte, error) { return iconPNG(192) },
	"icon-512.png": func() ([]byte, error) { return iconPNG(512) },
}

// The icon, on a square of edge 64: a beam and its reflections.
var (
	iconGround = color.NRGBA{0x10, 0x14, 0x18, 0xff}
	iconSpot   = color.NRGBA{0xff, 0xd1, 0x66, 0xff}
	iconSpots  = [][3]float64{ // x, y, radius
		{32, 32, 7},
		{32, 14, 4}, {32, 50, 4}, {14, 32, 4}, {50, 32, 4},
		{18.5, 18.5, 2.6}, {45.5, 18.5, 2.6}, {18.5, 45.5, 2.6}, {45.5, 45.5, 2.6},
	}
)

func iconSVG() ([]byte, error) {
	var b strings.Builder
	hex := func(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="%s"/><g fill="%s">`, hex(iconGround), hex(iconSpot))
	for _, s := range iconSpots {
		fmt.Fprintf(&b, `<circle cx="%g" cy="%g" r="%g"/>`, s[0], s[1], s[2])
	}
	b.WriteString("</g></svg>\n")
	return []byte(b.String()), nil
}

// iconPNG draws the icon with size pixels a side, 4 × 4 samples each.
func iconPNG(size int) ([]byte, error) {
	m := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			inside := 0
			for sample := range 16 {
				u := (float64(x) + (float64(sample%4)+0.5)/4) * 64 / float64(size)
				v := (float64(y) + (float64(sample/4)+0.5)/4) * 64 / float64(size)
				for _, s := range iconSpots {
					if (u-s[0])*(u-s[0])+(v-s[1])*(v-s[1]) < s[2]*s[2] {
						inside++
						break
					}
				}
			}
			mix := func(a, b uint8) uint8 { return uint8((int(a)*(16-inside) + int(b)*inside) / 16) }
			m.SetNRGBA(x, y, color.NRGBA{mix(iconGround.R, iconSpot.R), mix(iconGround.G, iconSpot.G), mix(iconGround.B, iconSpot.B), 0xff})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, m)
	return b.Bytes(), err
}
