package imgio

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// FormatInfo describes a kind of image file that can be written.
type FormatInfo struct {
	Format      Format
	Extensions  []string // with their dot, the usual one first
	Description string
	// Elements are the types of pixel that the writer has, the preferred one first;
	// none for a picture, whose grey levels are made for the eye.
	Elements []Element
	Gzip     bool // names with .gz behind the extension are usual
}

// Counts reports whether the format holds the counts of a detector exactly.
func (f FormatInfo) Counts() bool { return slices.ContainsFunc(f.Elements, Element.Whole) }

// Photons reports whether the format holds photons, which are not whole, exactly.
func (f FormatInfo) Photons() bool { return slices.Contains(f.Elements, Float32) }

// Picture reports whether the format is for the eye only.
func (f FormatInfo) Picture() bool { return f.Elements == nil }

// Formats returns the kinds of files that Encode and Convert write.
func Formats() []FormatInfo {
	every := []Element{Uint16, Int32, Float32, Float64, Uint8, Int8, Int16, Uint32}
	return []FormatInfo{
		{FormatCBF, []string{".cbf"}, "mini-CBF: 32-bit counts, compressed, header in the style of Pilatus detectors", []Element{Int32}, true},
		{FormatSMV, []string{".img", ".smv"}, "SMV: 16-bit counts, or 32-bit where they need it", []Element{Uint16, Int32}, true},
		{FormatTIFF, []string{".tif", ".tiff"}, "TIFF: photons or counts, not compressed", every, true},
		{FormatNPY, []string{".npy"}, "NumPy array: photons or counts", every, true},
		{FormatNPZ, []string{".npz"}, "NumPy archive: photons or counts, and the geometry", every, false},
		{FormatRaw, []string{".bin", ".raw", ".f32", ".float"}, "raw little-endian float32 without a header: photons", []Element{Float32}, true},
		{FormatPNG16, []string{".16.png"}, "16-bit grey PNG: counts from 0 to 65535", []Element{Uint16}, false},
		{FormatPNG, []string{".png"}, "picture, for the eye", nil, false},
		{FormatPGM, []string{".pgm"}, "preview, for the eye", nil, true},
	}
}

// FormatOf returns the format that the extension of name asks for, and whether
// .gz stands behind it.
func FormatOf(name string) (f FormatInfo, zipped bool, err error) {
	plain := strings.ToLower(path.Base(name))
	plain, zipped = strings.CutSuffix(plain, ".gz")
	for _, f = range Formats() {
		for _, e := range f.Extensions {
			if !strings.HasSuffix(plain, e) {
				continue
			}
			if zipped && !f.Gzip {
				return f, zipped, fmt.Errorf("%s: no .gz goes with %s", name, e)
			}
			return f, zipped, nil
		}
	}
	var all []string
	for _, f := range Formats() {
		all = append(all, f.Extensions[0])
	}
	return FormatInfo{}, zipped, fmt.Errorf("%s: the extension says the format: %s", name, strings.Join(all, ", "))
}
