package sf

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// job runs the parts of a calculation and reports progress.
type job struct {
	ctx     context.Context
	workers int

	mu       sync.Mutex
	progress func(done, total int)
	done     int
	total    int
}

// newJob returns a job of total parts. Fewer than 1 worker means one for each processor.
func newJob(ctx context.Context, opt *Options, total int) *job {
	workers := opt.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	return &job{ctx: ctx, workers: workers, progress: opt.Progress, total: total}
}

// step says that one more part is done.
func (j *job) step() {
	if j.progress == nil {
		return
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.done++
	j.progress(j.done, j.total)
}

// each calls the function that worker returns for 0 ≤ i < n. Each of the job's
// workers has a function, with buffers, of its own; which one meets which i is left
// to chance, so that it must not matter. It returns the error of the context.
func (j *job) each(n int, worker func() func(i int)) error {
	var next atomic.Int64
	run := func() {
		f := worker()
		for {
			i := int(next.Add(1) - 1)
			if i >= n || j.ctx.Err() != nil {
				return
			}
			f(i)
			j.step()
		}
	}
	if workers := min(j.workers, n); workers > 1 {
		var group sync.WaitGroup
		for range workers {
			group.Go(run)
		}
		group.Wait()
	} else {
		run()
	}
	return j.ctx.Err()
}
