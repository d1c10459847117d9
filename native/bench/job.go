package bench

import (
	"bytes"
	"context"
	"debug/elf"
	"encoding/json"
	"fmt"
	"image"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gobragg/core/frame"
	"gobragg/core/imgio"
	"gobragg/core/kernel"
)

// Job is a problem for a run of a program, from its start until its files are
// written: photons as 32-bit floats, an image of whole numbers and a preview.
type Job struct {
	Name    string  `json:"name"`
	Problem Problem `json:"problem"`
	Noise   bool    `json:"noise"` // and the image with photon noise
}

// Peer is the other program.
type Peer struct {
	Name     string `json:"name"`
	Compiler string `json:"compiler,omitempty"` // as its file says
	Note     string `json:"note,omitempty"`     // how it was built, as the user says
}

// Run is what a job cost a program. A peer's has no engine.
type Run struct {
	Job     Job   `json:"job"`
	Samples int64 `json:"samples"`
	Peer    bool  `json:"peer,omitempty"`
	Engine
	Threads int    `json:"threads"`
	Seconds Spread `json:"seconds"` // from start to end
	// Rendering is the part of it that goes into the image, without reading and
	// writing files. For the peer it is the time beyond that of the same run on one
	// pixel.
	Rendering Spread `json:"rendering_seconds"`
	// Against a peer: its time over this program's, of all and, without noise, of the
	// rendering; and how well the images agree.
	Ratio           *Spread    `json:"peer_ratio,omitempty"`
	RenderingRatio  *Spread    `json:"peer_rendering_ratio,omitempty"`
	Agreement       *Agreement `json:"agreement,omitempty"`
	seconds, render []float64
	processor       time.Duration // that all runs had
}

// Agreement is how two images of photons agree: see frame.Compare.
type Agreement struct {
	Correlation   float64 `json:"correlation"`
	LargestOfPeak float64 `json:"largest_difference_of_peak"`
	SumRatio      float64 `json:"sum_ratio"`
}

const (
	tableFile = "table.hkl"
	photons   = "image.bin"
)

// args returns the options of both programs. Those of the table's and of the other
// files are names in the folder above and in the working one.
func (j Job) args() []string {
	args := append(j.Problem.Args(filepath.Join("..", tableFile)), "-noprogress",
		"-floatfile", photons, "-intfile", "image.img", "-pgmfile", "image.pgm")
	if j.Noise {
		return append(args, "-noisefile", "noise.img")
	}
	return append(args, "-nonoise")
}

// runJobs measures the programs of s.
func (r *Report) runJobs(ctx context.Context, s Suite, setup Setup) error {
	if len(s.Jobs) == 0 {
		return nil
	}
	folder, err := os.MkdirTemp("", "gobragg-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	f, err := os.Create(filepath.Join(folder, tableFile))
	if err != nil {
		return err
	}
	if err := writeTable(f); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if setup.Peer != "" {
		r.Peer = &Peer{Name: filepath.Base(setup.Peer), Compiler: compiler(setup.Peer), Note: setup.PeerNote}
	}
	for _, j := range s.Jobs {
		runs, err := j.measure(ctx, folder, s.Runs, setup)
		if err != nil {
			return fmt.Errorf("%s: %w", j.Name, err)
		}
		r.Runs = append(r.Runs, runs...)
		for _, run := range runs {
			setup.tell(Runs, run)
		}
	}
	r.Machine.Share = processorShare(r.Runs)
	return nil
}

// measure runs the job with every program in turns, each turn in another order, so that
// none always follows the same one: a program that follows a long one finds less of the
// memory at hand that others have just given back. On a virtual machine that alone made
// a run of 0.3 s one of 0.45 s.
func (j Job) measure(ctx context.Context, folder string, turns int, setup Setup) ([]Run, error) {
	compiled, err := j.Problem.compile(0)
	if err != nil {
		return nil, err
	}
	var runs []Run
	add := func(r Run) {
		r.Job, r.Samples = j, compiled.Samples()
		runs = append(runs, r)
	}
	if setup.Peer != "" {
		add(Run{Peer: true, Threads: 1})
	}
	for _, e := range setup.Engines {
		if e.Precision == "mixed" && !kernel.MixedPays(compiled) {
			continue
		}
		add(Run{Engine: e, Threads: 1})
	}
	if setup.Threads > 1 {
		add(Run{Engine: setup.Engines[0], Threads: setup.Threads})
	}
	place := func(i int) string { return filepath.Join(folder, strconv.Itoa(i)) }
	for i := range runs {
		if err := os.Mkdir(place(i), 0o777); err != nil {
			return nil, err
		}
		defer os.RemoveAll(place(i))
	}
	order := make([]int, len(runs))
	for i := range order {
		order[i] = i
	}
	shuffle := rand.New(rand.NewPCG(0, 0)).Shuffle
	for range turns {
		for _, i := range order {
			if err := runs[i].once(ctx, place(i), setup); err != nil {
				return nil, err
			}
		}
		shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	for i := range runs {
		r := &runs[i]
		r.Seconds, r.Rendering = spreadOf(r.seconds), spreadOf(r.render)
		if runs[0].Peer && i > 0 {
			whole := ratios(runs[0].seconds, r.seconds)
			r.Ratio = &whole
			if !j.Noise { // which the peer's image of one pixel has hardly any of
				part := ratios(runs[0].render, r.render)
				r.RenderingRatio = &part
			}
			if r.Agreement, err = agreement(place(i), place(0), j.Problem.Side); err != nil {
				return nil, err
			}
		}
	}
	return runs, nil
}

// once runs the program in the folder and notes its times.
func (r *Run) once(ctx context.Context, folder string, setup Setup) error {
	args := r.Job.args()
	if r.Peer {
		// The one pixel first: the files of the whole image are to stay.
		little, err := execute(ctx, folder, setup.Peer, append(args, "-roi", "0", "0", "0", "0"))
		if err != nil {
			return err
		}
		whole, err := execute(ctx, folder, setup.Peer, args)
		if err != nil {
			return err
		}
		// Not below what no clock tells apart.
		r.note(whole, math.Max(whole.seconds-little.seconds, 1e-6))
		return nil
	}
	args = append(args, "-backend", r.Backend, "-precision", r.Precision, "-threads", strconv.Itoa(r.Threads), "-quiet", "-json")
	whole, err := execute(ctx, folder, setup.Program, args)
	if err != nil {
		return err
	}
	var said struct {
		Samples int64   `json:"samples"`
		Render  float64 `json:"render_seconds"`
	}
	if err := json.Unmarshal(whole.stdout, &said); err != nil {
		return fmt.Errorf("%s: %w", setup.Program, err)
	}
	if said.Samples != r.Samples || !(said.Render > 0) {
		return fmt.Errorf("%s rendered %d samples in %g s, want %d", setup.Program, said.Samples, said.Render, r.Samples)
	}
	r.note(whole, said.Render)
	return nil
}

func (r *Run) note(e execution, render float64) {
	r.seconds, r.render = append(r.seconds, e.seconds), append(r.render, render)
	r.processor += e.processor
}

// execution is a program that has run.
type execution struct {
	seconds   float64 // from its start to its end
	processor time.Duration
	stdout    []byte
}

// execute runs a program in a folder.
func execute(ctx context.Context, folder, name string, args []string) (execution, error) {
	c := exec.CommandContext(ctx, name, args...)
	c.Dir = folder
	c.Env = append(os.Environ(), "OMP_NUM_THREADS=1")
	var out, messages bytes.Buffer
	c.Stdout, c.Stderr = &out, &messages
	start := time.Now()
	err := c.Run()
	took := time.Since(start).Seconds()
	switch {
	case ctx.Err() != nil:
		return execution{}, ctx.Err()
	case err != nil:
		return execution{}, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, strings.TrimSpace(messages.String()))
	}
	return execution{took, c.ProcessState.UserTime() + c.ProcessState.SystemTime(), out.Bytes()}, nil
}

// processorShare returns the part of the time of runs on one thread during which
// they had a processor: 1, or a little less for waiting on files, if nothing else ran.
func processorShare(runs []Run) float64 {
	var had, took float64
	for _, r := range runs {
		if r.Threads != 1 {
			continue
		}
		had += r.processor.Seconds()
		for _, s := range r.seconds {
			took += s
		}
	}
	if took == 0 {
		return 0
	}
	return digits(min(1, had/took)) // a collector of garbage may run beside
}

// agreement compares the photons in two folders.
func agreement(ours, theirs string, side int) (*Agreement, error) {
	var images [2]*frame.Frame
	for i, folder := range []string{ours, theirs} {
		f, err := os.Open(filepath.Join(folder, photons))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if images[i], err = imgio.ReadRaw(f, side, side); err != nil {
			return nil, err
		}
	}
	m, err := frame.Compare(images[0], images[1], image.Rectangle{})
	return &Agreement{m.Correlation, m.MaxRelative, m.SumRatio}, err
}

// compiler returns what the compiler wrote into an ELF file about itself, or "".
func compiler(path string) string {
	f, err := elf.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	s := f.Section(".comment")
	if s == nil {
		return ""
	}
	text, err := io.ReadAll(io.LimitReader(s.Open(), 1000))
	if err != nil {
		return ""
	}
	first, _, _ := bytes.Cut(text, []byte{0})
	return string(first)
}
