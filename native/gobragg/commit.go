package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

// commit gives all files their names. If one cannot have it, those that have get
// back what was there before; the error tells where even that failed.
func (o *outputs) commit() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.abandoned {
		return errAbandoned
	}
	var done []replaced
	for i, p := range o.pending {
		if p.name == "" {
			continue
		}
		r := replaced{name: p.name}
		var err error
		if i < len(o.pending)-1 { // what the last one replaces, nothing asks back
			err = r.keep()
		}
		if err == nil {
			err = os.Rename(p.file.Name(), p.name)
		}
		if err != nil {
			err = cannotWrite(p.name, err)
			if r.old != "" {
				done = append(done, r)
			}
			for _, r := range slices.Backward(done) {
				if e := r.restore(); e != nil {
					o.written = append(o.written, r.name)
					err = errors.Join(err, e)
				}
			}
			o.pending = o.pending[i:]
			return err
		}
		done = append(done, r)
	}
	for _, r := range done {
		o.written = append(o.written, r.name)
		if r.old != "" {
			os.Remove(r.old)
		}
	}
	o.pending, o.committed = nil, true
	return nil
}

// replaced is a file that a new one takes the place of.
type replaced struct {
	name string
	old  string // another name of what was there before; empty if nothing was
}

// keep gives what has the name another one too, so that restore finds it.
func (r *replaced) keep() error {
	info, err := os.Lstat(r.name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return errors.New("something else has taken its place")
	}
	old := temporary(r.name)
	// A second name leaves the file where it is; some file systems know no such
	// thing, and there it has to move.
	if os.Link(r.name, old) != nil {
		if err := os.Rename(r.name, old); err != nil {
			return err
		}
	}
	r.old = old
	return nil
}

// restore brings back what was there before.
func (r *replaced) restore() error {
	if r.old == "" {
		if err := os.Remove(r.name); err != nil {
			return fmt.Errorf("%s is written and stays: %w", r.name, cause(err))
		}
		return nil
	}
	if err := os.Rename(r.old, r.name); err != nil {
		return fmt.Errorf("what %s held before is now %s: %w", r.name, r.old, cause(err))
	}
	os.Remove(r.old) // still there if both names are of the same file
	return nil
}
