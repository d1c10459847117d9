package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/cmplx"
	"slices"
	"strconv"
	"strings"
	"time"

	"gobragg/core/hkl"
	"gobragg/core/mtz"
	"gobragg/core/reflections"
	"gobragg/core/sf"
	"gobragg/core/symmetry"
	"gobragg/core/units"
)

// factors is what gobragg sf writes.
type factors struct {
	source, format string
	atoms          int      // of a model, 0 for reflections
	columns        []string // of reflections
	kind           reflections.Kind
	cell           [6]float64      // Å and degrees; zeros: not known
	group          *symmetry.Group // nil: not known
	dmin           float64         // Å, 0: not known
	wavelength     float64         // Å, 0: without anomalous scattering, or not known

	solvent         *sf.Solvent
	solventFraction float64

	list   *hkl.List           // P1
	report *reflections.Report // of reflections
	notes  []string

	// unique has a row for one reflection of every group of equivalent ones, ordered by
	// h, k, l, with the values of headings.
	unique   [][]float32
	headings []heading
}

// heading is a column of unique in an MTZ and in a JSON file.
type heading struct {
	label string
	kind  byte
	json  string
}

var (
	indexHeadings = []heading{{"H", 'H', "h"}, {"K", 'H', "k"}, {"L", 'H', "l"}}
	phaseHeadings = []heading{{"FC", 'F', "F"}, {"PHIC", 'P', "phase_deg"}}
	mateHeadings  = []heading{
		{"F(+)", 'G', "F_plus"}, {"PHI(+)", 'P', "phase_plus_deg"},
		{"F(-)", 'G', "F_minus"}, {"PHI(-)", 'P', "phase_minus_deg"},
	}
	amplitudeHeading = heading{"F", 'F', "F"}
	pairHeadings     = []heading{{"F(+)", 'G', "F_plus"}, {"F(-)", 'G', "F_minus"}}
)

// model reports whether a model was the source.
func (f *factors) model() bool { return f.atoms > 0 }

// fromModel fills unique from a computed set, without the systematic absences. FC with
// anomalous scattering is the mean of F(hkl) and the conjugate of F(−h −k −l).
func (f *factors) fromModel(set *sf.Set) {
	f.headings = append(append(f.headings, indexHeadings...), phaseHeadings...)
	anomalous := set.Wavelength > 0
	if anomalous {
		f.headings = append(f.headings, mateHeadings...)
	}
	for _, r := range set.Reflections {
		h, k, l := int(r.H), int(r.K), int(r.L)
		if f.group.Absent(h, k, l) {
			continue
		}
		x, y, z := f.group.Canonical(h, k, l)
		plus, minus := r.F, r.Mate
		for _, m := range f.group.Orbit(h, k, l) {
			if m.H != x || m.K != y || m.L != z {
				continue
			}
			// F(hR) = F(h) exp(−2πi h·t)
			turn := cmplx.Rect(1, 2*math.Pi*m.Shift)
			plus, minus = plus*cmplx.Conj(turn), minus*turn
			if m.Friedel {
				plus, minus = minus, plus
			}
			break
		}
		row := append([]float32{float32(x), float32(y), float32(z)}, polar((plus+cmplx.Conj(minus))/2)...)
		if anomalous {
			row = append(append(row, polar(plus)...), polar(minus)...)
		}
		f.unique = append(f.unique, row)
	}
	f.sort()
}

// polar returns amplitude and phase, degrees.
func polar(z complex128) []float32 {
	return []float32{float32(cmplx.Abs(z)), float32(cmplx.Phase(z) / units.Degree)}
}

// fromList fills unique from the list.
func (f *factors) fromList() error {
	group := f.group
	if group == nil {
		var err error
		if group, err = symmetry.Lookup("P 1"); err != nil {
			return err
		}
	}
	amplitudes := make(map[[3]int32]float32, len(f.list.Reflections))
	for _, r := range f.list.Reflections {
		amplitudes[[3]int32{r.H, r.K, r.L}] = r.F
	}
	at := func(h [3]int32) float32 {
		if v, ok := amplitudes[h]; ok {
			return v
		}
		return float32(math.NaN())
	}
	pairs := false
	for h, plus := range amplitudes {
		x, y, z := group.Canonical(int(h[0]), int(h[1]), int(h[2]))
		own, mate := [3]int32{int32(x), int32(y), int32(z)}, [3]int32{-h[0], -h[1], -h[2]}
		minus := at(mate)
		if own != h {
			// A text file may have one of two mates only.
			if own != mate || minus == minus {
				continue
			}
			h, plus, minus = own, minus, plus
		}
		pairs = pairs || plus != minus
		f.unique = append(f.unique, []float32{float32(h[0]), float32(h[1]), float32(h[2]), plus, minus})
	}
	f.headings = slices.Clone(indexHeadings)
	if pairs {
		f.headings = append(f.headings, pairHeadings...)
	} else {
		f.headings = append(f.headings, amplitudeHeading)
		for i := range f.unique {
			f.unique[i] = f.unique[i][:4]
		}
	}
	f.sort()
	return nil
}

func (f *factors) sort() {
	slices.SortFunc(f.unique, func(a, b []float32) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]), cmp.Compare(a[2], b[2]))
	})
}

// write writes in the format of an extension.
func (f *factors) write(w io.Writer, extension string) error {
	switch extension {
	case ".hkl":
		return f.list.WriteText(w, f.comments()...)
	case ".mtz":
		return f.writeMTZ(w)
	case ".json":
		return f.writeJSON(w)
	}
	panic("sf: unchecked extension " + extension)
}

// comments says where a list comes from.
func (f *factors) comments() []string {
	lines := []string{
		"gobragg " + buildVersion() + ": structure factors of " + f.source + " (" + f.format + ")",
		"h k l F, P1 with Friedel mates, F " + f.unit(),
	}
	for _, row := range f.rows() {
		if row[0] != "" && row[0] != "source" {
			lines = append(lines, row[0]+": "+strings.Join(row[1:], " "))
		}
	}
	return lines
}

// unit says what F is in.
func (f *factors) unit() string {
	if f.model() {
		return "in electrons per unit cell"
	}
	return "on the scale of the file"
}

func (f *factors) writeMTZ(w io.Writer) error {
	if f.cell == [6]float64{} || f.group == nil {
		return errors.New("an MTZ file says the cell and the space group, and " + f.source + " does not")
	}
	file := mtz.File{
		Title: "structure factors written by gobragg", Cell: f.cell, Symmetry: mtz.SymmetryOf(f.group),
		Datasets: []mtz.Dataset{
			{ID: 0, Project: "HKL_base", Crystal: "HKL_base", Name: "HKL_base", Cell: f.cell},
			{ID: 1, Project: "gobragg", Crystal: "crystal", Name: "sf", Cell: f.cell, Wavelength: f.wavelength},
		},
	}
	for i, h := range f.headings {
		c := mtz.Column{Label: h.label, Type: h.kind}
		if i >= len(indexHeadings) {
			c.Dataset = 1
		}
		file.Columns = append(file.Columns, c)
	}
	file.Missing = float32(math.NaN())
	for _, row := range f.unique {
		file.Data = append(file.Data, row...)
	}
	return file.Write(w)
}

// writeJSON writes the summary and the unique reflections, one a line.
func (f *factors) writeJSON(w io.Writer) error {
	type solvent struct {
		Density  float64 `json:"k_sol_electrons_per_A3"`
		B        float64 `json:"b_sol_A2"`
		Fraction float64 `json:"fraction"`
	}
	var head struct {
		Generator  string      `json:"generator"`
		Source     string      `json:"source"`
		Format     string      `json:"format"`
		Unit       string      `json:"F"`
		Atoms      int         `json:"atoms,omitempty"`
		Cell       *[6]float64 `json:"cell_A_deg,omitempty"`
		Group      string      `json:"space_group,omitempty"`
		DMin       float64     `json:"dmin_A,omitempty"`
		Wavelength float64     `json:"wavelength_A,omitempty"`
		Solvent    *solvent    `json:"solvent,omitempty"`
		F000       *float64    `json:"F000,omitempty"`
		InP1       int         `json:"reflections_in_P1"`
		Notes      []string    `json:"notes"`
		Columns    []string    `json:"columns"`
	}
	head.Generator, head.Source, head.Format, head.Unit = "gobragg "+buildVersion(), f.source, f.format, f.unit()
	head.Atoms, head.DMin, head.Wavelength = f.atoms, f.dmin, f.wavelength
	if f.cell != [6]float64{} {
		head.Cell = &f.cell
	}
	if f.group != nil {
		head.Group = f.group.String()
	}
	if s := f.solvent; s != nil {
		head.Solvent = &solvent{s.K, s.B, f.solventFraction}
	}
	if v, ok := f.f000(); ok {
		head.F000 = &v
	}
	head.InP1, head.Notes = len(f.list.Reflections), append([]string{}, f.notes...)
	for _, h := range f.headings {
		head.Columns = append(head.Columns, h.json)
	}
	text, err := json.MarshalIndent(head, "", "  ")
	if err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	b.Write(text[:len(text)-len("\n}")])
	b.WriteString(",\n  \"reflections\": [")
	for i, row := range f.unique {
		separator := ",\n    ["
		if i == 0 {
			separator = "\n    ["
		}
		b.WriteString(separator)
		for j, v := range row {
			if j > 0 {
				b.WriteString(", ")
			}
			if v != v {
				b.WriteString("null")
			} else {
				b.WriteString(strconv.FormatFloat(float64(v), 'g', -1, 32))
			}
		}
		b.WriteString("]")
	}
	b.WriteString("\n  ]\n}\n")
	return b.Flush() // a bufio.Writer keeps its first error
}

// f000 returns F(0 0 0), if it is among the reflections.
func (f *factors) f000() (float64, bool) {
	for _, r := range f.list.Reflections {
		if r.H == 0 && r.K == 0 && r.L == 0 {
			return float64(r.F), true
		}
	}
	return 0, false
}

// rows returns the lines of the summary: a title and cells.
func (f *factors) rows() [][]string {
	var rows [][]string
	add := func(title, format string, args ...any) {
		rows = append(rows, []string{title, fmt.Sprintf(format, args...)})
	}
	if f.model() {
		add("source", "%s, %s: %s", f.source, f.format, plural(f.atoms, "atom"))
	} else {
		add("source", "%s, %s: %v %s", f.source, f.format, f.kind, strings.Join(f.columns, ", "))
	}
	if c := f.cell; c != [6]float64{} {
		add("cell", "%g %g %g Å, %g %g %g°", c[0], c[1], c[2], c[3], c[4], c[5])
	}
	if f.group != nil {
		add("space group", "%v", f.group)
	}
	if f.model() {
		if f.wavelength > 0 {
			add("anomalous", "f′ and f″ at %.6g Å", f.wavelength)
		} else {
			add("anomalous", "left out")
		}
		if s := f.solvent; s != nil {
			add("solvent", "%g electrons/Å³, B %g Å², in %.1f %% of the cell", s.K, s.B, 100*f.solventFraction)
		} else {
			add("solvent", "none")
		}
		add("reflections", "%d unique, %d in P1", len(f.unique), len(f.list.Reflections))
		add("resolution", "%g Å, complete", f.dmin)
	} else {
		for i, line := range strings.Split(f.report.String(), "\n") {
			title := ""
			if i == 0 {
				title = "reflections"
			}
			add(title, "%s", line)
		}
	}
	if v, ok := f.f000(); ok {
		add("F(0 0 0)", "%.7g", v)
	}
	return rows
}

// summary prints what came out, for people.
func (f *factors) summary(w io.Writer, files []string, took time.Duration) {
	t := newTable(w)
	for _, row := range f.rows() {
		t.row(row...)
	}
	t.row("time", duration(took))
	for i, name := range files {
		title := ""
		if i == 0 {
			title = "written"
		}
		what := plural(len(f.unique), "unique reflection")
		if factorsFormat(name) == ".hkl" {
			what = plural(len(f.list.Reflections), "reflection") + " in P1, F " + f.unit()
		}
		t.row(title, name+"  "+what)
	}
	t.flush()
}
