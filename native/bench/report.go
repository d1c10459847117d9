package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"github.com/klauspost/cpuid/v2"
)

// Schema is the version of the report's form.
const Schema = 1

// Report is what Run measured.
type Report struct {
	Schema  int      `json:"schema"`
	Date    string   `json:"date"` // UTC, RFC 3339
	Program string   `json:"program"`
	Go      string   `json:"go"`
	System  string   `json:"system"` // GOOS/GOARCH
	Machine Machine  `json:"machine"`
	Engines []Engine `json:"engines"`
	Quick   bool     `json:"quick"`
	Seconds float64  `json:"seconds"` // that all of it took

	Roofs   []Roof    `json:"fma_roofs"`
	Matrix  []Row     `json:"matrix"`
	States  []Row     `json:"states"`
	Pixels  []Row     `json:"pixels"`
	Threads []Row     `json:"threads"`
	Culled  []CullRow `json:"culled"`
	Peer    *Peer     `json:"peer,omitempty"`
	GPU     *GPU      `json:"gpu,omitempty"`
	Runs    []Run     `json:"runs"`
}

// Machine is what was measured on.
type Machine struct {
	CPU     string `json:"cpu"`
	Threads int    `json:"threads"` // that could compute
	L2      int    `json:"l2_bytes"`
	// Load is how many programs ran or wanted to, on average over the minute before;
	// nil where the system does not say.
	Load *float64 `json:"load_average_before,omitempty"`
	// Share is the part of the time of whole runs on one thread during which they had
	// a processor; 0: there were no runs.
	Share float64 `json:"processor_share,omitempty"`
}

func newReport(s Suite, setup Setup, start time.Time) *Report {
	cpu := cpuid.CPU.BrandName
	if cpu == "" {
		cpu = "unknown " + runtime.GOARCH
	}
	return &Report{
		Schema: Schema, Date: start.UTC().Format(time.RFC3339), Program: "gobragg " + setup.Version,
		Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH,
		Machine: Machine{CPU: cpu, Threads: setup.Threads, L2: max(0, cpuid.CPU.Cache.L2), Load: Load()},
		Engines: setup.Engines, Quick: s.Quick,
	}
}

// Load returns Linux's load average of the last minute, or nil.
func Load() *float64 {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return nil
	}
	var x float64
	if _, err := fmt.Sscan(string(text), &x); err != nil {
		return nil
	}
	return &x
}

// WriteJSON writes the report, a line for each of its rows.
func (r *Report) WriteJSON(w io.Writer) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = w.Write(append(lines(text, 2), '\n'))
	return err
}

// lines breaks JSON after every element down to a depth of brackets.
func lines(text []byte, deepest int) (out []byte) {
	depth, quoted, escaped := 0, false, false
	for _, c := range text {
		out = append(out, c)
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case c == ',' && depth <= deepest:
			out = append(out, '\n')
		}
	}
	return out
}

// Read reads a report.
func Read(r io.Reader) (*Report, error) {
	var report Report
	if err := json.NewDecoder(r).Decode(&report); err != nil {
		return nil, fmt.Errorf("bench: %w", err)
	}
	if report.Schema != Schema {
		return nil, fmt.Errorf("bench: a report of form %d, want %d: measure again", report.Schema, Schema)
	}
	return &report, nil
}
