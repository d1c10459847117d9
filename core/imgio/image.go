package imgio

import (
	"fmt"
	"math"

	"gobragg/core/frame"
)

// Element is the type of a pixel in a file.
type Element uint8

// The elements that readers know and, but for Int64 and Uint64, writers too.
const (
	UnknownElement Element = iota
	Uint8
	Int8
	Uint16
	Int16
	Uint32
	Int32
	Uint64
	Int64
	Float32
	Float64
)

// elements describes each Element: its name, its size in bytes, the range of
// whole numbers that it holds, and its type in an NPY file.
var elements = [...]struct {
	name     string
	size     int
	min, max float64
	npy      string
}{
	UnknownElement: {name: "unknown"},
	Uint8:          {"uint8", 1, 0, math.MaxUint8, "|u1"},
	Int8:           {"int8", 1, math.MinInt8, math.MaxInt8, "|i1"},
	Uint16:         {"uint16", 2, 0, math.MaxUint16, "<u2"},
	Int16:          {"int16", 2, math.MinInt16, math.MaxInt16, "<i2"},
	Uint32:         {"uint32", 4, 0, math.MaxUint32, "<u4"},
	Int32:          {"int32", 4, math.MinInt32, math.MaxInt32, "<i4"},
	Uint64:         {"uint64", 8, 0, maxExact, "<u8"},
	Int64:          {"int64", 8, -maxExact, maxExact, "<i8"},
	Float32:        {"float32", 4, math.Inf(-1), math.Inf(1), "<f4"},
	Float64:        {"float64", 8, math.Inf(-1), math.Inf(1), "<f8"},
}

// maxExact is the largest whole number up to which float64 holds all: 2⁵³.
const maxExact = 1 << 53

// String returns the name, "uint16".
func (e Element) String() string {
	if int(e) < len(elements) {
		return elements[e].name
	}
	return fmt.Sprintf("element %d", uint8(e))
}

// Whole reports whether the element holds whole numbers only.
func (e Element) Whole() bool { return e >= Uint8 && e <= Int64 }

// holds reports whether the element holds v exactly.
func (e Element) holds(v float64) bool {
	switch {
	case e == Float64:
		return true
	case e == Float32:
		return float64(float32(v)) == v || v != v
	}
	return v >= elements[e].min && v <= elements[e].max && v == math.Trunc(v)
}

// Image is an image as its file has it: pixels of the file's own type, nothing
// rounded, slow outer, fast inner.
type Image struct {
	Info
	Width, Height int // pixels fast, slow

	pix pixels
}

// Row writes the pixels of slow index y to dst, whose length is Width.
func (m *Image) Row(y int, dst []float64) { m.pix.row(dst, y*m.Width) }

// Frame returns the pixels as float32, which holds whole numbers exactly up to
// 2²⁴. The negative pixels of a CBF image, which mark gaps between modules and
// broken pixels, are masked. The frame may share memory with the image.
func (m *Image) Frame() *frame.Frame {
	f := frame.Wrap(m.Width, m.Height, m.pix.float32s())
	if m.Format != FormatCBF {
		return f
	}
	for i, v := range f.Pix {
		if v >= 0 {
			continue
		}
		if f.Mask == nil {
			f.Mask = make([]byte, len(f.Pix))
			for k := range f.Mask {
				f.Mask[k] = 1
			}
		}
		f.Mask[i], f.Pix[i] = 0, 0
	}
	return f
}

// pixels are the numbers of an image, of any type.
type pixels interface {
	row(dst []float64, start int)
	float32s() []float32
	// transposed returns the pixels of an image whose columns they are.
	transposed(width, height int) pixels
}

// numeric is a type in which images keep pixels.
type numeric interface {
	~uint8 | ~int8 | ~uint16 | ~int16 | ~uint32 | ~int32 | ~float32 | ~float64
}

// typed is pixels of type T.
type typed[T numeric] []T

func (p typed[T]) row(dst []float64, start int) {
	for i, v := range p[start : start+len(dst)] {
		dst[i] = float64(v)
	}
}

func (p typed[T]) float32s() []float32 {
	if same, ok := any([]T(p)).([]float32); ok {
		return same
	}
	f := make([]float32, len(p))
	for i, v := range p {
		f[i] = float32(v)
	}
	return f
}

func (p typed[T]) transposed(width, height int) pixels {
	t := make(typed[T], len(p))
	for y := range height {
		for x, row := 0, t[y*width:(y+1)*width]; x < width; x++ {
			row[x] = p[x*height+y]
		}
	}
	return t
}
