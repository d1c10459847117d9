package imgio

import (
	"encoding/binary"
	"fmt"
	"image"
	"io"
)

// Keys of the text that says what the grey levels of a 16-bit PNG are, and the
// counts of an SMV image:
//
//	level = photons · COUNTS_PER_PHOTON + ADC_OFFSET
const (
	KeyScale  = "COUNTS_PER_PHOTON"
	KeyOffset = "ADC_OFFSET"
)

// WritePNG16 writes a 16-bit grey PNG whose levels are the numbers of the source,
// 0…65535, nothing scaled; a pixel that is none of these is a *PixelError. The
// header becomes text chunks; KeyScale and KeyOffset there state what a level
// means in photons.
func WritePNG16(w io.Writer, h Header, s Source) error {
	if err := checkSize(s.Width, s.Height); err != nil {
		return fmt.Errorf("PNG: %w", err)
	}
	line, values := make([]byte, 2*s.Width), make([]float64, s.Width)
	err := writePNG(w, image.Pt(s.Width, s.Height), 16, pngGrey, nil, h, 1, func(y int) ([]byte, error) {
		s.Row(y, values)
		if x := Uint16.firstBad(values); x >= 0 {
			return nil, badPixel(Uint16, x, y, values[x])
		}
		for x, v := range values {
			binary.BigEndian.PutUint16(line[2*x:], uint16(v))
		}
		return line, nil
	})
	if err != nil {
		return fmt.Errorf("PNG: %w", err)
	}
	return nil
}
