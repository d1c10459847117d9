package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"gobragg/core/config"
	"gobragg/core/imgio"
)

// shortUsage answers a command line without words.
const shortUsage = `gobragg simulates the X-ray diffraction image of a crystal. Try

  gobragg -cell 78 78 38 90 90 90 -default_F 100 -N 10 -o spots.png
  gobragg -hkl P1.hkl -cell 78 78 38 -misset random -N 30 -mosaic 0.3 -osc 0.5 -phisteps 10 -o image.img
  gobragg -hkl P1.hkl -cell 78 78 38 -N 30 -trace 512 300

gobragg -h lists all options, gobragg help all commands.
`

// overview lists what there is besides the simulation.
const overview = `gobragg OPTIONS simulates an image: gobragg -h lists the options.
gobragg COMMAND does something else:

`

// help prints help on a topic: a command, "options", a group of options, or one option.
func (p *program) help(_ context.Context, args []string) error {
	topic := strings.ToLower(strings.Join(args, " "))
	switch topic {
	case "", "commands":
		return p.helpOverview()
	case "options":
		if err := config.WriteHelp(p.stdout); err != nil {
			return err
		}
		_, err := fmt.Fprintln(p.stdout, "\nOther things that gobragg does: gobragg help")
		return err
	case "batch":
		return p.helpCommand(batchHelp, new(series).flags())
	case "compare":
		return p.helpCommand(compareHelp, new(comparison).flags())
	case "convert":
		return p.helpCommand(convertHelp(), new(conversion).flags())
	case "bench":
		return p.helpCommand(benchHelp, new(benchmark).flags())
	case "parity":
		return p.helpCommand(parityHelp, new(parityRun).flags())
	case "sf":
		return p.helpCommand(sfHelp, new(factorsRun).flags())
	case "selftest":
		return p.helpCommand(selftestHelp, selftestFlags(new(string), new(string), make([]int, 1)))
	case "version":
		return p.helpCommand("usage: gobragg version\n\nPrints the version, the build and what this machine can run.\n", nil)
	case "help":
		return p.helpCommand("usage: gobragg help [TOPIC]\n\nPrints help on a command, a group of options or an option.\n", nil)
	}
	text, err := optionHelp(topic)
	if err != nil {
		return err
	}
	_, err = io.WriteString(p.stdout, text)
	return err
}

func (p *program) helpOverview() error {
	io.WriteString(p.stdout, overview)
	t := newTable(p.stdout)
	for _, c := range commands() {
		t.row(c.name, c.about)
	}
	t.flush()
	fmt.Fprintf(p.stdout, "\nTopics of gobragg help: commands, options, a command, %s,\nor the name of an option.\n\n", strings.Join(groupNames(), ", "))
	_, err := io.WriteString(p.stdout, conduct)
	return err
}

// conduct is what holds for all commands.
const conduct = `Results go to standard output, messages to standard error. -quiet leaves of the messages only the
errors. Files appear complete or not at all, and only after everything has succeeded. Exit codes:
0 done, 1 failed or outside limits, 2 a mistake in what was written, 130 interrupted.
`

const batchHelp = `usage: gobragg batch SERIES.json -o DIR [options]

Renders a series of images: the stills of a serial experiment, a rotation, a training set. Each frame gives
its image files and NAME.json with the truth: orientation, cell, beam, seeds, and the command that gives
the same image alone. Files of structure factors are read once. Frames whose files are there are skipped,
so the same command goes on after an interruption. SERIES.json holds, for example,

  {
    "gobragg_batch": 1,
    "frames": 1000,
    "settings": ["-hkl", "P1.hkl", "-cell", "78", "78", "38", "-N", "20", "-mosaic", "0.1"],
    "vary": {
      "misset": "random",
      "lambda": {"normal": [1.0, 0.001]},
      "distance": {"uniform": [99.5, 100.5]},
      "phi": {"from": 0, "step": 0.1}
    },
    "write": ["cbf", "png"]
  }

settings are words of a command line, or an object as -write_config writes it. vary takes any option of an
image: {"from": A, "step": B}, {"values": [one for each frame]}, {"uniform": [LOW, HIGH]} or
{"normal": [MEAN, SIGMA]}; misset also "random". The seed of noise counts up from -seed.
On a cluster, run the same command as an array job: frames are divided by -shard or by SLURM_ARRAY_TASK_ID.

`

const compareHelp = `usage: gobragg compare A B [options]

Compares two images: SMV, mini-CBF, TIFF, NPY, NPZ, 16-bit PNG or raw 32-bit floats, compressed by gzip or
not. Negative pixels of a CBF image, gaps between modules, are left out. Where one image holds photons and
the other counts with COUNTS_PER_PHOTON in its header, these become (count − ADC_OFFSET)/COUNTS_PER_PHOTON.
Exits with 0 within the limits given, 1 outside, 2 if it could not compare.

`

const convertUsage = `usage: gobragg convert A B [options]

Writes image A in the format that the extension of B says. A is an SMV, mini-CBF, TIFF, NPY, NPZ, 16-bit
PNG or raw 32-bit float image, compressed by gzip or not, told by its content. Every pixel keeps its value;
if B cannot hold one, nothing is written and formats that can are named. What the header tells of the
experiment goes along. Formats of B:

`

// convertHelp is the help of convert before its options.
func convertHelp() string {
	var b strings.Builder
	b.WriteString(convertUsage)
	t := newTable(&b)
	for _, f := range imgio.Formats() {
		about := f.Description
		if f.Gzip {
			about += "; also .gz"
		}
		t.row(strings.Join(f.Extensions, " "), about)
	}
	t.flush()
	return b.String() + "\n"
}

const benchHelp = `usage: gobragg bench [options]

Measures nanoseconds a sample (pixel × sub-pixel × layer × source × orientation) for every backend and
precision, against states, pixels and threads, and whole runs of the program; of the roof is the part of
the multiply-adds that this processor can do. Medians with their range, everything in turns. It takes
minutes, and an idle machine.

`

const parityHelp = `usage: gobragg parity DIR [options]

Runs the cases of DIR/cases.json, in the format of testdata/reference, and holds every image against the
measured one. Exits with 1 if a case fails.

`

const sfHelp = `usage: gobragg sf FILE [options] -o OUT

Writes the structure factors of a crystal. FILE is a model (PDB, mmCIF or a small molecule's CIF), of which
they are computed, in electrons per cell; or reflections (MTZ, mmCIF, XDS_ASCII, CrystFEL, SHELX or text),
which are expanded to P1. It is told by its content, compressed by gzip or not. Without -o there is only
the summary. OUT is one of

  .hkl   text h k l F of all reflections in P1, Friedel mates and 0 0 0 among them: a file for -hkl
  .mtz   unique reflections; those of a model with phases, and with anomalous scattering also both mates
  .json  the summary and the unique reflections

the first and the last also .gz. Measured amplitudes keep the scale of their file.

`

const selftestHelp = `usage: gobragg selftest [options]

Renders small experiments whose photons follow from formulas, and holds the backend against the
reference kernel. Exits with 1 if a check fails.

`

func (p *program) helpCommand(text string, flags []flag) error {
	io.WriteString(p.stdout, text)
	t := newTable(p.stdout)
	for _, f := range flags {
		t.row(f.usage(), f.help)
	}
	t.flush()
	return nil
}

func groupNames() []string {
	var names []string
	for _, o := range config.Options {
		if n := o.Group.String(); !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}

// optionHelp cuts the part on a group or an option out of the list of all options.
func optionHelp(topic string) (string, error) {
	var all bytes.Buffer
	if err := config.WriteHelp(&all); err != nil {
		return "", err
	}
	lines := strings.SplitAfter(all.String(), "\n")
	if group := slices.Index(lines, strings.ToUpper(topic)+"\n"); group >= 0 {
		end := group + 1
		for end < len(lines) && strings.TrimSpace(lines[end]) != "" {
			end++
		}
		return strings.Join(lines[group:end], ""), nil
	}
	o := findOption(topic)
	if o == nil {
		return "", usagef("help: there is no topic %q; topics are commands, options, a command, %s, or the name of an option", topic, strings.Join(groupNames(), ", "))
	}
	start := slices.IndexFunc(lines, func(l string) bool { return l == "  -"+o.Name+"\n" || strings.HasPrefix(l, "  -"+o.Name+" ") })
	end := start + 1
	for end < len(lines) && strings.HasPrefix(lines[end], "    ") {
		end++
	}
	return strings.Join(lines[start:end], ""), nil
}

// findOption returns the option of this name, with or without a dash and in any case.
func findOption(name string) *config.Option {
	name = strings.TrimLeft(name, "-")
	for _, o := range config.Options {
		for _, n := range append([]string{o.Name}, o.Aliases...) {
			if strings.EqualFold(n, name) {
				return o
			}
		}
	}
	return nil
}
