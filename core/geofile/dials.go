package geofile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"gobragg/core/experiment"
	"gobragg/core/geom"
	"gobragg/core/units"

	"gonum.org/v1/gonum/spatial/r3"
)

// maxExperiments is the longest experiment list that is read, bytes.
const maxExperiments = 64 << 20

// experimentList is the part of a file .expt of DIALS that is read. Lengths are
// in mm, those of beam and crystal in Å, angles in degrees.
//
// Source: dxtbx documentation, "The DIALS experiment list" and its models Beam,
// Detector, Goniometer, Scan and Crystal.
type experimentList struct {
	ID          string             `json:"__id__"`
	Experiments []dialsExperiment  `json:"experiment"`
	Beams       []dialsBeam        `json:"beam"`
	Detectors   []dialsDetector    `json:"detector"`
	Goniometers []*dialsGoniometer `json:"goniometer"`
	Scans       []*dialsScan       `json:"scan"`
	Crystals    []*dialsCrystal    `json:"crystal"`
}

// dialsExperiment says which of each model belong together.
type dialsExperiment struct {
	Beam, Detector, Goniometer, Scan, Crystal *int
}

type dialsBeam struct {
	Direction            []float64 // from the sample to the source
	Wavelength           *float64
	PolarizationNormal   []float64 `json:"polarization_normal"`
	PolarizationFraction *float64  `json:"polarization_fraction"`
}

type dialsDetector struct {
	Panels    []dialsPanel
	Hierarchy *dialsNode
}

// dialsFrame is where a panel stands in the axes of the group that it belongs to.
type dialsFrame struct {
	FastAxis []float64 `json:"fast_axis"`
	SlowAxis []float64 `json:"slow_axis"`
	Origin   []float64 // outer corner of the first pixel
}

type dialsPanel struct {
	dialsFrame
	Name      string
	PixelSize []float64 `json:"pixel_size"`
	ImageSize []float64 `json:"image_size"`
	Thickness float64
	Mu        float64 // 1/mm
}

// dialsNode is a group of panels, or a leaf that names one.
type dialsNode struct {
	dialsFrame
	Children []*dialsNode
	Panel    *int
}

// dialsGoniometer is one axis, or several from the crystal to the base.
type dialsGoniometer struct {
	RotationAxis    []float64 `json:"rotation_axis"`
	FixedRotation   []float64 `json:"fixed_rotation"`
	SettingRotation []float64 `json:"setting_rotation"`

	Axes     [][]float64
	Angles   []float64
	ScanAxis int `json:"scan_axis"`
}

type dialsScan struct {
	Oscillation []float64 // start, width of the first image
	Properties  struct {
		Oscillation []float64 // start of each image
		Width       []float64 `json:"oscillation_width"`
	}
}

type dialsCrystal struct {
	A []float64 `json:"real_space_a"`
	B []float64 `json:"real_space_b"`
	C []float64 `json:"real_space_c"`
}

// readDIALS reads the experiment with this number, from 1, of a file .expt.
func readDIALS(r io.Reader, number int) (*Description, error) {
	d := &Description{Format: DIALS}
	data, err := io.ReadAll(io.LimitReader(r, maxExperiments+1))
	if err != nil {
		return d, err
	}
	if len(data) > maxExperiments {
		return d, fmt.Errorf("the file is longer than %d bytes", maxExperiments)
	}
	var list experimentList
	if err := json.Unmarshal(data, &list); err != nil {
		return d, err
	}
	if list.ID != "ExperimentList" {
		return d, fmt.Errorf("__id__ is %.40q, want ExperimentList", list.ID)
	}
	d.Crystals = len(list.Experiments)
	if d.Crystals == 0 {
		return d, errors.New("the list has no experiment")
	}
	if number > d.Crystals {
		return d, fmt.Errorf("experiment %d is asked for; the file has %d", number, d.Crystals)
	}
	e := list.Experiments[number-1]

	if b, err := pick("beam", list.Beams, e.Beam); err != nil {
		return d, err
	} else if b != nil {
		if err := b.describe(d); err != nil {
			return d, err
		}
	}
	if x, err := pick("detector", list.Detectors, e.Detector); err != nil {
		return d, err
	} else if x != nil {
		if err := x.describe(d); err != nil {
			return d, err
		}
	}
	fixed := geom.Identity
	if g, err := pick("goniometer", list.Goniometers, e.Goniometer); err != nil {
		return d, err
	} else if g != nil && *g != nil {
		axis, setting, before, err := (*g).axis()
		if err != nil {
			return d, err
		}
		// S·R(axis, φ)·F = R(S·axis, φ)·S·F
		d.Spindle = experiment.Some(setting.MulVec(axis))
		fixed = setting.Mul(before)
	}
	if s, err := pick("scan", list.Scans, e.Scan); err != nil {
		return d, err
	} else if s != nil && *s != nil {
		(*s).describe(d)
	}
	if c, err := pick("crystal", list.Crystals, e.Crystal); err != nil {
		return d, err
	} else if c != nil && *c != nil {
		a, okA := vector((*c).A)
		b, okB := vector((*c).B)
		cc, okC := vector((*c).C)
		if !okA || !okB || !okC {
			return d, errors.New("real_space_a, b, c of the crystal are not three numbers each")
		}
		d.Crystal = &Crystal{Oriented: true, Direct: geom.Rows(a, b, cc).MapRows(func(v r3.Vec) r3.Vec {
			return r3.Scale(units.Angstrom, fixed.MulVec(v))
		})}
	}
	return d, nil
}

// pick returns the model that an experiment names, nil for none.
func pick[T any](what string, models []T, index *int) (*T, error) {
	if index == nil || *index == -1 {
		return nil, nil
	}
	if *index < 0 || *index >= len(models) {
		return nil, fmt.Errorf("the experiment names %s %d; the file has %d", what, *index, len(models))
	}
	return &models[*index], nil
}

// vector returns three numbers as a vector.
func vector(v []float64) (r3.Vec, bool) {
	if len(v) != 3 {
		return r3.Vec{}, false
	}
	return r3.Vec{X: v[0], Y: v[1], Z: v[2]}, true
}

func (b *dialsBeam) describe(d *Description) error {
	direction, ok := vector(b.Direction)
	if !ok {
		return errors.New("the beam has no direction")
	}
	d.Beam = experiment.Some(r3.Scale(-1, direction))
	if b.Wavelength != nil {
		d.Wavelength = experiment.Some(*b.Wavelength * units.Angstrom)
	}
	if normal, ok := vector(b.PolarizationNormal); ok && b.PolarizationFraction != nil {
		if e := r3.Cross(normal, direction); geom.Norm(e) > 1e-6*geom.Norm(normal)*geom.Norm(direction) {
			d.Polarization = experiment.Some(e)
			d.Kahn = experiment.Some(2**b.PolarizationFraction - 1) // the fraction in the plane is (1 + K)/2
		}
	}
	return nil
}

func (x *dialsDetector) describe(d *Description) error {
	if len(x.Panels) == 0 {
		return errors.New("the detector has no panel")
	}
	d.Panels = len(x.Panels)
	p := x.Panels[0]
	if len(p.PixelSize) != 2 || len(p.ImageSize) != 2 {
		return errors.New("the panel has no pixel_size or image_size")
	}
	pixel, err := square(p.PixelSize[0], p.PixelSize[1])
	if err != nil {
		return err
	}
	frame, err := p.frame()
	if err != nil {
		return err
	}
	if x.Hierarchy != nil {
		if f, found, err := x.Hierarchy.find(0, identityPose, frame); err != nil {
			return err
		} else if found {
			frame = f
		}
	}
	d.Panel = &Panel{
		Name: p.Name, Fast: whole(p.ImageSize[0]), Slow: whole(p.ImageSize[1]), Pixel: pixel * units.Millimetre,
		Origin: r3.Scale(units.Millimetre, frame.origin), FastAxis: frame.fast, SlowAxis: frame.slow,
	}
	if p.Thickness > 0 && p.Mu > 0 {
		d.Panel.Thickness = experiment.Some(p.Thickness * units.Millimetre)
		d.Panel.Attenuation = experiment.Some(units.Millimetre / p.Mu)
	}
	return nil
}

// pose is a frame as vectors; lengths in mm.
type pose struct{ fast, slow, origin r3.Vec }

var identityPose = pose{fast: r3.Vec{X: 1}, slow: r3.Vec{Y: 1}}

func (f dialsFrame) frame() (pose, error) {
	fast, okF := vector(f.FastAxis)
	slow, okS := vector(f.SlowAxis)
	origin, okO := vector(f.Origin)
	if !okF || !okS || !okO {
		return pose{}, errors.New("fast_axis, slow_axis or origin of a panel is missing")
	}
	return pose{fast, slow, origin}, nil
}

// in returns p, which is stated in the axes of parent, in those of the laboratory.
func (p pose) in(parent pose) pose {
	normal := r3.Cross(parent.fast, parent.slow)
	turn := func(v r3.Vec) r3.Vec {
		return r3.Add(r3.Add(r3.Scale(v.X, parent.fast), r3.Scale(v.Y, parent.slow)), r3.Scale(v.Z, normal))
	}
	return pose{turn(p.fast), turn(p.slow), r3.Add(parent.origin, turn(p.origin))}
}

// find returns the frame of the panel with this index, whose own frame is leaf,
// through the groups that it belongs to.
func (n *dialsNode) find(index int, parent, leaf pose) (pose, bool, error) {
	if n == nil {
		return pose{}, false, nil
	}
	if n.Panel != nil {
		return leaf.in(parent), *n.Panel == index, nil
	}
	if n.FastAxis != nil || n.SlowAxis != nil || n.Origin != nil {
		own, err := n.frame()
		if err != nil {
			return pose{}, false, err
		}
		parent = own.in(parent)
	}
	for _, c := range n.Children {
		if f, found, err := c.find(index, parent, leaf); found || err != nil {
			return f, found, err
		}
	}
	return pose{}, false, nil
}

// axis returns the axis of φ at the crystal's side of setting, and the rotation
// before it.
func (g *dialsGoniometer) axis() (axis r3.Vec, setting, fixed geom.Mat3, err error) {
	setting, fixed = geom.Identity, geom.Identity
	if len(g.Axes) > 0 {
		if len(g.Angles) != len(g.Axes) || g.ScanAxis < 0 || g.ScanAxis >= len(g.Axes) {
			return axis, setting, fixed, errors.New("axes, angles and scan_axis of the goniometer do not fit")
		}
		for i, a := range g.Axes {
			v, ok := vector(a)
			if n := geom.Norm(v); !ok || !(n > smallest && n < largest) {
				return axis, setting, fixed, errors.New("an axis of the goniometer is not a direction")
			}
			turn := geom.AxisAngle(geom.Unit(v), g.Angles[i]*units.Degree)
			switch {
			case i < g.ScanAxis:
				fixed = turn.Mul(fixed)
			case i == g.ScanAxis:
				axis = v
			default:
				setting = turn.Mul(setting)
			}
		}
		return axis, setting, fixed, nil
	}
	axis, ok := vector(g.RotationAxis)
	if !ok {
		return axis, setting, fixed, errors.New("the goniometer has no rotation_axis")
	}
	for _, m := range []struct {
		name string
		from []float64
		to   *geom.Mat3
	}{{"setting_rotation", g.SettingRotation, &setting}, {"fixed_rotation", g.FixedRotation, &fixed}} {
		if m.from == nil {
			continue
		}
		if len(m.from) != 9 {
			return axis, setting, fixed, fmt.Errorf("%s of the goniometer is not nine numbers", m.name)
		}
		copy(m.to[:], m.from)
		// A rotation times its transpose is the identity.
		for i, x := range m.to.Mul(m.to.T()) {
			if x -= geom.Identity[i]; !(x*x < 1e-6) {
				return axis, setting, fixed, fmt.Errorf("%s of the goniometer is not a rotation", m.name)
			}
		}
	}
	return axis, setting, fixed, nil
}

func (s *dialsScan) describe(d *Description) {
	if o := s.Oscillation; len(o) == 2 {
		d.Start, d.Range = experiment.Some(o[0]*units.Degree), experiment.Some(o[1]*units.Degree)
		return
	}
	o, w := s.Properties.Oscillation, s.Properties.Width
	if len(o) > 0 {
		d.Start = experiment.Some(o[0] * units.Degree)
	}
	switch {
	case len(o) > 1:
		d.Range = experiment.Some((o[1] - o[0]) * units.Degree)
	case len(w) > 0:
		d.Range = experiment.Some(w[0] * units.Degree)
	}
}
