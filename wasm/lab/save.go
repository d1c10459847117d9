package lab

import (
	"bytes"
	"fmt"

	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/core/imgio"
	"gobragg/core/noise"
)

// Saved is a file to hand over.
type Saved struct {
	Name, Type string
	Content    []byte
}

// Save returns the image of the experiment r, its expected photons in f, as a file:
//
//	"smv"   16-bit counts, as -noisefile writes them, or without noise -intfile
//	"raw"   expected photons, float32
//	"npy"   the same with a header
//	"json"  the configuration, for -config; needs no image
//
// version is that of the program, for headers.
func (l *Lab) Save(format string, r *config.Resolved, f *frame.Frame, version string) (Saved, error) {
	var b bytes.Buffer
	var err error
	s := Saved{Type: "application/octet-stream"}
	switch format {
	case "json":
		s.Name, s.Type = "gobragg.json", "application/json"
		err = experimentOf(l.settings).WriteJSON(&b)
	case "raw":
		s.Name = "photons.bin"
		err = imgio.WriteRaw(&b, f)
	case "npy":
		s.Name = "photons.npy"
		err = imgio.WriteNPY(&b, f)
	case "smv":
		s.Name = "image.img"
		// The header tells the hash of the structure factors, which the page does without.
		var hashed *config.Resolved
		if hashed, err = r.Config.Experiment(l.Open); err == nil {
			err = writeSMV(&b, hashed, f, version)
		}
	default:
		panic("lab: no format " + format)
	}
	if err != nil {
		return Saved{}, fmt.Errorf("%s: %w", s.Name, err)
	}
	s.Content = b.Bytes()
	return s, nil
}

func writeSMV(b *bytes.Buffer, r *config.Resolved, f *frame.Frame, version string) error {
	rule := frame.Integer{Scale: r.Output.Scale, ADC: r.Output.Offset}
	if !(rule.Scale > 0) {
		rule.Scale = frame.AutoScale(f.Stats())
	}
	counts := func(y int, dst []uint16) { rule.Row(dst, f, y) }
	scale := rule.Scale
	if r.Noise {
		readout := noise.Readout{Photons: noise.Photons{Seed: r.Seed}, Offset: r.Output.Offset}
		counts = func(y int, dst []uint16) { readout.Row(dst, f.Row(y), y, f.Width, f.ROI) }
		scale = 1
	}
	g := r.Geometry()
	g.Extra = append([]imgio.Field{{Key: imgio.KeyScale, Value: imgio.FormatG(scale)}}, r.Provenance(version)...)
	return imgio.WriteSMV(b, g.Header(), counts)
}
