package config

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// TestComplete: a complete configuration gives the identical experiment, through
// its JSON form, and is complete already.
func TestComplete(t *testing.T) {
	check := func(name string, args []string, open Open) {
		r, err := mustParse(t, args...).Experiment(open)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		complete := r.Complete()
		data, err := complete.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		c, err := ParseJSON(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		again, err := c.Experiment(open)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !reflect.DeepEqual(r.Experiment, again.Experiment) {
			t.Errorf("%s: the experiment of the complete configuration differs:\n%q", name, complete.Args())
		}
		if !reflect.DeepEqual(r.Geometry(), again.Geometry()) {
			t.Errorf("%s: the header differs: %v, want %v", name, again.Geometry(), r.Geometry())
		}
		out, want := again.Output, r.Output
		if out.Config = want.Config; !reflect.DeepEqual(out, want) {
			t.Errorf("%s: output %+v, want %+v", name, out, want)
		}
		if twice := again.Complete().Args(); !slices.Equal(twice, c.Args()) {
			t.Errorf("%s: completing twice: %q, once: %q", name, twice, c.Args())
		}
		// Stating a default must not bring new remarks.
		for _, n := range again.Notes {
			if !slices.Contains(r.Notes, n) {
				t.Errorf("%s: a new note: %s", name, n)
			}
		}
	}
	for _, c := range referenceCases(t) {
		args := c.Args
		if c.Compat {
			args = append(slices.Clone(args), "-compat")
		}
		check(c.Name, args, openInput)
	}
	for _, args := range []string{
		"-cell 50 -default_F 1",
		"-cell 50 -default_F 1 -misset random -seed 9 -oversample 0",
		"-cell 50 -default_F 1 -samplesize 0.001 -flux 1e12",
		"-cell 50 -default_F 1 -sample_width 0.001 -Nc 7 -mosaic 1",
		"-cell 50 -default_F 1 -round_xtal -phisteps 3 -hdivstep 1 -dispersion 1",
		"-cell 50 -default_F 1 -beam_vector 1 0 0 -twotheta 5 -pivot sample -close_distance 90",
		"-cell 50 -default_F 1 -spindle_axis 0 1 0 -ORGX 300",
		"-cell 50 -default_F 1 -pix0_vector 0.1 0.05 -0.05 -osc 1",
		"-cell 50 -default_F 1 -detsize 33.3 -pixel 0.35 -xds -energy 9000 -nonoise -nopgm -o a.png -rings 4 3",
		"-cell 50 -default_F 1 -detector_thick 300 -divsteps 4 -polar 0.9 -detpixels_x 100 -quiet -intfile b.img",
	} {
		check(args, strings.Fields(args), openInput)
	}
}

// TestCompleteThenChange: an option given with a stored configuration does what it
// does on the command line that was stored, without a remark on an option that
// nobody typed.
func TestCompleteThenChange(t *testing.T) {
	files := noteFiles(t)
	for _, tc := range []struct {
		args    string
		changes []string
	}{
		{"", []string{"", "-detpixels 2048", "-detpixels_x 30", "-pixel 0.2", "-N 40", "-Nb 3", "-samplesize 0.0005", "-distance 250", "-close_distance 90",
			"-lambda 2", "-energy 9000", "-xds", "-beam_vector 1 0 0.1", "-phisteps 5", "-osc 1", "-phistep 0.1", "-hdivstep 0.5", "-divergence 1 -hdivstep 0.2",
			"-dispersion 1", "-flux 1e12", "-round_xtal", "-mosaic 1 -mosaic_domains 3", "-misset random", "-hkl f.hkl", "-nopolar", "-sourcefile w.txt",
			"-roi 1 2 3 4", "-oversample 3", "-detector_thick 300 -detector_abs 200", "-o a.png", "-nonoise -o a.npy", "-compat"}},
		{"-hkl f.hkl -N 5", []string{"-N 1", "-N 50", "-nointerpolate", "-interpolate"}},
		{"-detsize 33.3 -pixel 0.35 -xds", []string{"-detpixels 100", "-pixel 0.1", "-distance 50"}},
		{"-misset random -osc 2 -hdivrange 1", []string{"-seed 5", "-misset_seed 7", "-phistep 0.1", "-hdivstep 0.1", "-phisteps 7", "-osc 3"}},
		{"-roi 10 20 30 40 -N 5", []string{"-detpixels 2048", "-roi 0 5 0 5"}},
		{"-dispersion 1 -flux 1e12 -gauss_xtal", []string{"-dispersion 0", "-dispsteps 5", "-flux 2e12", "-square_xtal", "-sourcefile w.txt"}},
		{"-mosaic 1 -mosaic_domains 20 -mosaic_seed 9", []string{"-mosaic 0", "-mosaic_domains 5", "-mosaic_seed 8"}},
		{"-detector_thick 300 -detector_abs 200", []string{"-detector_thick 0", "-detector_thick 100", "-thicksteps 5"}},
	} {
		stored := writeConfig(t, resolve(t, plain+tc.args, files))
		with := map[string]string{"stored.json": stored}
		for name, text := range files {
			with[name] = text
		}
		for _, change := range tc.changes {
			want := resolve(t, plain+tc.args+" "+change, files)
			got := resolve(t, "-config stored.json "+change, with)
			if !reflect.DeepEqual(got.Experiment, want.Experiment) {
				t.Errorf("%q stored, then %q: another experiment than that of both", tc.args, change)
			}
			if !reflect.DeepEqual(got.Output, want.Output) {
				t.Errorf("%q stored, then %q: output %+v, want %+v", tc.args, change, got.Output, want.Output)
			}
			for _, n := range got.Notes {
				if !slices.Contains(want.Notes, n) {
					t.Errorf("%q stored, then %q: a new note: %s", tc.args, change, n)
				}
			}
		}
	}
}

// TestCompleteIsFixed: the same run is stored as the same bytes.
func TestCompleteIsFixed(t *testing.T) {
	const args = plain + "-misset random -mosaic 1 -detector_thick 300 -dispersion 1"
	first := writeConfig(t, resolve(t, args, nil))
	for range 20 {
		if again := writeConfig(t, resolve(t, args, nil)); again != first {
			t.Fatalf("two files of one run:\n%s\n%s", first, again)
		}
	}
}

// TestCompleteStates: what is stated, and what stays unsaid because it follows.
func TestCompleteStates(t *testing.T) {
	args := func(s string) string { return strings.Join(resolve(t, plain+s, nil).Complete().Args(), " ") + " " }
	for _, tc := range []struct{ args, want string }{
		{"-mosaic 1 -mosaic_seed 9", "-mosaic_seed 9 "},
		{"-mosaic 1", "-mosaic_seed 12345678 "},
		{"-mosaic 1", "-mosaic_domains 10 "},
		{"-dispersion 1", "-dispsteps 2 "},
		{"-detector_thick 300", "-detector_thicksteps 2 "},
		{"-roi 1 2 3 4", "-roi 1 2 3 4 "},
		{"", "-oversample 0 "},
		{"-oversample 4", "-oversample 4 "},
		{"-detsize 33.3 -pixel 0.35", "-detsize 33.3 "},
	} {
		if got := args(tc.args); !strings.Contains(got, tc.want) {
			t.Errorf("%q is completed to %q, want %q in it", tc.args, got, tc.want)
		}
	}
	if got := args(""); strings.Contains(got, "-roi") {
		t.Errorf("a region nobody asked for: %q", got)
	}
}

func writeConfig(t *testing.T, r *Resolved) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Complete().WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
