package pool

import (
	"image"
	"math"
	"sort"
)

// cutCentred cuts area into rectangles of about so many pixels, as square and as equal as
// may be, those nearest to centre first.
func cutCentred(area image.Rectangle, pixels float64, centre image.Point) []image.Rectangle {
	width, height := area.Dx(), area.Dy()
	rows := min(height, int(math.Ceil(float64(height)/math.Sqrt(pixels))))
	columns := max(1, min(width, int(math.Round(float64(width)*float64(height)/(pixels*float64(rows))))))
	var tiles []image.Rectangle
	for j := range rows {
		for i := range columns {
			tiles = append(tiles, image.Rect(i*width/columns, j*height/rows, (i+1)*width/columns, (j+1)*height/rows).Add(area.Min))
		}
	}
	distance := func(t image.Rectangle) int { // twice its length, squared
		d := t.Min.Add(t.Max).Sub(centre.Mul(2))
		return d.X*d.X + d.Y*d.Y
	}
	sort.SliceStable(tiles, func(i, j int) bool { return distance(tiles[i]) < distance(tiles[j]) })
	return tiles
}

// quarter cuts a rectangle in the middle, across both sides as far as they are longer than
// a pixel. It returns nil for a single pixel.
func quarter(r image.Rectangle) []image.Rectangle {
	if r.Dx() <= 1 && r.Dy() <= 1 {
		return nil
	}
	middle := image.Pt((r.Min.X+r.Max.X+1)/2, (r.Min.Y+r.Max.Y+1)/2)
	var parts []image.Rectangle
	for _, q := range [4]image.Rectangle{
		{r.Min, middle},
		image.Rect(middle.X, r.Min.Y, r.Max.X, middle.Y),
		image.Rect(r.Min.X, middle.Y, middle.X, r.Max.Y),
		{middle, r.Max},
	} {
		if !q.Empty() {
			parts = append(parts, q)
		}
	}
	return parts
}
