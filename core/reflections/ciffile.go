package reflections

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"gobragg/core/cif"
	"gobragg/core/hkl"
	"gobragg/core/symmetry"
)

// cifColumns are the values a _refln loop may have, in the order of preference within
// their class. Tags are those of the mmCIF/PDBx dictionary and of core CIF.
var cifColumns = []struct {
	tag, mate, sigma string
	class            class
}{
	{"pdbx_F_plus", "pdbx_F_minus", "pdbx_F_plus_sigma", measuredPair},
	{"pdbx_F_minus", "", "pdbx_F_minus_sigma", measuredPair},
	{"F_meas_au", "", "F_meas_sigma_au", measuredF},
	{"F_meas", "", "F_meas_sigma", measuredF},
	{"pdbx_F_calc_with_solvent", "", "", computedF},
	{"F_calc_au", "", "", computedF},
	{"F_calc", "", "", computedF},
	{"pdbx_I_plus", "pdbx_I_minus", "pdbx_I_plus_sigma", measuredPairI},
	{"pdbx_I_minus", "", "pdbx_I_minus_sigma", measuredPairI},
	{"intensity_meas", "", "intensity_sigma", measuredI},
	{"F_squared_meas", "", "F_squared_sigma", measuredI},
	{"intensity_calc", "", "", computedI},
	{"F_squared_calc", "", "", computedI},
	{"pdbx_FWT", "", "", mapF},
	{"pdbx_DELFWT", "", "", mapF},
}

const refln = "_refln."

// notReflections are tags of the category that hold no amplitude.
var notReflections = []string{
	"index_h", "index_k", "index_l", "status", "observed_status", "include_status", "refinement_status", "crystal_id", "wavelength_id", "scale_group_code",
	"pdbx_r_free_flag", "fom", "d_spacing", "resolution", "sint_over_lambda", "symmetry_epsilon", "symmetry_multiplicity",
}

// keepTags returns what to keep of a CIF: cell, symmetry, wavelength, and of the
// reflections the columns known and those the user names.
func keepTags(labels []string) func(string) bool {
	rest := cif.Prefixes("_cell", "_symmetry", "_space_group", "_diffrn_radiation_wavelength", "_diffrn_radiation.pdbx_wavelength",
		"_shelx_hkl_file")
	category := cif.Prefixes("_refln.")
	known := map[string]bool{}
	add := func(tag string) { known[strings.ToLower(bare(tag))] = true }
	for _, c := range cifColumns {
		add(c.tag)
		add(c.sigma)
	}
	for _, tag := range []string{"index_h", "index_k", "index_l", "status", "observed_status", "crystal_id", "wavelength_id"} {
		add(tag)
	}
	for _, l := range labels {
		add(strings.TrimSpace(l))
	}
	return func(tag string) bool {
		if category(tag) {
			return known[strings.ToLower(tag[len(refln):])]
		}
		return rest(tag)
	}
}

// readCIF reads the first data block with reflections, or the one asked for.
func (s *Set) readCIF(r io.Reader, o Options) error {
	file, err := cif.Read(r, keepTags(o.Labels))
	if err != nil {
		return err
	}
	block, others, err := reflectionBlock(file, o.Block)
	if err != nil {
		return err
	}
	if others > 0 {
		s.note("Block %s taken; %s with reflections not read.", block.Name, plural(others, "other block"))
	}
	// Cell and symmetry may be in the first block only.
	for _, b := range []*cif.Block{block, file.Blocks[0]} {
		if err := s.cifCrystal(b); err != nil {
			return err
		}
	}
	if !hasLoop(block) {
		v, _ := block.Find("_shelx_hkl_file")
		return s.embedded(v, o)
	}
	s.Format = "CIF"
	if block.Has("_refln.index_h") && strings.Contains(strings.Join(block.Tags(), " "), refln) {
		s.Format = "mmCIF"
	}
	return s.cifReflections(block, o)
}

func hasLoop(b *cif.Block) bool { return b.Has("_refln.index_h") }

// reflectionBlock returns the block to read and the number of others that could have
// been.
func reflectionBlock(file *cif.File, name string) (block *cif.Block, others int, err error) {
	for _, embedded := range []bool{false, true} {
		for _, b := range file.Blocks {
			if embedded {
				if _, ok := b.Find("_shelx_hkl_file"); !ok {
					continue
				}
			} else if !hasLoop(b) {
				continue
			}
			switch {
			case name != "" && !strings.EqualFold(name, b.Name):
				others++
			case block == nil:
				block = b
			default:
				others++
			}
		}
		if block != nil {
			return block, others, nil
		}
	}
	if name != "" {
		return nil, 0, fmt.Errorf("no data block %.40q with reflections", name)
	}
	for _, b := range file.Blocks {
		if b.Has("_atom_site.id") || b.Has("_atom_site.label") || b.Has("_atom_site.fract_x") {
			return nil, 0, fmt.Errorf("a CIF of atoms without reflections: give it with -model")
		}
		if b.Has("_diffrn_refln.index_h") {
			return nil, 0, fmt.Errorf("only unmerged observations (_diffrn_refln): merge them first")
		}
	}
	return nil, 0, fmt.Errorf("no data block with reflections (_refln.index_h)")
}

// cifCrystal enters cell, symmetry and wavelength, as far as they are missing.
func (s *Set) cifCrystal(b *cif.Block) error {
	var cell [6]float64
	known := 0
	for i, tag := range []string{"length_a", "length_b", "length_c", "angle_alpha", "angle_beta", "angle_gamma"} {
		v, ok, err := b.Float("_cell." + tag)
		if err != nil {
			return err
		}
		if cell[i] = v; ok {
			known++
		}
	}
	if known == len(cell) {
		s.setCell(cell)
	}
	if s.Wavelength == 0 {
		if v, ok, err := b.Float("_diffrn_radiation_wavelength.wavelength", "_diffrn_radiation_wavelength", "_diffrn_radiation.pdbx_wavelength"); ok && err == nil {
			s.Wavelength = v
		}
	}
	if s.Group != nil {
		return nil
	}
	g, err := s.cifGroup(b)
	s.Group = g
	return err
}

// cifGroup returns the space group by what a block gives of it: operators, Hall symbol,
// Hermann–Mauguin symbol, number; nil if nothing.
func (s *Set) cifGroup(b *cif.Block) (*symmetry.Group, error) {
	for _, tag := range []string{"_space_group_symop.operation_xyz", "_symmetry_equiv.pos_as_xyz"} {
		l, ok := b.Loop(tag)
		if !ok || l.Len() == 0 || l.Value(0, 0).IsNull() {
			continue
		}
		const most = 192 // general positions of the largest group
		if l.Len() > most {
			return nil, fmt.Errorf("%s has %d operators, want at most %d", tag, l.Len(), most)
		}
		triplets := make([]string, l.Len())
		for i := range triplets {
			triplets[i] = l.Value(i, 0).String()
		}
		return symmetry.FromOps(triplets)
	}
	if v, ok := b.Find("_space_group.name_Hall", "_symmetry.space_group_name_Hall"); ok {
		if g, err := symmetry.ParseHall(v.String()); err == nil {
			return g, nil
		}
	}
	v, ok := b.Find("_symmetry.space_group_name_H-M", "_space_group.name_H-M_alt", "_space_group.name_H-M_full",
		"_symmetry.Int_Tables_number", "_space_group.IT_number")
	if !ok {
		return nil, nil
	}
	return s.lookup(v.String())
}

// cifReflections reads the loop of reflections.
func (s *Set) cifReflections(b *cif.Block, o Options) error {
	columns := blockColumns(b)
	c, err := choose(columns, o.Labels)
	if err != nil {
		return err
	}
	s.take(columns, c)
	s.Anomalous = true // rows of h and −h, if both are there, were told apart
	tags := []string{refln + "index_h", refln + "index_k", refln + "index_l"}
	for _, i := range []int{c.plus, c.minus, c.sigmaPlus, c.sigmaMinus} {
		if i < 0 {
			tags = append(tags, "?"+refln+"none")
		} else {
			tags = append(tags, columns[i].label)
		}
	}
	const plus, sigmaPlus, status, crystal = 3, 5, 7, 8
	tags = append(tags, "?"+refln+"status", "?"+refln+"crystal_id", "?"+refln+"wavelength_id")
	if b.Has(refln + "observed_status") {
		tags[status] = "?" + refln + "observed_status"
	}
	l, ok := b.Loop(tags...)
	if !ok {
		return fmt.Errorf("block %.40s: %s are not in one loop", b.Name, strings.Join(s.Labels, ", "))
	}
	missing, unreliable, foreign := 0, 0, 0
	for i := range l.Len() {
		var r Reflection
		v := [4]float32{}
		for j := range v {
			if v[j] = nan; !l.Value(i, plus+j).IsNull() {
				f, err := l.Float(i, plus+j)
				if err != nil && j < sigmaPlus-plus {
					return err
				}
				if v[j] = float32(f); math.IsInf(float64(v[j]), 0) {
					return fmt.Errorf("row %d of the loop in line %d: %v is too large", i+1, l.Line(), f)
				}
			}
		}
		r.Plus, r.Minus, r.SigmaPlus, r.SigmaMinus = v[0], v[1], v[2], v[3]
		if isNaN(r.Plus) && isNaN(r.Minus) {
			missing++
			continue
		}
		if l.Value(i, status).Is("x") {
			unreliable++
			continue
		}
		if !bytes.Equal(l.Value(i, crystal).Text, l.Value(0, crystal).Text) || !bytes.Equal(l.Value(i, crystal+1).Text, l.Value(0, crystal+1).Text) {
			foreign++
			continue
		}
		for j, to := range []*int32{&r.H, &r.K, &r.L} {
			n, err := l.Int(i, j)
			if err != nil {
				return err
			}
			if n < -hkl.MaxIndex || n > hkl.MaxIndex {
				return fmt.Errorf("row %d of the loop in line %d: index %d, want one within ±%d", i+1, l.Line(), n, hkl.MaxIndex)
			}
			*to = int32(n)
		}
		s.Reflections = append(s.Reflections, r)
	}
	s.missing(missing)
	if unreliable > 0 {
		s.note("%s marked as unreliable (status x) skipped.", plural(unreliable, "row"))
	}
	if foreign > 0 {
		s.note("%s of another crystal or wavelength than the first skipped.", plural(foreign, "row"))
	}
	return nil
}

// blockColumns classifies the tags of the category _refln.
func blockColumns(b *cif.Block) []column {
	var columns []column
	at := func(tag string) int {
		return slices.IndexFunc(columns, func(c column) bool { return strings.EqualFold(bare(c.label), tag) })
	}
	isRefln := cif.Prefixes(refln)
	for _, tag := range b.Tags() {
		if !isRefln(tag) || slices.ContainsFunc(notReflections, func(n string) bool { return strings.EqualFold(bare(tag), n) }) {
			continue
		}
		c := column{label: tag, class: other, rank: unranked, mate: -1, sigma: -1}
		low := strings.ToLower(tag)
		if strings.Contains(low, "sigma") || strings.Contains(low, "phase") || strings.Contains(low, "phwt") {
			c.class = sigma
		}
		columns = append(columns, c)
	}
	for rank, known := range cifColumns {
		i := at(known.tag)
		if i < 0 {
			continue
		}
		c := &columns[i]
		c.class, c.rank = known.class, rank
		if known.sigma != "" {
			c.sigma = at(known.sigma)
		}
		if known.mate != "" {
			c.mate = at(known.mate)
		}
	}
	return columns
}
