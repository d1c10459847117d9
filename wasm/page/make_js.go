package page

import (
	"context"
	"errors"
	"strconv"
	"time"

	"gobragg/core/config"
)

// make is the work of making: it has a worker make the structure factors that the
// experiment asked for wants, and asks for its image then.
func (a *app) make(ctx context.Context, w *config.Wanted, _ func()) {
	defer rescue()
	late := time.AfterFunc(slow, func() {
		if ctx.Err() == nil {
			byID("progress").removeAttribute("value") // nobody knows how far it is
			byID("progress-text").setText("Structure factors of " + w.File)
			show("work", true)
		}
	})
	err := a.lab.Obtain(ctx, w)
	late.Stop()
	show("work", false)
	byID("progress-text").setText("")
	switch {
	case errors.Is(err, context.Canceled):
		a.known()
		a.takeBack()
		byID("engine").setText("Cancelled: the image is that of other structure factors")
	case err != nil:
		a.takeBack()
		a.report(err)
	default:
		a.update()
	}
}

// made has a worker make structure factors. It need not finish an image that they make void.
func (a *app) made(ctx context.Context, q config.Request, content []byte) (*config.Factors, error) {
	a.latest.Overtake()
	return a.workers.Make(ctx, q, content)
}

// takeBack takes back that another image is to come.
func (a *app) takeBack() {
	if a.current != nil {
		mark("wanted", strconv.Itoa(a.current.number))
	}
}
