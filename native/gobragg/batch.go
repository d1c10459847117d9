package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"gobragg/core/batch"
	"gobragg/core/config"
	"gobragg/core/imgio"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

// series is what `gobragg batch` was asked for, and how far it is.
type series struct {
	folder                 string
	backend, precision     string
	share                  string // of -shard
	threads                int
	overwrite, quiet, json bool

	shard    shard
	spec     *batch.Spec
	library  *config.Library
	renderer simulate.Backend
	workers  int // frames at a time
	each     int // threads of one frame

	written, skipped atomic.Int64
	samples          atomic.Int64
	spent            atomic.Int64 // rendering, nanoseconds of one frame after another

	notes sync.Mutex
	noted map[config.Note]bool // without their texts
}

func (s *series) flags() []flag {
	threads := []int{0}
	return []flag{
		text("o", "DIR", "folder for the files; made if it is not there", &s.folder),
		text("shard", "K/N", "render the K-th of N shares of the frames; otherwise that of SLURM_ARRAY_TASK_ID, or all", &s.share),
		text("backend", "BACKEND", "what computes the images; otherwise that of the settings", &s.backend),
		text("precision", "PRECISION", "of the arithmetic: auto, double or mixed; otherwise that of the settings", &s.precision),
		{"threads", []string{"N"}, "processor cores to use; 0: all", func(v []string) error {
			err := integers("threads", "", 0, 4096, []string{"N"}, threads).set(v)
			s.threads = threads[0]
			return err
		}},
		on("overwrite", "render also frames whose files are there", &s.overwrite),
		on("quiet", "print errors only", &s.quiet),
		on("json", "print the summary as JSON", &s.json),
	}
}

// batch renders a series of images.
func (p *program) batch(ctx context.Context, args []string) error {
	start := time.Now()
	s := &series{noted: make(map[config.Note]bool)}
	words, help, err := parseFlags("batch", s.flags(), args)
	switch {
	case err != nil:
		return err
	case help:
		return p.help(ctx, []string{"batch"})
	case len(words) != 1:
		return usagef("batch: want one file that describes the series: gobragg batch SERIES.json -o DIR")
	case s.folder == "":
		return &config.UsageError{Option: "-o", Text: "a folder for the files is missing: gobragg batch SERIES.json -o DIR"}
	}
	if s.shard, err = findShard(s.share, p.getenv); err != nil {
		return err
	}
	messages := p.stderr
	if s.quiet {
		messages = io.Discard
	}
	todo, err := s.prepare(ctx, p, words[0], messages)
	if err != nil {
		return err
	}
	finished := func() string {
		return fmt.Sprintf("%d of %s are finished; the same command goes on", s.written.Load()+s.skipped.Load(), plural(s.shard.size(s.spec.Frames), "frame"))
	}
	p.finished.Store(&finished)
	if len(todo) > 0 {
		if err := s.run(ctx, p, todo, messages); err != nil {
			return err
		}
	}
	s.summary(p, messages, time.Since(start))
	return nil
}

// prepare reads the description, makes the folder, and returns the frames to render.
func (s *series) prepare(ctx context.Context, p *program, name string, messages io.Writer) (todo []int, err error) {
	open := func(name string) (io.ReadCloser, error) { return input(ctx, name) }
	f, err := open(name)
	if err != nil {
		return nil, &config.FileError{File: name, Err: err}
	}
	defer f.Close()
	const longest = 1 << 28 // values of ten million frames
	data, err := io.ReadAll(io.LimitReader(f, longest))
	if err == nil {
		s.spec, err = batch.Parse(data, open)
	}
	if err != nil {
		return nil, &config.UsageError{Option: name, Text: err.Error()}
	}
	for _, o := range s.spec.Dropped {
		fmt.Fprintf(messages, "NOTE: %s: is left out; the frames' files go by \"name\" and \"write\"\n", o)
	}
	s.library = &config.Library{Open: open}
	if err := os.Mkdir(s.folder, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("-o %s: cannot make the folder: %w", s.folder, cause(err))
	}
	for n := range s.shard.frames(s.spec.Frames) {
		done := false
		if !s.overwrite {
			if done, err = s.done(n); err != nil {
				return nil, err
			}
		}
		if done {
			s.skipped.Add(1)
		} else {
			todo = append(todo, n)
		}
	}
	if len(todo) > 0 {
		err = s.divide(p, todo, messages)
	}
	return todo, err
}

// truthFile returns the name of the truth of frame n.
func (s *series) truthFile(n int) string {
	return filepath.Join(s.folder, s.spec.FrameName(n)+".json")
}

// done reports whether frame n is finished: its truth, which gets its name last, is
// there and so are its images. A frame of other settings is an error.
func (s *series) done(n int) (bool, error) {
	data, err := os.ReadFile(s.truthFile(n))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	var truth batch.Truth
	if err == nil {
		err = json.Unmarshal(data, &truth)
	}
	if err != nil {
		return false, fmt.Errorf("%s: it is not the truth of a frame (%w); -overwrite replaces it", s.truthFile(n), cause(err))
	}
	c, err := s.spec.Settings(n)
	if err != nil {
		return false, err
	}
	if !slices.Equal(truth.Command, c.Args()) {
		return false, fmt.Errorf("%s belongs to another series, of other settings; give another folder with -o, or -overwrite", s.truthFile(n))
	}
	for _, name := range s.spec.Files(s.folder, n) {
		if _, err := os.Stat(name); err != nil {
			return false, nil
		}
	}
	return true, nil
}

// frameMemory is how much memory the frames that are rendered at the same time may
// take, bytes, at twelve a pixel.
const frameMemory = 2 << 30

// divide shares the threads out: as many frames at a time as there are threads, so
// that reading, compiling and writing run beside rendering, fewer where they are large.
func (s *series) divide(p *program, todo []int, messages io.Writer) error {
	first, err := s.resolve(todo[0])
	if err != nil {
		return err
	}
	s.note(messages, todo[0], first.Notes)
	asked := first.Running.Threads
	if s.threads != 0 {
		asked = s.threads
	}
	if s.backend == "" {
		s.backend = first.Running.Backend
	}
	if s.precision == "" {
		s.precision = first.Running.Precision
	}
	threads := p.threads(asked)
	d := first.Experiment.Detector
	fit := int(max(1, int64(frameMemory)/(12*int64(d.Fast)*int64(d.Slow))))
	s.workers = min(threads, len(todo), fit)
	s.each = max(1, threads/s.workers)
	s.renderer, err = p.openBackend(engine{backend: s.backend, precision: s.precision, device: first.Running.Device, threads: s.each})
	return err
}

// resolve returns the experiment of frame n.
func (s *series) resolve(n int) (*config.Resolved, error) {
	c, err := s.spec.Settings(n)
	if err != nil {
		return nil, err
	}
	r, err := s.library.Experiment(c)
	if err != nil {
		return nil, fmt.Errorf("frame %d: %w", n, err)
	}
	return r, nil
}

// note prints the notes on frame n that are of another kind than those before.
func (s *series) note(w io.Writer, n int, notes []config.Note) {
	s.notes.Lock()
	defer s.notes.Unlock()
	for _, note := range notes {
		kind := config.Note{Level: note.Level, Option: note.Option, Difference: note.Difference}
		if !s.noted[kind] {
			s.noted[kind] = true
			fmt.Fprintf(w, "%v (frame %d)\n", note, n)
		}
	}
}

// run renders the frames, several at a time.
func (s *series) run(ctx context.Context, p *program, todo []int, messages io.Writer) error {
	workshop, clean, err := s.shard.workshop(s.folder)
	if err != nil {
		return err
	}
	defer clean()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var progress *watch
	if !s.quiet {
		progress = p.watch(0)
		defer progress.end()
	}
	var next, done atomic.Int64
	var workers sync.WaitGroup
	for range s.workers {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := next.Add(1) - 1
				if i >= int64(len(todo)) {
					return
				}
				if err := s.frame(ctx, p, todo[i], workshop, messages); err != nil {
					cancel(err)
					return
				}
				s.written.Add(1)
				if n := done.Add(1); progress != nil {
					progress.at(n, int64(len(todo)))
				}
			}
		})
	}
	workers.Wait()
	return context.Cause(ctx)
}

// frame renders frame n and writes its files, the truth last: all of them, or none.
func (s *series) frame(ctx context.Context, p *program, n int, workshop string, messages io.Writer) error {
	r, err := s.resolve(n)
	if err != nil {
		return err
	}
	s.note(messages, n, r.Notes)
	compiled, err := plan.Compile(r.Experiment)
	if err != nil {
		return fmt.Errorf("frame %d: %w", n, err)
	}
	one := &result{Resolved: r, plan: compiled, backend: s.renderer.Name(), threads: s.each}
	var files []file
	names := s.spec.Files(s.folder, n)
	for _, name := range names {
		f, err := fileOf(name, r.Noise)
		if err != nil {
			return err
		}
		f.overloads = new(int)
		files = append(files, f)
	}
	start := time.Now()
	image, err := simulate.Run(ctx, s.renderer, compiled, simulate.Options{})
	if err != nil {
		return err
	}
	one.rendering = time.Since(start)
	s.spent.Add(int64(one.rendering))
	s.samples.Add(compiled.Samples())
	one.setFrame(image)

	out := &outputs{workshop: workshop}
	defer out.abandon()
	for _, f := range files {
		if err := out.write(ctx, f.name, func(w io.Writer) error { return one.write(w, f) }); err != nil {
			return err
		}
	}
	var bare []string
	for _, f := range names {
		bare = append(bare, filepath.Base(f))
	}
	truth := batch.NewTruth(n, r, bare, one.stats, buildVersion())
	if err := out.write(ctx, s.truthFile(n), func(w io.Writer) error { return writeJSON(w, truth) }); err != nil {
		return err
	}
	return out.commit()
}

// summary says what was done.
func (s *series) summary(p *program, messages io.Writer, took time.Duration) {
	written, skipped := int(s.written.Load()), int(s.skipped.Load())
	if s.json {
		writeJSON(p.stdout, struct {
			Written   int     `json:"frames_written"`
			Skipped   int     `json:"frames_skipped"`
			Folder    string  `json:"folder"`
			Backend   string  `json:"backend,omitempty"`
			AtOnce    int     `json:"frames_at_once,omitempty"`
			Threads   int     `json:"threads_each,omitempty"`
			Samples   int64   `json:"samples"`
			Seconds   float64 `json:"total_seconds"`
			PerSecond float64 `json:"frames_per_second"`
		}{written, skipped, s.folder, s.backendName(), s.workers, s.each, s.samples.Load(), took.Seconds(), float64(written) / took.Seconds()})
	}
	t := newTable(messages)
	if skipped > 0 {
		t.row("there already", plural(skipped, "frame"))
	}
	if written > 0 {
		t.row("written", fmt.Sprintf("%s to %s, each %s", plural(written, "frame"), s.folder, s.formats()))
		t.row("time", fmt.Sprintf("%s, %.3g frames/s; %s samples of %.3g ns (%s; %s at a time, of %s each)", duration(took), float64(written)/took.Seconds(),
			quantity(float64(s.samples.Load())), float64(s.spent.Load())/float64(max(1, s.samples.Load())),
			s.backendName(), plural(s.workers, "frame"), plural(s.each, "thread")))
	}
	t.flush()
}

func (s *series) backendName() string {
	if s.renderer == nil {
		return ""
	}
	return s.renderer.Name()
}

// formats names the files of a frame.
func (s *series) formats() string {
	list := ""
	for _, f := range s.spec.Write {
		info, _, _ := imgio.FormatOf("x." + f) // Parse has looked at them
		list += string(info.Format) + ", "
	}
	return list + "JSON"
}
