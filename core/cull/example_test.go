package cull_test

import (
	"context"
	"fmt"
	"strings"

	"gobragg/core/config"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

// A crystal of 100 × 100 × 100 cells, of which a pixel may lack a thousandth of a photon.
func Example() {
	settings, err := config.ParseArgs(strings.Fields(
		"-cell 100 100 100 90 90 90 -misset 10 20 30 -N 100 -mosaic 0.2 -mosaic_domains 20 -fluence 1e25 " +
			"-lambda 1 -distance 100 -pixel 0.1 -detpixels 16 -oversample 16 -default_F 10 -cull 0.001"))
	if err != nil {
		fmt.Println(err)
		return
	}
	resolved, err := settings.Experiment(nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := plan.Compile(resolved.Experiment)
	if err != nil {
		fmt.Println(err)
		return
	}
	image, err := simulate.Run(context.Background(), simulate.Scalar(0), p, simulate.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f %% of the samples left out\n", 100*image.Omitted.Fraction())
	fmt.Println("no pixel lacks more than it may:", image.Omitted.Bound <= p.Cull)
	// Output:
	// 95 % of the samples left out
	// no pixel lacks more than it may: true
}
