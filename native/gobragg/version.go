package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"gobragg/core/config"
	"gobragg/native/cuda"
	"gobragg/native/simd"
)

// buildVersion returns the module's version, which the go command makes from the
// newest tag and the commit.
func buildVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// version prints what is needed to say with which program an image was made.
func (p *program) version(_ context.Context, args []string) error {
	if len(args) > 0 {
		return &config.UsageError{Option: "version", Text: "takes no arguments"}
	}
	fmt.Fprintf(p.stdout, "gobragg %s\n", buildVersion())
	t := newTable(p.stdout)
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				t.row("commit", s.Value)
			case "vcs.time":
				t.row("time", s.Value)
			case "vcs.modified":
				if s.Value == "true" {
					t.row("", "with changes since")
				}
			}
		}
	}
	t.row("built with", runtime.Version())
	t.row("for", runtime.GOOS+"/"+runtime.GOARCH)
	t.row("threads", fmt.Sprint(p.processors))
	backends := simd.Names()
	if cuda.Built {
		backends = append(backends, "cuda")
	}
	t.row("backends", strings.Join(backends, ", "))
	t.flush()
	return nil
}
