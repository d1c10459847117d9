package simulate

import (
	"context"
	"image"
	"strings"
	"sync"
	"testing"
	"time"

	"gobragg/core/plan"
)

// late renders nothing until it is let go, whatever the context says.
type late struct {
	renderers int
	release   chan struct{}
	finished  *sync.WaitGroup
}

func (late) Name() string      { return "late" }
func (late) Tile() image.Point { return image.Pt(1, 1) }

func (l late) Open(*plan.Plan) ([]Renderer, error) {
	renderers := make([]Renderer, l.renderers)
	for i := range renderers {
		l.finished.Add(1)
		renderers[i] = lateRenderer(l)
	}
	return renderers, nil
}

type lateRenderer late

func (l lateRenderer) Render(context.Context, image.Rectangle, []float32) error {
	<-l.release
	return nil
}

func (l lateRenderer) Close() error { l.finished.Done(); return nil }

func smallPlan() *plan.Plan {
	return &plan.Plan{Header: plan.Header{Width: 4, Height: 4, X1: 4, Y1: 4}}
}

// TestNoProgressAfterRun: a cancelled Run returns while renderers are at work, and
// their tiles are not reported any more.
func TestNoProgressAfterRun(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	l := late{3, make(chan struct{}), new(sync.WaitGroup)}
	calls := 0
	if _, err := Run(ctx, l, smallPlan(), Options{Progress: func(done, total int64) { calls++ }}); err == nil {
		t.Fatal("Run returned no error after its context ended")
	}
	close(l.release)
	l.finished.Wait()
	if calls != 0 {
		t.Errorf("%d calls of Progress after Run returned", calls)
	}
}

func TestNoRenderer(t *testing.T) {
	_, err := Run(context.Background(), late{0, nil, new(sync.WaitGroup)}, smallPlan(), Options{})
	if err == nil || !strings.Contains(err.Error(), "no renderer") {
		t.Errorf("error %v, want one that says there is no renderer", err)
	}
}
