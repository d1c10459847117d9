// Command gobragg simulates the X-ray diffraction image of a crystal. It takes
// nanoBragg's options and writes nanoBragg's files:
//
//	gobragg -cell 78 78 38 90 90 90 -default_F 100 -N 10 -o spots.png
//
// Other things it does are commands: batch, bench, compare, convert, parity, sf,
// selftest, version, help.
package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"

	"gobragg/native/cuda"

	"golang.org/x/term"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal kills
	p := &program{
		stdout: os.Stdout, stderr: os.Stderr, terminal: term.IsTerminal(int(os.Stderr.Fd())),
		processors: runtime.GOMAXPROCS(0), getenv: os.Getenv,
		args: os.Args[1:], driver: cuda.Present, replace: replace,
	}
	if path, err := os.Executable(); err == nil {
		p.folder = filepath.Dir(path)
	}
	// One more than there are workers, so that a signal never waits for them: with
	// both processors of two busy, Ctrl-C took 50 to 350 ms without it.
	runtime.GOMAXPROCS(p.processors + 1)
	os.Exit(p.run(ctx, os.Args[1:]))
}
