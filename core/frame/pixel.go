package frame

import (
	"fmt"
	"image"
)

// Pixel is the place of a pixel.
type Pixel struct {
	Fast int `json:"fast"`
	Slow int `json:"slow"`
}

// Point returns the place as Frame.At takes it, X fast, Y slow.
func (p Pixel) Point() image.Point { return image.Pt(p.Fast, p.Slow) }

// String returns "fast 3 slow 4".
func (p Pixel) String() string { return fmt.Sprintf("fast %d slow %d", p.Fast, p.Slow) }
