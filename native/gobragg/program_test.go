package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asProgram is set where the test binary stands in for the command.
const asProgram = "GOBRAGG_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// testdata is the absolute path of the repository's test data.
var testdata = func() string {
	path, err := filepath.Abs("../../testdata")
	if err != nil {
		panic(err)
	}
	return path
}()

// run runs a command line and returns the exit code and what was printed.
func run(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, messages bytes.Buffer
	p := &program{stdout: &out, stderr: &messages, processors: 8, getenv: func(string) string { return "" }}
	code = p.run(t.Context(), args)
	return code, out.String(), messages.String()
}

// words splits a command line at spaces.
func words(line string) []string { return strings.Fields(line) }

// small is an image of a few milliseconds.
const small = "-cell 50 60 70 90 90 90 -default_F 100 -N 5 -detpixels 32 -pixel 1 -oversample 1 "

// inFolder makes a new folder the working one.
func inFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Chdir(dir)
	return dir
}

// filesIn returns the names in a folder.
func filesIn(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestExitCodesAndMessages(t *testing.T) {
	inFolder(t)
	if err := os.Mkdir("folder.png", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, args string
		code       int
		stdout     string // part of it
		stderr     string
	}{
		{"nothing", "", 2, "", "gobragg -cell 78 78 38"},
		{"help option", "-h", 0, "-mosaic_domains", ""},
		{"version option", "--version", 0, "gobragg ", ""},
		{"version", "version", 0, "built with", ""},
		{"version with words", "version 2", 2, "", "takes no arguments"},
		{"help", "help", 0, "parity", ""},
		{"help on a group", "help beam", 0, "-lambda", ""},
		{"help on a group of several words", "help background and noise", 0, "-water", ""},
		{"help on the commands", "help commands", 0, "selftest", ""},
		{"help on the options", "help options", 0, "-mosaic_domains", ""},
		{"help on an option", "help -mosaic_dom", 0, "number of mosaic domains", ""},
		{"help on an option in another case", "help xbeam", 0, "-Xbeam", ""},
		{"help on nothing known", "help me", 2, "", `no topic "me"; topics are commands, options, a command, crystal`},
		{"help of compare", "compare -h", 0, "-max_difference", ""},
		{"help of parity", "parity --help", 0, "-only", ""},
		{"help of selftest", "selftest -h", 0, "-backend", ""},
		{"unknown command", "simulate", 2, "", `"simulate" is not a command; the commands are batch, compare`},
		{"unknown option", "-celll 1 2 3", 2, "", "-celll: there is no such option; did you mean -cell?"},
		{"missing value", "-cell", 2, "", "-cell: its value is missing"},
		{"missing file", "-hkl none.hkl -cell 10 10 10", 1, "", "-hkl none.hkl: no such file"},
		{"folder for a file", "-hkl folder.png -cell 10 10 10", 1, "", "-hkl folder.png: it is a folder"},
		{"unknown format", small + "-o a.jpg", 2, "", "-o: a.jpg: the extension says the format: .cbf, .img"},
		{"no extension", small + "-o a", 2, "", "-o: a: the extension"},
		{"compressed picture", small + "-o a.png.gz", 2, "", "no .gz goes with .png"},
		{"counts for photons", small + "-floatfile a.cbf", 2, "", "-floatfile: a.cbf: a CBF file does not hold such pixels; .tif, .npy, .npz, .bin do"},
		{"a picture for counts", small + "-noisefile a.png", 2, "", "-noisefile: a.png: a PNG file does not hold such pixels; .cbf, .img, .tif, .npy, .npz, .16.png do"},
		{"a compressed archive", small + "-intfile a.npz.gz", 2, "", "-intfile: a.npz.gz: no .gz goes with .npz"},
		{"no such folder", small + "-o none/a.png", 1, "", "cannot write none/a.png: there is no folder none"},
		{"a folder's name", small + "-o folder.png", 1, "", "cannot write folder.png: it is a folder"},
		{"one name twice", small + "-o a.png -o ./a.png", 2, "", "./a.png is already the file of -o"},
		{"one name for two options", small + "-intfile a -noisefile a", 2, "", "a is already the file of -intfile"},
		{"unknown backend", small + "-backend abacus", 2, "", `-backend: there is no backend "abacus"`},
		{"unknown precision", small + "-precision half", 2, "", "-precision: half is not one of its choices: want auto or double or mixed"},
		{"pixel beyond the detector", small + "-trace 32 0", 2, "", "is not on the detector"},
		{"compare one image", "compare a.img", 2, "", "want two images, found 1"},
		{"compare missing images", "compare a.img b.img", 2, "", "a.img: no such file"},
		{"compare with an unknown option", "compare a b -max 3", 2, "", "-max: gobragg compare has no such option"},
		{"compare with half an option", "compare a b -roi 1 2", 2, "", "-roi: a value is missing: want -roi XMIN XMAX YMIN YMAX"},
		{"compare with a word for a number", "compare a b -max_sum many", 2, "", `-max_sum: "many" is not a number of at least 0`},
		{"compare with NaN", "compare a b -min_correlation nan", 2, "", "not a number from -1 to 1"},
		{"compare with a fraction of a pixel", "compare a b -size 1.5 2", 2, "", `-size: "1.5" is not a whole number`},
		{"help of convert", "convert -h", 0, ".16.png", ""},
		{"convert one image", "convert a.img", 2, "", "want two names, found 1"},
		{"convert to nothing known", "convert a.img b.jpg", 2, "", "convert: b.jpg: the extension says the format"},
		{"convert to a compressed picture", "convert a.img b.png.gz", 2, "", "no .gz goes with .png"},
		{"convert with an unknown option", "convert a.img b.cbf -scale 2", 2, "", "gobragg convert has no such option; it has -size -round -quiet"},
		{"convert a missing image", "convert a.img b.cbf", 1, "", "a.img: no such file"},
		{"convert into no folder", "convert a.img none/b.cbf", 1, "", "there is no folder none"},
		{"convert a folder", "convert folder.png b.cbf", 1, "", "folder.png: it is a folder"},
		{"parity without a folder", "parity", 2, "", "want one folder"},
		{"parity of a folder without cases", "parity folder.png", 1, "", "cases.json: no such file"},
		{"parity with an unknown backend", "parity folder.png -backend abacus", 2, "", "no backend"},
		{"parity with an unknown precision", "parity folder.png -precision half", 2, "", `-precision: "half" is not one of auto, double, mixed`},
		{"selftest with a word", "selftest all", 2, "", "one word too many"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, stdout, stderr := run(t, words(c.args)...)
			if code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			if !strings.Contains(stdout, c.stdout) || c.stdout == "" && stdout != "" {
				t.Errorf("standard output %q, want %q", stdout, c.stdout)
			}
			if !strings.Contains(stderr, c.stderr) || c.stderr == "" && stderr != "" {
				t.Errorf("standard error %q, want %q", stderr, c.stderr)
			}
		})
	}
	if got := filesIn(t, "."); got != "folder.png" {
		t.Errorf("files %s: nothing should have been written", got)
	}
}

// heavy is an image of years, whose first sum over a strip of pixels takes a second.
const heavy = "-cell 50 60 70 90 90 90 -default_F 100 -N 5 -oversample 100 -mosaic 1 -mosaic_domains 300000 -osc 1 -phisteps 3 "

// soon is how long an interrupted run may go on.
const soon = 200 * time.Millisecond

// TestInterrupt interrupts real processes, with outputs there already.
func TestInterrupt(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, args := range []string{heavy + "-backend auto", heavy + "-backend scalar -threads 1", heavy + "-trace 500 500"} {
		took := interrupt(t, args)
		for tries := 1; took > soon && tries < 6; tries++ { // other work may keep the machine busy
			took = interrupt(t, args)
		}
		if took > soon {
			t.Errorf("%s: stopped after %v, want at most %v", args, took, soon)
		}
	}
}

// interrupt returns how long a run goes on once it is interrupted, and checks what
// it leaves behind.
func interrupt(t *testing.T, args string) time.Duration {
	dir := t.TempDir()
	kept := filepath.Join(dir, "floatimage.bin")
	put(t, kept, "kept")
	cmd := exec.Command(os.Args[0], words(args)...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	cmd.Dir = dir
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second)
	begin := time.Now()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	took := time.Since(begin)
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("%s: exit code %d, want %d", args, code, exitInterrupted)
	}
	if want := "gobragg: interrupted; nothing was written\n"; !strings.HasSuffix(stderr.String(), want) {
		t.Errorf("%s: standard error %q, want %q", args, stderr.String(), want)
	}
	if got := filesIn(t, dir); got != "floatimage.bin" || content(t, kept) != "kept" {
		t.Errorf("%s: files %s, floatimage.bin holds %q; want it alone and untouched", args, got, content(t, kept))
	}
	return took
}

// waits is how long await may take besides its patience, on a busy machine.
const waits = 5 * time.Second

// TestAbandonedWork ends a run whose work never looks at its context: it is left
// behind, and can neither commit what it wrote nor write more.
func TestAbandonedWork(t *testing.T) {
	inFolder(t)
	put(t, "old", "before")
	ctx, cancel := context.WithCancel(t.Context())
	var messages bytes.Buffer
	p := &program{stdout: &bytes.Buffer{}, stderr: &messages, processors: 2}
	release, late := make(chan struct{}), make(chan [2]error, 1)
	begin := time.Now()
	err := p.await(ctx, func() error {
		if err := p.outputs.write(context.Background(), "old", writes("after")); err != nil {
			t.Error(err)
		}
		cancel()
		<-release
		late <- [2]error{p.outputs.write(context.Background(), "new", writes("late")), p.outputs.commit()}
		return nil
	})
	if took := time.Since(begin); took < patience || took > patience+waits {
		t.Errorf("left behind after %v, want %v", took, patience)
	}
	if code := p.report(ctx, err); code != exitInterrupted || messages.String() != "gobragg: interrupted; nothing was written\n" {
		t.Errorf("exit code %d, want %d; %q", code, exitInterrupted, messages.String())
	}
	close(release)
	for _, err := range <-late {
		if !errors.Is(err, errAbandoned) {
			t.Errorf("work that was left behind: %v, want %v", err, errAbandoned)
		}
	}
	if got := filesIn(t, "."); got != "old" || content(t, "old") != "before" {
		t.Errorf("files %s, old holds %q; want it alone and untouched", got, content(t, "old"))
	}
}

// TestInterruptAfterCommit: work that has committed is waited for, and what it
// wrote is told if it fails then.
func TestInterruptAfterCommit(t *testing.T) {
	inFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	var messages bytes.Buffer
	p := &program{stdout: &bytes.Buffer{}, stderr: &messages, processors: 2}
	err := p.await(ctx, func() error {
		err := p.outputs.write(ctx, "a", writes("whole"))
		if err == nil {
			err = p.outputs.commit()
		}
		cancel()
		time.Sleep(2 * patience)
		return errors.Join(err, context.Canceled)
	})
	if code := p.report(ctx, err); code != exitInterrupted || messages.String() != "gobragg: interrupted; written: a\n" {
		t.Errorf("exit code %d, want %d; %q", code, exitInterrupted, messages.String())
	}
	if got := content(t, "a"); got != "whole" {
		t.Errorf("a holds %q, want %q", got, "whole")
	}
}
