package geofile_test

import (
	"fmt"
	"strings"

	"gobragg/core/geofile"
)

// The first panel of a CrystFEL geometry file.
func ExampleRead() {
	d, err := geofile.Read(strings.NewReader(`clen = 80 mm
photon_energy = 9.3 keV
res = 13333.3
p0/min_fs = 0
p0/max_fs = 511
p0/min_ss = 0
p0/max_ss = 1023
p0/corner_x = -256
p0/corner_y = -512
p0/fs = +1.0x
p0/ss = +1.0y
`), 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	p := d.Panel
	fmt.Printf("%d × %d pixels of %.3f mm at %.1f mm\n", p.Fast, p.Slow, p.Pixel*1e3, p.Origin.Z*1e3)
	fmt.Printf("λ = %.4f Å\n", d.Wavelength.Value*1e10)
	// Output:
	// 512 × 1024 pixels of 0.075 mm at 80.0 mm
	// λ = 1.3332 Å
}
