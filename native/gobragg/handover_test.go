package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gobragg/native/cuda"
)

// TestHandOver: -backend cuda goes to the partner where there is one and a driver, and
// else says what is missing; auto does so with much to do and says nothing.
func TestHandOver(t *testing.T) {
	if cuda.Built {
		t.Skip("this build has CUDA itself")
	}
	started := errors.New("it was started")
	few := "-cell 50 60 70 90 90 90 -N 5 -default_F 10 -detpixels 16 -oversample 1 -o a.npy "
	// As many samples as make auto want a GPU, none of them in a pixel.
	much := "-cell 50 60 70 90 90 90 -N 5 -default_F 10 -detpixels 4096 -oversample 12 -trace 0 0 "
	for _, c := range []struct {
		name, args       string
		partner, driver  bool
		started          bool
		code             int
		stderr, unwanted string
	}{
		{"cuda", few + "-backend cuda", true, true, true, 1, "it was started", ""},
		{"no partner", few + "-backend cuda", false, true, false, 1, "make cuda builds it", ""},
		{"no driver", few + "-backend cuda", true, false, false, 1, "no driver here", ""},
		{"auto, little to do", few + "-backend auto", true, true, false, 0, "", "CUDA"},
		{"auto, much to do", much, true, true, true, 0, "", "CUDA"},
		{"auto, no partner", much, false, true, false, 0, "", "cuda"},
		{"auto, no driver", much, true, false, false, 0, "", "driver"},
		{"another", much + "-backend scalar", true, true, false, 0, "", "cuda"},
		{"unknown", few + "-backend fast", true, true, false, 2, "or cuda", ""},
		{"selftest", "selftest -backend cuda", true, true, true, 1, "it was started", ""},
	} {
		inFolder(t)
		dir := t.TempDir()
		if c.partner {
			if err := os.WriteFile(filepath.Join(dir, partner), nil, 0o777); err != nil {
				t.Fatal(err)
			}
		}
		var stderr bytes.Buffer
		var with []string
		p := &program{
			stdout: &bytes.Buffer{}, stderr: &stderr, processors: 2, args: words(c.args), folder: dir,
			driver: func() (string, error) {
				if !c.driver {
					return "", errors.New("no driver here")
				}
				return "/the/driver", nil
			},
			replace: func(path string, args, environment []string) error {
				if path != filepath.Join(dir, partner) || !slices.ContainsFunc(environment, func(s string) bool { return strings.HasPrefix(s, "LD_LIBRARY_PATH=/the/driver:") }) {
					t.Errorf("%s: %s was started in %q", c.name, path, environment)
				}
				with = args
				return started
			},
		}
		code := p.run(context.Background(), p.args)
		if code != c.code || !strings.Contains(stderr.String(), c.stderr) || c.unwanted != "" && strings.Contains(stderr.String(), c.unwanted) {
			t.Errorf("%s: exit code %d, want %d\n%s", c.name, code, c.code, stderr.String())
		}
		if c.started != (with != nil) || with != nil && !slices.Equal(with[1:], p.args) {
			t.Errorf("%s: started with %q", c.name, with)
		}
	}
}
