package config

import (
	"fmt"
	"strconv"
	"strings"

	"gobragg/core/imgio"
	"gobragg/core/units"
)

// Provenance returns how an image came about, for files that can hold it: the
// program and its version, the complete command line, the seeds, the crystal's
// missetting angles in degrees, and where the structure factors came from.
func (r *Resolved) Provenance(version string) []imgio.Field {
	deg := func(x float64) string { return strconv.FormatFloat(x/units.Degree, 'f', 6, 64) }
	fields := []imgio.Field{
		{Key: "PROGRAM", Value: "gobragg " + version},
		{Key: "COMMAND", Value: CommandLine(r.Config.Args())},
		{Key: "SEED", Value: strconv.FormatInt(r.Seed, 10)},
		{Key: "MISSET_SEED", Value: strconv.FormatInt(r.MissetSeed, 10)},
		{Key: "MOSAIC_SEED", Value: strconv.FormatInt(r.Experiment.Crystal.Mosaic.Seed, 10)},
		{Key: "MISSET", Value: fmt.Sprintf("%s %s %s", deg(r.Misset[0]), deg(r.Misset[1]), deg(r.Misset[2]))},
		{Key: "STRUCTURE_FACTORS", Value: r.StructureFactors},
	}
	if r.StructureFactorsHash != "" {
		fields = append(fields, imgio.Field{Key: "STRUCTURE_FACTORS_HASH", Value: r.StructureFactorsHash})
	}
	return fields
}

// CommandLine returns the program's name and args as a shell reads them, quoted
// where it needs it.
func CommandLine(args []string) string {
	words := []string{"gobragg"}
	for _, a := range args {
		if a == "" || strings.ContainsFunc(a, needsQuotes) {
			a = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
		words = append(words, a)
	}
	return strings.Join(words, " ")
}

func needsQuotes(r rune) bool {
	plain := r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("-_./,:+@%=", r) || r > 127
	return !plain
}
