package config

import (
	"fmt"
	"image"
	"io"
	"math"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/imgio"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// maskImage is a mask as read: its size, and one byte a pixel.
type maskImage struct {
	fast, slow int
	bytes      []byte
}

// readHeaders reads -mask and -img and lets their geometry fill what the options
// left open; the image's wins.
func (r *resolver) readHeaders() error {
	d := r.in.Detector
	if d.Mask != "" {
		err := r.read("mask", d.Mask, func(f io.Reader) error {
			smv, err := imgio.ReadSMV(f)
			if err != nil {
				return err
			}
			r.mask = &maskImage{smv.Width, smv.Height, make([]byte, len(smv.Pix))}
			for i, v := range smv.Pix {
				if v != 0 {
					r.mask.bytes[i] = 1
				}
			}
			return r.addHeader("mask", d.Mask, smv.Header, true)
		})
		if err != nil {
			return err
		}
	}
	if d.Image != "" {
		err := r.read("img", d.Image, func(f io.Reader) error {
			h, err := imgio.ReadSMVHeader(f)
			if err != nil {
				return err
			}
			return r.addHeader("img", d.Image, h, false)
		})
		if err != nil {
			return err
		}
	}
	if d.Geometry != "" {
		return r.readGeometry()
	}
	r.useHeaders()
	return nil
}

// useHeaders lets the geometry of the headers fill what the options left open.
func (r *resolver) useHeaders() {
	var g headerGeometry
	for _, h := range r.headers {
		g = h.geometry.over(g)
	}
	g.use(r.in)
}

// imageHeader is the geometry in the header of a file.
type imageHeader struct {
	option, file string
	geometry     headerGeometry
}

func (r *resolver) addHeader(option, file string, h imgio.Header, flip bool) error {
	g, err := readHeader(h, flip, r.in.Detector.Pixel.Or(defaultPixel))
	r.headers = append(r.headers, imageHeader{option, file, g})
	return err
}

func (r *resolver) setDetector() error {
	d := &r.e.Detector
	in := r.in.Detector
	d.Pixel = in.Pixel.Or(defaultPixel)
	var sizeFast, sizeSlow float64
	var err error
	if d.Fast, sizeFast, err = pixels(in.Fast, in.SizeFast, d.Pixel); err != nil {
		return err
	}
	if d.Slow, sizeSlow, err = pixels(in.Slow, in.SizeSlow, d.Pixel); err != nil {
		return err
	}
	if d.Fast*d.Slow > maxImage {
		return usage("detpixels", "%d × %d pixels are too many; at most %d are possible", d.Fast, d.Slow, int(maxImage))
	}

	r.axes = in.axes(r.e.Compat)
	r.out.Placement = experiment.Placement{
		Convention: in.Convention, Axes: r.axes,
		Fast: d.Fast, Slow: d.Slow, Pixel: d.Pixel, SizeFast: sizeFast, SizeSlow: sizeSlow,
		Pivot:    in.pivot(r.e.Compat),
		Distance: in.Distance.Or(defaultDistance), CloseDistance: in.Close,
		Xbeam: in.Xbeam, Ybeam: in.Ybeam, Xclose: in.Xclose, Yclose: in.Yclose, OrgX: in.OrgX, OrgY: in.OrgY,
		RotX: in.RotX, RotY: in.RotY, RotZ: in.RotZ, TwoTheta: in.TwoTheta.Or(0),
		Compat: r.e.Compat,
	}
	if in.Convention == experiment.Custom && !r.e.Compat {
		r.out.Placement.Origin = in.Vectors.Origin
	}
	if d.Panel, err = r.out.Placement.Place(); err != nil {
		text := "the detector cannot be placed: " + err.Error()
		if in.Convention == experiment.Custom {
			text += "; with custom axes, vectors that are not given are MOSFLM's, whatever convention was named before"
		}
		return &UsageError{Text: text}
	}

	d.Curved, d.PointPixel = in.Curved, in.PointPixel
	d.Sensor = experiment.NewSensor(in.Thickness, in.Attenuation.Or(in.Thickness), in.Layers, r.e.Compat)
	if err := r.setROI(); err != nil {
		return err
	}
	if r.mask != nil {
		if r.mask.fast != d.Fast || r.mask.slow != d.Slow {
			return &FileError{Option: "-mask", File: in.Mask,
				Err: fmt.Errorf("the mask has %d × %d pixels, the detector %d × %d", r.mask.fast, r.mask.slow, d.Fast, d.Slow)}
		}
		d.Mask = r.mask.bytes
	}
	return nil
}

// maxImage is the largest number of pixels of an image.
const maxImage = 1<<31 - 1

// pixels returns the number of pixels along an axis and its length in m (0: the
// number of pixels times their size).
func pixels(n optional[int], size optional[float64], pixel float64) (int, float64, error) {
	if n.Set {
		return n.Value, 0, nil
	}
	length := size.Or(defaultSize)
	c := length/pixel - 0.5
	if !(c <= maxPixels) {
		return 0, 0, usage("detsize", "a detector of %g mm has %.3g pixels of %g mm along an edge; at most %d are possible",
			length/units.Millimetre, c, pixel/units.Millimetre, maxPixels)
	}
	return experiment.CeilCount(c), length, nil
}

// axes returns the directions of the laboratory: the convention's, or for custom
// ones those given and MOSFLM's for the rest.
func (d *DetectorInput) axes(compat bool) experiment.Axes {
	a := d.Convention.Axes()
	if d.Convention != experiment.Custom {
		return a
	}
	v := d.Vectors
	for _, p := range []struct {
		to   *r3.Vec
		from optional[r3.Vec]
	}{
		{&a.Fast, v.Fast}, {&a.Slow, v.Slow}, {&a.Normal, v.Normal}, {&a.Beam, v.Beam},
		{&a.Polarization, v.Polarization}, {&a.Spindle, v.Spindle}, {&a.TwoTheta, v.TwoTheta},
	} {
		if p.from.Set {
			*p.to = geom.Unit(p.from.Value)
		}
	}
	across := geom.Unit(r3.Cross(a.Fast, a.Slow))
	switch {
	case compat:
		if n := v.Normal; n.Set && !v.exactNormal && math.Sqrt(r3.Dot(n.Value, n.Value)) != 1 {
			a.Normal = across
		}
	case !v.Normal.Set:
		a.Normal = across
		if r3.Dot(across, a.Beam) < 0 {
			a.Normal = r3.Scale(-1, across)
		}
	}
	return a
}

// pivot returns the pivot if it is not the convention's. An explicit -pivot
// counts everywhere; the options that imply one count with custom axes alone. In
// compat mode -pivot is one of these.
func (d *DetectorInput) pivot(compat bool) optional[experiment.Pivot] {
	switch {
	case d.Pivot.Set && !compat:
		return d.Pivot
	case d.Convention == experiment.Custom:
		return d.Asked
	}
	return optional[experiment.Pivot]{}
}

// setROI turns the inclusive limits into a half-open rectangle on the detector.
func (r *resolver) setROI() error {
	d := &r.e.Detector
	all := image.Rect(0, 0, d.Fast, d.Slow)
	d.ROI = all
	if !r.in.Detector.ROI.Set {
		return nil
	}
	v := r.in.Detector.ROI.Value
	d.ROI = image.Rect(v[0], v[2], v[1]+1, v[3]+1).Intersect(all)
	if d.ROI.Empty() {
		return usage("roi", "%d %d %d %d lies outside the detector of %d × %d pixels (counted from 0)", v[0], v[1], v[2], v[3], d.Fast, d.Slow)
	}
	return nil
}
