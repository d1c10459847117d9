package main

import (
	"context"
	"fmt"
	"math"
	"strings"

	"gobragg/core/config"
	"gobragg/core/kernel"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/core/simulate/backendtest"
	"gobragg/native/cuda"
)

// selftest checks that the backend computes what it should on this machine.
func (p *program) selftest(ctx context.Context, args []string) error {
	name, precision, threads := "auto", "auto", [1]int{}
	flags := selftestFlags(&name, &precision, threads[:])
	words, help, err := parseFlags("selftest", flags, args)
	switch {
	case err != nil:
		return err
	case help:
		return p.help(ctx, []string{"selftest"})
	case len(words) > 0:
		return usagef("selftest: %q is one word too many; it takes options only", words[0])
	}
	backend, err := p.openBackend(engine{backend: name, precision: precision, device: cuda.All, threads: p.threads(threads[0])})
	if err != nil {
		return err
	}

	limit := ofPeak
	if precision == "mixed" {
		limit = 2 * kernel.MixedError // that is of the brightest possible, this of the brightest there is
	}
	if gpu, ok := backend.(interface{ OfPeak() float64 }); ok {
		limit = gpu.OfPeak()
	}
	t := newTable(p.stdout)
	failed, total := 0, 0
	verdict := func(name, detail string, err error) {
		total++
		if err == nil {
			t.row("pass", name, detail)
			return
		}
		failed++
		t.row("FAIL", name, err.Error())
	}
	for _, i := range identities {
		got, err := i.measure(ctx, backend, limit)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		verdict(i.name, fmt.Sprintf("%.9g photons", got), err)
	}
	for _, c := range backendtest.Cases() {
		worst, err := backendtest.Check(ctx, backend, c, backendtest.Budget{OfPeak: limit})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		verdict("as package kernel: "+c.Name, fmt.Sprintf("within %.1e of the peak", worst), err)
	}
	t.flush()
	fmt.Fprintf(p.stdout, "%d of %d checks pass (%s)\n", total-failed, total, backend.Name())
	if failed > 0 {
		return errReported
	}
	return nil
}

func selftestFlags(name, precision *string, threads []int) []flag {
	return []flag{
		text("backend", "NAME", "what to check: auto, or one that gobragg version lists", name),
		precisionFlag(precision),
		integers("threads", "processor cores to use; 0 is all", 0, 4096, []string{"N"}, threads),
	}
}

// ofPeak is how far a pixel may be from what it should be: a rounding to float32,
// 6e-8, that falls to the other side.
const ofPeak = 1.2e-7

// An identity is a pixel whose photons follow from a formula without a lattice sum.
type identity struct {
	name string
	args string
	want float64 // photons in pixel (1, 1)
}

// forward is a pixel (1, 1) centred on the direct beam at 100 mm,
// Ω = 0.1²/100² = 1e-6 sr. The default fluence makes r_e²·fluence = 1.
const forward = "-xds -detpixels 3 -pixel 0.1 -distance 100 -ORGX 2 -ORGY 2 -oversample 1 -lambda 1 -cell 50 60 70 90 90 90 "

// forwardPhotons are F² (Na Nb Nc)² Ω for F = 10 and N = 5.
const forwardPhotons = 10 * 10 * (5 * 5 * 5) * (5 * 5 * 5) * 1e-6

// electronRadius2 is r_e² (m²) as the reference program has it.
const electronRadius2 = 7.94079248018965e-30

// identities have exact values, for at a lattice point the lattice factor is Na·Nb·Nc.
var identities = []identity{
	{"forward scattering is F² N⁶ Ω", forward + "-N 5 -default_F 10", forwardPhotons},
	{"and F² (Na Nb Nc)² Ω for unequal N", forward + "-Na 2 -Nb 3 -Nc 7 -default_F 10", 10 * 10 * 42 * 42 * 1e-6},
	{"and as much for N = 1000", forward + "-N 1000 -default_F 1", 1e18 * 1e-6},
	{"domains and phi steps share the photons", forward + "-N 5 -default_F 10 -mosaic 3 -mosaic_domains 7 -osc 4 -phisteps 5", forwardPhotons},
	{"photons go with the fluence", forward + "-N 5 -default_F 10 -fluence 1e30", forwardPhotons * 1e30 * electronRadius2},
	{"fluence is flux·exposure/beamsize²", forward + "-N 5 -default_F 10 -flux 1e22 -exposure 2 -beamsize 0.1", forwardPhotons * 2e22 / 1e-8 * electronRadius2},
	{"a point pixel has Ω = 1/R²", forward + "-N 5 -default_F 10 -point_pixel", forwardPhotons / 1e-6 / 0.01},
	{"a sensor stops 1 − exp(−thickness/depth)", forward + "-N 5 -default_F 10 -detector_thick 300 -detector_abs 150 -thicksteps 4", forwardPhotons * (1 - math.Exp(-2))},
	{"water scatters 2.57² from each molecule", forward + "-N 1 -default_F 0 -water 100", 2.57 * 2.57 * 1e-12 * 1e6 * 6.02214179e23 / 18 * 1e-6},
	// λ = d: the plane (0 1 0) of a cubic crystal reflects at θ = 30° once it is
	// turned by −30° about x. Through 2θ = 60° the pixel is 100·tan 60° mm away from
	// the beam, R = 200 mm, Ω = 0.1²·100/200³ sr, and polarization ½(1 + cos²60°).
	{"Bragg's law at 2θ = 60°", "-xds -detpixels 3 -pixel 0.1 -distance 100 -ORGX 2 -ORGY -1730.0508075688772 -oversample 1 -lambda 50 " +
		"-cell 50 50 50 90 90 90 -phi -30 -N 5 -default_F 10", forwardPhotons / 8 * 0.625},
}

// measure returns the photons of the pixel, and an error if they are wrong.
func (i identity) measure(ctx context.Context, b simulate.Backend, limit float64) (float64, error) {
	settings, err := config.ParseArgs(strings.Fields(i.args))
	if err != nil {
		return 0, err
	}
	r, err := settings.Experiment(nil)
	if err != nil {
		return 0, err
	}
	compiled, err := plan.Compile(r.Experiment)
	if err != nil {
		return 0, err
	}
	f, err := simulate.Run(ctx, b, compiled, simulate.Options{})
	if err != nil {
		return 0, err
	}
	got := float64(f.Row(1)[1])
	if !(math.Abs(got-i.want) <= limit*i.want) {
		return got, fmt.Errorf("%.9g photons, want %.9g", got, i.want)
	}
	return got, nil
}
