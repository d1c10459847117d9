package geofile

import (
	"math"
	"strings"
	"testing"
)

// seeds are files of every format, and what may break their readers.
var seeds = []string{
	"", "\n", "{", "XPARM.XDS", "XPARM.XDS VERSION\n1 2 3",
	"XPARM.XDS VERSION\n1 0 .1 1 0 0\n1 0 0 1\n1 50 50 50 90 90 90\n50 0 0\n0 50 0\n0 0 50\n1 100 100 .1 .1\n50 50 100\n1 0 0\n0 1 0\n0 0 1\n",
	"XPARM.XDS VERSION\n1 0 -.1 1 0 0\n1 0 0 1\n1 50 50 50 90 90 90\n50 0 0\n0 50 0\n0 0 50\n1e9 100 100 .1 .1\n50 50 100\n1 0 0\n0 1 0\n0 0 1\n1 1 10 1 20 0 0 1 1 0 0 0 1 0\n",
	`{}`, `{"__id__":"ExperimentList"}`, `{"__id__":"ExperimentList","experiment":[{"beam":7}],"beam":[]}`,
	`{"__id__":"ExperimentList","experiment":[{"beam":0,"detector":0,"goniometer":0,"scan":0,"crystal":0}],
"beam":[{"direction":[0,0,1],"wavelength":1,"polarization_normal":[0,1,0],"polarization_fraction":0.999}],
"detector":[{"panels":[{"name":"p","fast_axis":[1,0,0],"slow_axis":[0,-1,0],"origin":[-50,50,-100],"pixel_size":[0.1,0.1],"image_size":[100,200],"thickness":0.3,"mu":3}],
"hierarchy":{"fast_axis":[1,0,0],"slow_axis":[0,1,0],"origin":[0,0,0],"children":[{"panel":0}]}}],
"goniometer":[{"axes":[[1,0,0],[0,1,0]],"angles":[0,5],"scan_axis":1}],
"scan":[{"properties":{"oscillation":[0,0.1]}}],
"crystal":[{"real_space_a":[50,0,0],"real_space_b":[0,60,0],"real_space_c":[0,0,70]}]}`,
	"; geometry\nclen = 0.1\nphoton_energy = 9 keV\nres = 10000\np/min_fs = 0\np/max_fs = 99\np/min_ss = 0\np/max_ss = 49\np/corner_x = -50\np/corner_y = -25\np/fs = +x -0.01y\np/ss = y+.01x\nbadb/min_x = 3\n",
	"CrystFEL unit cell file version 1.0\na = 50 A\nb = 6 nm\nc = 70 A\nal = 90 deg\nbe = 91 deg\nga = 90 deg\n",
	"CrystFEL stream format 2.3\n----- Begin geometry file -----\nclen = /x\n----- End geometry file -----\n----- Begin chunk -----\nphoton_energy_eV = 9000\n--- Begin crystal\nastar = 0.1 0 0 nm^-1\nbstar = 0 0.1 0 nm^-1\ncstar = 0 0 0.1 nm^-1\n--- End crystal\n",
	"{\nHEADER_BYTES=  512;\nSIZE1=10;\nSIZE2=20;\nPIXEL_SIZE=0.1;\nDISTANCE=100;\nOSC_START=3;\n}\f" + strings.Repeat(" ", 430),
	"{\nHEADER_BYTES=  512;\nSIZE2=20;\nDETECTOR_NAMES=CCD_;\nCCD_SPATIAL_DISTORTION_INFORMATION=5 6 .1 .1;\nCCD_GONIO_NAMES=TransZ/Distance;\nCCD_GONIO_VALUES=100;\n}\f" + strings.Repeat(" ", 400),
	"###CBF: VERSION 1.5\n\n# Pixel_size 172e-6 m x 172e-6 m\n# Detector_distance 0.2 m\n# Beam_xy (5, 6) pixels\n# Angle_increment -0.1 deg.\n--CIF-BINARY-FORMAT-SECTION--\nX-Binary-Size-Fastest-Dimension: 10\nX-Binary-Size-Second-Dimension: 20\n\n\x0c\x1a\x04\xd5",
}

// FuzzRead: any content gives an error or a description with usable numbers.
func FuzzRead(f *testing.F) {
	for _, s := range seeds {
		f.Add(s, 1)
	}
	f.Fuzz(func(t *testing.T, text string, crystal int) {
		d, err := Read(strings.NewReader(text), max(1, crystal))
		if err != nil {
			if len(err.Error()) > 1000 {
				t.Errorf("error %.2000q", err)
			}
			return
		}
		if p := d.Panel; p != nil && (p.Fast < 1 || p.Slow < 1 || !(p.Pixel > 0) || math.IsNaN(p.Origin.X+p.Origin.Y+p.Origin.Z)) {
			t.Errorf("panel %+v", p)
		}
		if c := d.Crystal; c != nil && !(c.Cell.Volume() > 0) {
			t.Errorf("crystal %+v", c)
		}
	})
}
