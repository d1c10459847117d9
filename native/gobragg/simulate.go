package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"time"

	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/core/simulate"
	"gobragg/native/simd"
)

// result is a simulated image with all that its files and the summary tell of it.
type result struct {
	*config.Resolved
	plan    *plan.Plan
	backend string
	threads int

	frame   *frame.Frame
	stats   frame.Stats
	integer frame.Integer
	preview frame.Preview

	rendering time.Duration
}

// simulate is what gobragg does without a command: nanoBragg's job.
func (p *program) simulate(ctx context.Context, args []string) error {
	start := time.Now()
	settings, err := config.ParseArgs(args)
	if err != nil {
		return err
	}
	switch {
	case settings.Has("h"):
		return p.help(ctx, []string{"options"})
	case settings.Has("version"):
		return p.version(ctx, nil)
	}
	if v := settings.Values("backend"); v != nil && v[0].Text == "cuda" { // before anything is read
		if err := p.handOver(engine{backend: "cuda"}); err != nil {
			return err
		}
	}
	r, err := settings.Experiment(func(name string) (io.ReadCloser, error) { return input(ctx, name) })
	if err != nil {
		return err
	}
	messages := p.stderr
	if r.Running.Quiet {
		messages = io.Discard
	}
	for _, n := range r.Notes {
		fmt.Fprintln(messages, n)
	}
	wanted, err := wantedFiles(r)
	if err != nil {
		return err
	}
	for _, w := range wanted {
		if err := p.outputs.check(w.name); err != nil {
			return err
		}
	}
	compiled, err := plan.Compile(r.Experiment)
	if err != nil {
		return err
	}
	threads := p.threads(r.Running.Threads)
	backend, err := p.openBackend(engine{
		backend: r.Running.Backend, precision: r.Running.Precision, device: r.Running.Device, threads: threads, samples: compiled.Samples(),
	})
	if err != nil {
		return err
	}

	s := &result{Resolved: r, plan: compiled, backend: backend.Name(), threads: threads}
	// From here on a return leaves nothing half-written.
	defer p.outputs.abandon()
	if slices.ContainsFunc(wanted, func(w file) bool { return w.content != settingsFile }) {
		if err := p.render(ctx, s, backend); err != nil {
			return err
		}
	}
	if err := p.writeFiles(ctx, s, wanted); err != nil {
		return err
	}
	var pixel traced
	if t := r.Output.Trace; t.Set {
		if pixel, err = s.trace(ctx, t.Value.Fast, t.Value.Slow); err != nil {
			return err
		}
	}
	if err := p.outputs.commit(); err != nil {
		return err
	}

	took := time.Since(start)
	s.summary(messages, wanted, took)
	switch {
	case r.Output.Trace.Set && r.Output.JSON:
		return writeJSON(p.stdout, pixel.json())
	case r.Output.Trace.Set:
		pixel.print(p.stdout)
	case r.Output.JSON:
		return writeJSON(p.stdout, s.report(wanted, took))
	}
	return nil
}

// largeImage is the number of pixels from which on what reading left behind is
// given back before the image is allocated: 4096² pixels and a million reflections
// then take 77 MB at their peak, before 135. It costs a millisecond or two, too
// much for small images.
const largeImage = 1 << 22

// render simulates the image, with progress.
func (p *program) render(ctx context.Context, s *result, backend simulate.Backend) error {
	options := simulate.Options{New: newImage}
	if !s.Running.Quiet && s.Running.Progress.Or(true) {
		watch := p.watch(s.plan.Samples())
		defer watch.end()
		options.Progress = watch.at
	}
	start := time.Now()
	if int(s.plan.Width)*int(s.plan.Height) >= largeImage {
		debug.FreeOSMemory()
	}
	f, err := simulate.Run(ctx, backend, s.plan, options)
	if err != nil {
		return err
	}
	s.rendering = time.Since(start)
	s.setFrame(f)
	return nil
}

// setFrame takes the rendered image and works out its scales.
func (s *result) setFrame(f *frame.Frame) {
	s.frame, s.stats = f, f.StatsOn(s.threads, simd.NewPixels())
	s.integer = frame.Integer{Scale: s.Output.Scale, ADC: s.Output.Offset}
	if !(s.integer.Scale > 0) {
		s.integer.Scale = frame.AutoScale(s.stats)
	}
	s.preview = frame.Preview{Scale: s.Output.PGMScale}
	if !(s.preview.Scale > 0) {
		s.preview = frame.AutoPreview(s.stats, s.integer.Scale)
	}
}

// summary prints what came out, for people.
func (s *result) summary(w io.Writer, wanted []file, total time.Duration) {
	t := newTable(w)
	if s.frame != nil {
		st := s.stats
		t.row("maximum", fmt.Sprintf("%.6g photons at pixel %d %d (fast slow)", st.Max, st.MaxAt.Fast, st.MaxAt.Slow))
		t.row("mean", fmt.Sprintf("%.6g photons; rms %.6g, rmsd %.6g, sum %.6g", st.Mean, st.RMS, st.RMSD, st.Sum))
		if s.plan.Cull > 0 {
			t.row("left out", omitted(s.frame.Omitted))
		}
		samples := s.plan.Samples()
		t.row("time", fmt.Sprintf("%s, of it %s for %s samples: %.3g ns each (%s, %s)",
			duration(total), duration(s.rendering), quantity(float64(samples)), float64(s.rendering.Nanoseconds())/float64(max(1, samples)),
			s.backend, plural(s.threads, "thread")))
	}
	if s.Output.Trace.Set && s.frame == nil {
		t.row("no image is simulated; -trace with -o FILE gives both")
	}
	for i, f := range wanted {
		title := ""
		if i == 0 {
			title = "written"
		}
		t.row(title, f.name+"  "+s.about(f))
	}
	t.flush()
}

// omitted says in a line what -cull left out.
func omitted(o frame.Omitted) string {
	if o.Samples == 0 {
		return "nothing: on this backend, with this bound, it would save no time"
	}
	return fmt.Sprintf("%.4g %% of the samples, which would add less than %.6g photons to any pixel", 100*o.Fraction(), o.Bound)
}

// report is the summary for machines.
func (s *result) report(wanted []file, total time.Duration) any {
	type written struct {
		Name    string `json:"name"`
		Content string `json:"content"`
	}
	out := struct {
		Image          *frame.Stats `json:"image_photons,omitempty"`
		CountsPer      float64      `json:"counts_per_photon,omitempty"`
		Offset         float64      `json:"adc_offset_counts"`
		Overloads      *int         `json:"noise_overloads,omitempty"`
		Samples        int64        `json:"samples"`
		Skipped        int64        `json:"samples_left_out"`
		SkippedBound   float64      `json:"left_out_photons_at_most"`
		RenderSeconds  float64      `json:"render_seconds"`
		TotalSeconds   float64      `json:"total_seconds"`
		Backend        string       `json:"backend"`
		Threads        int          `json:"threads"`
		Files          []written    `json:"files"`
		Notes          []string     `json:"notes"`
		StructureHash  string       `json:"structure_factors_hash,omitempty"`
		MissettingDeg  [3]float64   `json:"misset_deg"`
		GobraggVersion string       `json:"gobragg_version"`
	}{
		Offset: s.Output.Offset, Samples: s.plan.Samples(), RenderSeconds: s.rendering.Seconds(), TotalSeconds: total.Seconds(),
		Backend: s.backend, Threads: s.threads, Files: []written{}, Notes: []string{},
		StructureHash: s.StructureFactorsHash, GobraggVersion: buildVersion(),
	}
	if s.frame != nil && s.stats.Sum-s.stats.Sum == 0 { // JSON has no infinity
		out.Image, out.CountsPer = &s.stats, s.integer.Scale
	}
	if s.frame != nil {
		out.Skipped, out.SkippedBound = s.frame.Omitted.Samples, s.frame.Omitted.Bound
	}
	if i := slices.IndexFunc(wanted, func(f file) bool { return f.content == countsFile }); i >= 0 {
		out.Overloads = wanted[i].overloads
	}
	for i, a := range s.Misset {
		out.MissettingDeg[i] = degrees(a)
	}
	for _, f := range wanted {
		out.Files = append(out.Files, written{f.name, s.about(f)})
	}
	for _, n := range s.Notes {
		out.Notes = append(out.Notes, n.String())
	}
	return out
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
