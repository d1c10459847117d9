package config

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"

	"gobragg/core/experiment"
	"gobragg/core/geom"

	"gonum.org/v1/gonum/spatial/r3"
)

// sourceColumns are the columns of a source file.
var sourceColumns = [...]string{"x", "y", "z", "weight", "wavelength"}

// ReadSources reads a source file: lines of
//
//	x y z weight wavelength
//
// with the vector from the sample to the source (any unit, only its direction
// counts) and the wavelength in m. Columns missing at the end of a line are those
// of −10·beam, 1 and wavelength. Text after # is a comment, blank lines are
// skipped. Weights are returned as they stand.
func ReadSources(r io.Reader, beam r3.Vec, wavelength float64) ([]experiment.Source, error) {
	sources, _, err := readSources(r, beam, wavelength)
	return sources, err
}

// readSources also reports whether there were comments.
func readSources(r io.Reader, beam r3.Vec, wavelength float64) (sources []experiment.Source, comments bool, err error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxWord)
	for number := 1; lines.Scan(); number++ {
		text, _, comment := strings.Cut(lines.Text(), "#")
		comments = comments || comment
		words := strings.Fields(text)
		if len(words) == 0 {
			continue
		}
		s, err := parseSource(words, beam, wavelength)
		if err != nil {
			return nil, false, fmt.Errorf("line %d: %w", number, err)
		}
		if len(sources) == maxSources {
			return nil, false, fmt.Errorf("line %d: more than %d sources", number, int(maxSources))
		}
		sources = append(sources, s)
	}
	if err := lines.Err(); err != nil {
		return nil, false, err
	}
	if len(sources) == 0 {
		return nil, false, errors.New("there is no source in it: want lines x y z weight wavelength")
	}
	return sources, comments, nil
}

func parseSource(words []string, beam r3.Vec, wavelength float64) (experiment.Source, error) {
	if len(words) > len(sourceColumns) {
		return experiment.Source{}, fmt.Errorf("%d columns; want x y z weight wavelength", len(words))
	}
	v := [len(sourceColumns)]float64{-experiment.SourceDistance * beam.X, -experiment.SourceDistance * beam.Y, -experiment.SourceDistance * beam.Z, 1, wavelength}
	for i, w := range words {
		x, err := parseNumber(w)
		if err != nil {
			return experiment.Source{}, fmt.Errorf("%s: %.40q %w", sourceColumns[i], w, err)
		}
		v[i] = x
	}
	toSource := r3.Vec{X: v[0], Y: v[1], Z: v[2]}
	if n := geom.Norm(toSource); !(n > 0) || n > largest {
		return experiment.Source{}, fmt.Errorf("%g %g %g is not a direction", v[0], v[1], v[2])
	}
	if !(v[4] > 0) || v[4] > 1 {
		return experiment.Source{}, fmt.Errorf("a wavelength of %g m; want metres, for example 1e-10", v[4])
	}
	return experiment.Source{Incident: geom.Unit(r3.Scale(-1, toSource)), Wavelength: v[4], Weight: v[3]}, nil
}
