package config_test

import (
	"fmt"
	"io"
	"os"

	"gobragg/core/config"
)

func none(name string) (io.ReadCloser, error) { return nil, os.ErrNotExist }

func Example() {
	c, err := config.ParseArgs([]string{"-cell", "78", "78", "38", "-default_F", "100", "-N", "5", "-distance", "250"})
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := c.Experiment(none)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Query())
	fmt.Println(r.Experiment.Detector.Distance, "m,", r.Experiment.Crystal.Cells, "cells")
	// Output:
	// cell=78,78,38&default_F=100&N=5&distance=250
	// 0.25 m, [5 5 5] cells
}

func ExampleParseArgs_mistake() {
	_, err := config.ParseArgs([]string{"-distence", "250"})
	fmt.Println(err)
	// Output: -distence: there is no such option; did you mean -distance? (-h lists all)
}

func ExampleConfig_Experiment_note() {
	c, _ := config.ParseArgs([]string{"-cell", "78", "-default_F", "100", "-xds", "-Xbeam", "50"})
	r, _ := c.Experiment(none)
	for _, n := range r.Notes {
		fmt.Println(n)
	}
	// Output: NOTE: -Xbeam: has no effect on the image: under -xds the near point places the detector; use -ORGX -ORGY, or -pivot beam
}
