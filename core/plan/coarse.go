package plan

// Coarse returns the plan of a preview, whose pixel (x, y) stands for the step × step
// pixels of p's image from (step·x, step·y) on. Its photons are those that p gives at
//
//	(step·x + ⌊step/2⌋, step·y + ⌊step/2⌋)
//
// seen from one sub-pixel at the centre, so a preview costs 1/(step·Oversample)² of the
// image; where Oversample is 1 the values agree up to rounding. Those that stand for the
// last columns and rows may look just beyond the image. The region of interest is that
// of p, widened to whole pixels. Structure factors, sources and orientations are shared
// with p. Step 1 is p itself; it panics below.
func (p *Plan) Coarse(step int) *Plan {
	if step < 1 {
		panic("plan: a step below 1")
	}
	if step == 1 {
		return p
	}
	c := *p
	perPixel := int64(p.Oversample) * int64(p.Oversample)
	c.Oversample, c.Steps, c.Scale = 1, p.Steps/perPixel, p.Scale*float64(perPixel)

	// The centre of the first sub-pixel is step/2 pixels from the corner, that of
	// the pixel it is to see ⌊step/2⌋ + ½.
	c.SubPixel = float64(step) * p.Pixel
	shift := (float64(step/2) + 0.5 - 0.5*float64(step)) * p.Pixel
	for i := range c.Origin {
		c.Origin[i] += shift * (p.FastAxis[i] + p.SlowAxis[i])
	}

	s := int32(step)
	up := func(v int32) int32 { return (v-1)/s + 1 } // v/step rounded up, without overflow
	c.Width, c.Height = up(p.Width), up(p.Height)
	c.X0, c.Y0, c.X1, c.Y1 = p.X0/s, p.Y0/s, up(p.X1), up(p.Y1)
	if len(p.Mask) != 0 {
		c.Mask = make([]byte, 0, int(c.Width)*int(c.Height))
		for y := range int(c.Height) {
			row := p.Mask[min(step*y+step/2, int(p.Height)-1)*int(p.Width):]
			for x := range int(c.Width) {
				c.Mask = append(c.Mask, row[min(step*x+step/2, int(p.Width)-1)])
			}
		}
	}
	return &c
}
