package lab

import (
	"context"
	"errors"

	"gobragg/core/config"
)

// Maker makes structure factors of a file that someone gave to the page; content is nil
// for one that came with the program. Its errors need not say which file.
type Maker func(ctx context.Context, q config.Request, content []byte) (*config.Factors, error)

// Delegate leaves structure factors of files to m from now on: Experiment does not make
// them and returns a *config.Wanted, which is for Obtain.
func (l *Lab) Delegate(m Maker) {
	l.maker = m
	l.forget()
}

// Obtain has what is wanted made, which takes as long as that does. Its errors are those
// of Experiment, or that of ctx.
func (l *Lab) Obtain(ctx context.Context, w *config.Wanted) error {
	library := l.library // of the files that there are now
	f, err := l.maker(ctx, w.Request, l.Files.Content(w.File))
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil:
		return w.Failed(err)
	}
	library.Put(w.Request, f)
	return nil
}

// try reports what is wrong with settings, and waits for what they want.
func (l *Lab) try(c *config.Config) error {
	for {
		_, err := l.library.Experiment(c)
		var w *config.Wanted
		if !errors.As(err, &w) {
			return err
		}
		if err := l.Obtain(context.Background(), w); err != nil {
			return err
		}
	}
}

// Make makes structure factors for a laboratory that left them to this one: of its
// files, see Give, and of those that came with the program.
func (l *Lab) Make(q config.Request) (*config.Factors, error) { return l.library.Make(q) }

// Give replaces all files by one. Package proto's File says why: a worker has one.
func (l *Lab) Give(name string, content []byte) {
	l.Files = Files{}
	l.Files.put(name, content)
	l.forget()
}

// Prepare makes what the experiment of a page's address will want, so that Make has it
// at hand.
func (l *Lab) Prepare(address string) {
	settings, _, _ := Opening(address)
	l.Load(settings)
	// What is wrong with it is for the page to say.
	_, _ = l.Experiment()
}
