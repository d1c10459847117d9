package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"gobragg/core/config"
	"gobragg/core/model"
	"gobragg/core/reflections"
	"gobragg/core/sf"
	"gobragg/core/units"
)

// What gobragg sf computes unless told otherwise.
const (
	factorsLambda = 1.0 // Å, the simulation's

	dminMacromolecule = 2.0 // Å
	dminMolecule      = 0.8 // Å
)

// factorsRun is what `gobragg sf` was asked for.
type factorsRun struct {
	dmin, lambda, energy *float64
	solvent              sf.SolventAsked
	noAnomalous, quiet   bool
	labels, group        string
	files                []string
}

func (c *factorsRun) flags() []flag {
	return []flag{
		{"o", []string{"OUT"}, "file to write; may be given more than once", func(v []string) error {
			c.files = append(c.files, v[0])
			return nil
		}},
		limit("dmin", "Å", "resolution; otherwise that of the reflections, of a model 2 Å (PDB, mmCIF) or 0.8 Å (CIF)", 0.1, 1000, &c.dmin),
		limit("k_sol", "e/Å³", "density of the bulk solvent, 0: none; otherwise 0.35 (PDB, mmCIF) or 0 (CIF)", 0, 10, &c.solvent.K),
		limit("b_sol", "Å²", "smoothing of the solvent's border; otherwise 46", 0, 10000, &c.solvent.B),
		limit("r_probe", "Å", "radius of a solvent molecule, for the mask; otherwise 1", 0, 10, &c.solvent.Probe),
		limit("r_shrink", "Å", "how far the mask then gives way; otherwise 1.1", 0, 10, &c.solvent.Shrink),
		limit("lambda", "Å", "wavelength of f′ and f″; otherwise 1", 1e-3, 1000, &c.lambda),
		limit("energy", "eV", "photon energy instead of -lambda", 1, 1e7, &c.energy),
		on("no_anomalous", "leave out f′ and f″", &c.noAnomalous),
		text("labels", "A,B", "columns of a reflection file to take", &c.labels),
		text("space_group", "NAME", "space group of a reflection file, instead of its own", &c.group),
		on("quiet", "print errors only", &c.quiet),
	}
}

// check refuses what contradicts itself or cannot be written.
func (c *factorsRun) check(p *program) error {
	if c.lambda != nil && c.energy != nil {
		return usagef("sf: -lambda and -energy say the same thing: give one of them")
	}
	seen := make(map[string]bool)
	for _, name := range c.files {
		if kind := factorsFormat(name); kind == "" || kind == ".mtz" && compressed(name) {
			return &config.UsageError{Option: "-o", Text: name + ": the extension says the format: .hkl, .hkl.gz, .mtz, .json or .json.gz"}
		}
		if seen[filepath.Clean(name)] {
			return &config.UsageError{Option: "-o", Text: name + " is there twice"}
		}
		seen[filepath.Clean(name)] = true
		if err := p.outputs.check(name); err != nil {
			return err
		}
	}
	return nil
}

// factorsFormat returns the extension that says the format of an output of
// gobragg sf, empty for none of them.
func factorsFormat(name string) string {
	name = strings.ToLower(name)
	switch ext := filepath.Ext(strings.TrimSuffix(name, ".gz")); ext {
	case ".hkl", ".mtz", ".json":
		return ext
	}
	return ""
}

// wavelength returns that of f′ and f″, Å; 0 without anomalous scattering.
func (c *factorsRun) wavelength() float64 {
	switch {
	case c.noAnomalous:
		return 0
	case c.lambda != nil:
		return *c.lambda
	case c.energy != nil:
		return units.WavelengthFromEnergy(*c.energy) / units.Angstrom
	}
	return factorsLambda
}

// sf writes the structure factors of a model or of a reflection file.
func (p *program) sf(ctx context.Context, args []string) error {
	start := time.Now()
	var c factorsRun
	words, help, err := parseFlags("sf", c.flags(), args)
	switch {
	case err != nil:
		return err
	case help:
		return p.help(ctx, []string{"sf"})
	case len(words) != 1:
		return usagef("sf: want one file, found %d: gobragg sf FILE -o OUT", len(words))
	}
	if err := c.check(p); err != nil {
		return err
	}
	f, err := p.factors(ctx, &c, words[0])
	if err != nil {
		return err
	}
	defer p.outputs.abandon()
	for _, name := range c.files {
		if err := p.outputs.write(ctx, name, func(w io.Writer) error { return f.write(w, factorsFormat(name)) }); err != nil {
			return err
		}
	}
	if err := p.outputs.commit(); err != nil {
		return err
	}
	if c.quiet {
		return nil
	}
	for _, n := range f.notes {
		fmt.Fprintln(p.stderr, "NOTE:", n)
	}
	out := p.stderr
	if len(c.files) == 0 { // then the summary is the result
		out = p.stdout
	}
	f.summary(out, c.files, time.Since(start))
	return nil
}

// hasAtoms finds the tag of coordinates in a CIF, which the file of a small
// molecule may have beside its reflections.
var hasAtoms = regexp.MustCompile(`(?im)^\s*_atom_site(\.Cartn|_fract)_x\s`)

// factors reads or computes the structure factors of a file.
func (p *program) factors(ctx context.Context, c *factorsRun, name string) (*factors, error) {
	r, err := input(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	defer r.Close()
	const enough = 1 << 16 // to recognise a file by
	b := bufio.NewReaderSize(r, enough)
	start, err := b.Peek(enough)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var m *model.Model
	switch model.Recognise(start) {
	case "PDB":
		m, err = model.ReadPDB(b)
	case "CIF":
		data, e := io.ReadAll(b)
		if e != nil {
			return nil, fmt.Errorf("%s: %w", name, e)
		}
		text := string(data)
		if !hasAtoms.MatchString(text) {
			return c.reflections(strings.NewReader(text), name)
		}
		m, err = model.ReadCIF(strings.NewReader(text))
	default:
		return c.reflections(b, name)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return p.compute(ctx, c, m, name)
}

// compute returns the structure factors of a model.
func (p *program) compute(ctx context.Context, c *factorsRun, m *model.Model, name string) (*factors, error) {
	if c.labels != "" || c.group != "" {
		return nil, usagef("sf: -labels and -space_group are for reflections; %s holds a model", name)
	}
	dmin := dminMacromolecule
	if m.Format == "CIF" {
		dmin = dminMolecule
	}
	if c.dmin != nil {
		dmin = *c.dmin
	}
	opt := sf.Options{Wavelength: c.wavelength(), Solvent: sf.UsualSolvent(m, c.solvent), Workers: p.processors}
	if !c.quiet {
		watch := p.watch(0)
		defer watch.end()
		opt.Progress = func(done, total int) { watch.at(int64(done), int64(total)) }
	}
	set, err := sf.Compute(ctx, m, dmin, opt)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	u := m.Cell
	f := &factors{
		source: filepath.Base(name), format: m.Format, atoms: len(m.Atoms),
		cell: [6]float64{u.A, u.B, u.C, u.Alpha, u.Beta, u.Gamma}, group: m.Group,
		dmin: dmin, wavelength: set.Wavelength, solvent: opt.Solvent, solventFraction: set.SolventFraction,
		list: set.List(), notes: append(m.Notes, set.Notes...),
	}
	f.fromModel(set)
	return f, nil
}

// reflections returns the structure factors of a file of them.
func (c *factorsRun) reflections(r io.Reader, name string) (*factors, error) {
	if c.solvent != (sf.SolventAsked{}) || c.lambda != nil || c.energy != nil || c.noAnomalous {
		return nil, usagef("sf: -k_sol, -b_sol, -r_probe, -r_shrink, -lambda, -energy and -no_anomalous are for models; %s holds reflections", name)
	}
	opt := reflections.Options{Group: c.group}
	if c.labels != "" {
		opt.Labels = strings.Split(c.labels, ",")
	}
	set, err := reflections.Read(r, name, opt)
	if err != nil {
		return nil, err
	}
	dmin := 0.0
	if c.dmin != nil {
		dmin = *c.dmin
	}
	list, report, err := set.P1(dmin)
	if err != nil {
		return nil, err
	}
	f := &factors{
		source: filepath.Base(name), format: set.Format, columns: set.Labels, kind: set.Kind,
		cell: set.Cell, group: set.Group, dmin: dmin, wavelength: set.Wavelength,
		list: list, report: &report, notes: set.Notes,
	}
	if x := report.Completeness; x != nil {
		f.dmin = x.DMin
	}
	if math.IsInf(f.dmin, 0) { // of 0 0 0 alone
		f.dmin = 0
	}
	return f, f.fromList()
}
