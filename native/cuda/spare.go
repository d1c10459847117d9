package cuda

import (
	"context"
	"errors"
	"image"
	"sync"

	"gobragg/core/plan"
	"gobragg/core/simulate"
)

// spare renders tiles on the processor, all cores at once, when a device is lost: its
// tiles are larger than a core should have alone.
type spare struct {
	renderers []simulate.Renderer
}

func newSpare(b simulate.Backend, p *plan.Plan) (*spare, error) {
	renderers, err := b.Open(p)
	if err != nil {
		return nil, err
	}
	return &spare{renderers}, nil
}

// render shares the rows of tile out, one at a time.
func (s *spare) render(ctx context.Context, tile image.Rectangle, dst []float32) error {
	rows := make(chan int)
	errs := make([]error, len(s.renderers))
	var workers sync.WaitGroup
	for i, r := range s.renderers {
		workers.Go(func() {
			for y := range rows {
				if errs[i] != nil {
					continue
				}
				row := image.Rect(tile.Min.X, y, tile.Max.X, y+1)
				errs[i] = r.Render(ctx, row, dst[(y-tile.Min.Y)*tile.Dx():][:tile.Dx()])
			}
		})
	}
	for y := tile.Min.Y; y < tile.Max.Y; y++ {
		rows <- y
	}
	close(rows)
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *spare) close() error {
	var err error
	for _, r := range s.renderers {
		err = errors.Join(err, r.Close())
	}
	return err
}
