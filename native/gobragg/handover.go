package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"gobragg/native/cuda"
)

// partner is the same program with CUDA in it: make cuda.
const partner = "gobragg-cuda"

// worthwhile is the number of samples from which on -backend auto takes a GPU: a
// second or more of a core's time, for a GPU takes its own to start.
const worthwhile = 2_000_000_000

// handOver replaces this program by its partner if e asks for a GPU, the partner is
// beside it and the machine has a driver. Where it returns it has not, and the error
// says why; it is nil if nobody insists on cuda.
func (p *program) handOver(e engine) error {
	switch {
	case cuda.Built || p.replace == nil:
		return nil
	case e.backend == "cuda":
		return fmt.Errorf("-backend cuda: %w", p.tryPartner())
	case e.backend == "auto" && e.samples >= worthwhile && !slices.Contains(p.args, "-"): // standard input was read
		_ = p.tryPartner() // or else the processor does it
	}
	return nil
}

func (p *program) tryPartner() error {
	path := filepath.Join(p.folder, partner)
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("%s is not beside this program, in %s: make cuda builds it", partner, p.folder)
	}
	folder, err := p.driver()
	if err != nil {
		return err
	}
	environment := os.Environ()
	if folder != "" {
		environment = append(environment, "LD_LIBRARY_PATH="+folder+string(filepath.ListSeparator)+os.Getenv("LD_LIBRARY_PATH"))
	}
	return fmt.Errorf("%s does not start: %w", path, p.replace(path, append([]string{path}, p.args...), environment))
}
