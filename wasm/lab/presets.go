package lab

import (
	"strings"

	"gobragg/core/config"
)

// Preset is an experiment to begin with.
type Preset struct {
	Name, Title string
	See         string // two sentences on what to see
	args        string
}

// Config returns the preset's settings.
func (p Preset) Config() *config.Config {
	c, err := config.ParseArgs(strings.Fields(p.args))
	if err != nil {
		panic("lab: preset " + p.Name + ": " + err.Error())
	}
	return c
}

// protein is the crystal of several presets, in a beam of a synchrotron.
const protein = "-hkl builtin:1a8o.cif -misset 12 23 34 -N 14 -lambda 0.98 -polar 0.95 -oversample 1 -nonoise "

// Presets are the experiments that the page offers, the first of them at once. Each
// takes at most a second or so on two cores.
var Presets = []Preset{
	{
		Name: "still", Title: "Still of a protein",
		See: "A crystal of the HIV-1 capsid domain (PDB entry 1A8O) stands still: where reciprocal-lattice points touch the Ewald sphere, layers of spots form arcs. " +
			"The edge of the pattern is the 2.4 Å limit of the structure factors; drag the mosaic spread to make more spots touch.",
		args: protein + "-fluence 1e27 -mosaic 0.4 -mosaic_domains 12 -distance 170 -detpixels 512 -pixel 0.3",
	},
	{
		Name: "wedge", Title: "Rotation wedge",
		See: "The same crystal turns by 3° during the exposure, as for a data set: the arcs widen to lunes, and each spot crosses the sphere once. " +
			"Along the spindle, which is horizontal here, points move along the sphere and are recorded hardly at all.",
		args: protein + "-fluence 1e27 -mosaic 0.3 -mosaic_domains 2 -osc 3 -phisteps 20 -water 0.03 -distance 170 -detpixels 512 -pixel 0.3",
	},
	{
		Name: "powder", Title: "Powder rings",
		See: "Five hundred grains of a cubic crystal, with the cell of LaB₆ (4.157 Å), lie every which way: their spots join to Debye–Scherrer rings. " +
			"The rings are broad because each grain is only twelve cells across; give it more cells and they become sharp and grainy.",
		args: "-cell 4.1569 -default_F 30 -N 12 -round_xtal -mosaic 180 -mosaic_domains 500 -oversample 1 -lambda 0.7 -fluence 1e29 -distance 80 -detpixels 192 -pixel 0.7 -nonoise",
	},
	{
		Name: "saxs", Title: "SAXS of one cell",
		See: "A single cell that holds one molecule in solvent, averaged over two hundred orientations: no lattice, so no spots, only the molecule's own scattering. " +
			"The radial profile falls as a Guinier law at small angles, and its width gives the radius of gyration.",
		args: "-hkl builtin:box.cif -N 1 -mosaic 180 -mosaic_domains 200 -oversample 1 -lambda 1 -fluence 1e36 -distance 600 -detpixels 160 -pixel 0.64 -nonoise",
	},
	{
		Name: "pink", Title: "Divergent pink beam",
		See: "A beam with 6 % bandwidth and 1 mrad divergence meets the protein: every spot becomes a radial streak, for each wavelength has its own Ewald sphere. " +
			"Streaks are longest far from the centre; narrow the dispersion and they shrink to spots.",
		args: protein + "-fluence 1e27 -dispersion 6 -dispsteps 24 -divergence 1 -divsteps 2 -distance 170 -detpixels 320 -pixel 0.48",
	},
	{
		Name: "tilt", Title: "Tilted detector",
		See: "The detector is turned by 40° and 20°: circles of equal resolution become ellipses, and the pattern stretches where the detector runs away from the crystal. " +
			"Turn on the resolution rings, and swing the arm with two-theta to see them open into hyperbolas.",
		args: protein + "-fluence 1e27 -mosaic 0.4 -mosaic_domains 12 -distance 125 -detpixels 512 -pixel 0.3 -detector_rotz 40 -detector_roty 20",
	},
	{
		Name: "sensor", Title: "Absorbing sensor",
		See: "Photons are absorbed at any depth of a sensor 1 mm thick: at high angles a spot is smeared outwards, away from the beam, which is called parallax. " +
			"Thin the sensor, and the tails go away together with the photons that now pass through it.",
		args: "-hkl builtin:1a8o.cif -misset 12 23 34 -N 14 -lambda 0.98 -oversample 1 -nonoise -fluence 1e28 -mosaic 0.4 -mosaic_domains 4 -distance 40 -detpixels 384 -pixel 0.1 -detector_thick 1000 -detector_abs 700 -detector_thicksteps 8 -oversample_thick",
	},
	{
		Name: "fringes", Title: "Tiny crystal with fringes",
		See: "A crystal of five cells along each edge, lit coherently: between two neighbouring spots stand three small maxima, the fringes of its finite shape. " +
			"With N cells there are N − 2 of them; choose a round or Gaussian shape and they weaken or vanish.",
		args: "-cell 40 50 60 -default_F 100 -N 5 -misset 4 3 2 -oversample 2 -lambda 1 -fluence 1e29 -distance 150 -detpixels 512 -pixel 0.1 -nonoise",
	},
}
