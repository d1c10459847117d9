package main

import (
	"fmt"

	"gobragg/core/frame"
	"gobragg/core/imgio"
)

// countRule is how the header of an image says that photons became its counts,
//
//	count = photons · scale + offset
type countRule struct {
	Scale  float64 `json:"counts_per_photon"`
	Offset float64 `json:"adc_offset_counts"`
}

// ruleOf returns the rule in the header of an image of counts, or nil. Without a
// COUNTS_PER_PHOTON above 0 there is none, whatever the offset.
func ruleOf(info imgio.Info) (*countRule, error) {
	if !info.Type.Whole() {
		return nil, nil
	}
	scale, ok, err := info.Header.Float(imgio.KeyScale)
	if err != nil {
		return nil, err
	}
	offset, _, err := info.Header.Float(imgio.KeyOffset)
	if err != nil {
		return nil, err
	}
	if !ok || !(scale > 0) {
		return nil, nil
	}
	return &countRule{scale, offset}, nil
}

// photons turns the counts of f into photons, (count − offset)/scale. Below an
// offset of at least one count a pixel of 0 was not simulated: it is left out.
func (r countRule) photons(f *frame.Frame) {
	for i, v := range f.Pix {
		if v == 0 && r.Offset >= 1 {
			if f.Mask == nil {
				f.Mask = make([]byte, len(f.Pix))
				for j := range f.Mask {
					f.Mask[j] = 1
				}
			}
			f.Mask[i] = 0
			continue
		}
		f.Pix[i] = float32((float64(v) - r.Offset) / r.Scale)
	}
}

func (r countRule) String() string {
	if r.Offset == 0 {
		return fmt.Sprintf("count / %.6g", r.Scale)
	}
	return fmt.Sprintf("(count − %.6g) / %.6g", r.Offset, r.Scale)
}

// photonRules returns for each of two images the rule that turns its counts into
// photons where the other one holds photons, which are not whole; else nil.
func photonRules(infos [2]imgio.Info) (rules [2]*countRule, err error) {
	for i := range infos {
		if infos[1-i].Type.Whole() {
			continue
		}
		if rules[i], err = ruleOf(infos[i]); err != nil {
			return rules, err
		}
	}
	return rules, nil
}
