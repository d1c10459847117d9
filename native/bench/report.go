package bench

import (
	"encoding/json"
	"fmt"
	"io"
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

	Roofs   []Roof `json:"fma_roofs"`
	Matrix  []Row  `json:"matrix"`
	States  []Row  `json:"states"`
	Pixels  []Row  `json:"pixels"`
	Threads []Row  `json:"threads"`
	Peer    *Peer  `json:"peer,omitempty"`
	Runs    []Run  `json:"runs"`
}

// Machine is what was measured on.
type Machine struct {
	CPU     string `json:"cpu"`
	Threads int    `json:"threads"` // that could compute
	L2      int    `json:"l2_bytes"`
}

func newReport(s Suite, setup Setup, start time.Time) *Report {
	cpu := cpuid.CPU.BrandName
	if cpu == "" {
		cpu = "unknown " + runtime.GOARCH
	}
	return &Report{
		Schema: Schema, Date: start.UTC().Format(time.RFC3339), Program: "gobragg " + setup.Version,
		Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH,
		Machine: Machine{CPU: cpu, Threads: setup.Threads, L2: max(0, cpuid.CPU.Cache.L2)},
		Engines: setup.Engines, Quick: s.Quick,
	}
}

// WriteJSON writes the report.
func (r *Report) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	e.SetEscapeHTML(false)
	return e.Encode(r)
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
