package view

import "math"

// Ink is the role of a line, which the page gives a colour of its scheme.
type Ink int

// The inks.
const (
	InkFaint    Ink = iota // construction lines
	InkLine                // outlines
	InkBeam                // the incident beam
	InkRay                 // the diffracted ray
	InkSphere              // the Ewald sphere
	InkDetector            // the detector
	InkPoint               // lattice points
	InkBack                // lattice points behind
	InkLit                 // lattice points on the sphere
	InkAxis                // a*, b*, c* and the spindle
	Inks
)

// String returns the name of the ink, as in the style sheet.
func (i Ink) String() string {
	return [...]string{"faint", "line", "beam", "ray", "sphere", "detector", "point", "back", "lit", "axis"}[i]
}

// XY is a place on a drawing, CSS pixels from its upper left.
type XY struct{ X, Y float64 }

// Mark is one thing on a drawing.
type Mark struct {
	Ink  Ink
	Path []XY
	// Size is a radius where Dots is set, else the width of the line; 0: a thin one.
	Size   float64
	Dots   bool // a disc at every place of Path
	Closed bool // filled, faintly
	Arrow  bool // a head at the end
	Dashed bool
	Text   string // beside the end of Path
}

// Drawing is what a canvas of Width × Height shows, first marks below.
type Drawing struct {
	Width, Height float64
	Marks         []Mark
}

func (d *Drawing) add(m Mark) { d.Marks = append(d.Marks, m) }

func (d *Drawing) line(ink Ink, a, b XY) *Mark {
	d.add(Mark{Ink: ink, Path: []XY{a, b}})
	return &d.Marks[len(d.Marks)-1]
}

func (d *Drawing) dot(ink Ink, at XY, radius float64, text string) {
	d.add(Mark{Ink: ink, Path: []XY{at}, Dots: true, Size: radius, Text: text})
}

// circle adds a circle as a closed path.
func (d *Drawing) circle(ink Ink, centre XY, radius float64) *Mark {
	const points = 180
	m := Mark{Ink: ink, Path: make([]XY, points+1)}
	for i := range m.Path {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / points)
		m.Path[i] = XY{centre.X + radius*cos, centre.Y + radius*sin}
	}
	d.add(m)
	return &d.Marks[len(d.Marks)-1]
}
