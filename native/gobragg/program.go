package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"gobragg/core/config"
)

// Exit codes.
const (
	exitFailure     = 1   // the work failed, or images differ
	exitUsage       = 2   // a mistake in what was written
	exitInterrupted = 130 // 128 + SIGINT, as shells count
)

// program is one run of the command. Results go to stdout, messages to stderr.
type program struct {
	stdout, stderr io.Writer
	terminal       bool // stderr is a terminal
	processors     int  // to compute with
	outputs        outputs
	// finished, if set, says what an interrupted run has done.
	finished atomic.Pointer[func() string]
	getenv   func(string) string

	// For handing over to the program with CUDA.
	args    []string                                            // of this one
	folder  string                                              // of its file
	driver  func() (folder string, err error)                   // cuda.Present
	replace func(path string, args, environment []string) error // the process; nil: never
}

// command is what a first word without a dash selects.
type command struct {
	name, about string
	run         func(p *program, ctx context.Context, args []string) error
}

// commands returns the commands in the order of the help text.
func commands() []command {
	return []command{
		{"batch", "many images that differ in orientation, seed, wavelength or another setting", (*program).batch},
		{"compare", "how much two images differ", (*program).compare},
		{"convert", "write an image in another format", (*program).convert},
		{"bench", "measure how fast this machine computes", (*program).bench},
		{"parity", "run a folder of measured cases and compare", (*program).parity},
		{"sf", "structure factors of a model, or of a file in any format, as hkl, MTZ or JSON", (*program).sf},
		{"selftest", "check that this machine computes correctly", (*program).selftest},
		{"version", "version, build and machine", (*program).version},
		{"help", "help on a command, a group of options or an option", (*program).help},
	}
}

// errReported ends a command that has already said what is wrong.
var errReported = errors.New("reported")

// status is an error with an exit code of its own.
type status struct {
	code int
	error
}

func (s status) Unwrap() error { return s.error }

// patience is how long an interrupted run may take to stop by itself.
const patience = 100 * time.Millisecond

// run runs the command line args and returns the exit code. When ctx ends it
// returns within moments; outputs are then complete or not there at all.
func (p *program) run(ctx context.Context, args []string) int {
	return p.report(ctx, p.await(ctx, func() error { return p.dispatch(ctx, args) }))
}

// await returns what work returns, or soon after ctx ends its error. Work that does
// not look at ctx is then left behind, with no way to write; if it has committed its
// outputs already, await waits for it.
func (p *program) await(ctx context.Context, work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
	}
	if p.outputs.abandon() {
		return ctx.Err()
	}
	return <-done
}

// report prints err, if it is one, and returns the exit code.
func (p *program) report(ctx context.Context, err error) int {
	var own status
	var usage *config.UsageError
	switch {
	case err == nil:
		return 0
	case ctx.Err() != nil:
		what := "nothing was written"
		if finished := p.finished.Load(); finished != nil {
			what = (*finished)()
		} else if names := p.outputs.names(); len(names) > 0 {
			what = "written: " + strings.Join(names, ", ")
		}
		fmt.Fprintf(p.stderr, "gobragg: interrupted; %s\n", what)
		return exitInterrupted
	}
	if !errors.Is(err, errReported) {
		fmt.Fprintf(p.stderr, "gobragg: %v\n", err)
	}
	switch {
	case errors.As(err, &own):
		return own.code
	case errors.As(err, &usage):
		return exitUsage
	}
	return exitFailure
}

func (p *program) dispatch(ctx context.Context, args []string) error {
	if len(args) == 0 {
		fmt.Fprint(p.stderr, shortUsage)
		return status{exitUsage, errReported}
	}
	name := args[0]
	if strings.HasPrefix(name, "-") {
		return p.simulate(ctx, args)
	}
	all := commands()
	if i := slices.IndexFunc(all, func(c command) bool { return c.name == name }); i >= 0 {
		return all[i].run(p, ctx, args[1:])
	}
	var names []string
	for _, c := range all {
		names = append(names, c.name)
	}
	return usagef("%q is not a command; the commands are %s, and options alone simulate an image", name, strings.Join(names, ", "))
}

// threads returns how many threads compute if so many are asked for; 0: all. More
// than there are processors would gain nothing.
func (p *program) threads(asked int) int {
	if asked == 0 {
		return p.processors
	}
	return min(asked, p.processors)
}

func usagef(format string, args ...any) error {
	return &config.UsageError{Text: fmt.Sprintf(format, args...)}
}
