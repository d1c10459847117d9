package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// outputs are the files of one run. Each is written beside its place under another
// name; commit then gives all of them their names. Until that moment nothing
// that was there before is touched, and after abandon nothing ever is.
type outputs struct {
	workshop  string // the folder of the other names; empty: each file's own
	mu        sync.Mutex
	pending   []pending
	abandoned bool
	committed bool
	written   []string // names: committed, or devices, which get everything at once
}

// pending is a file that awaits its name.
type pending struct {
	file *os.File
	name string // to be; empty for what is not a file, such as a pipe
}

var errAbandoned = errors.New("the run was abandoned")

// place is where an output goes.
type place struct {
	name   string
	direct bool        // a device or a pipe: written at once, not replaced
	mode   fs.FileMode // of the file to replace, 0 without one
}

// find looks at what has the name now. Links are followed, so that the file
// they lead to is replaced. Folders and files that must not be written are errors.
func find(name string) (place, error) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		folder := filepath.Dir(name)
		if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
			return place{}, fmt.Errorf("there is no folder %s", folder)
		}
		return place{name: name}, nil
	case err != nil:
		return place{}, err
	case info.IsDir():
		return place{}, errors.New("it is a folder")
	case !info.Mode().IsRegular():
		return place{name: name, direct: true}, nil
	}
	if name, err = filepath.EvalSymlinks(name); err != nil {
		return place{}, err
	}
	// Replacing a file needs no right to write to it; someone who took that right
	// away wants to keep the file.
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return place{}, err
	}
	return place{name: name, mode: info.Mode().Perm()}, f.Close()
}

// temporary returns a name that nothing has yet, in the folder of name.
func temporary(name string) string { return temporaryIn(filepath.Dir(name)) }

func temporaryIn(folder string) string {
	return filepath.Join(folder, fmt.Sprintf(".gobragg-%016x.part", rand.Uint64()))
}

// beside creates a file with a new name in the folder of name, or in the workshop.
func (o *outputs) beside(name string) (*os.File, error) {
	folder := o.workshop
	if folder == "" {
		folder = filepath.Dir(name)
	}
	for {
		f, err := os.OpenFile(temporaryIn(folder), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

// check reports whether an output of this name can be written, before hours of
// work are spent on it. It leaves no trace.
func (o *outputs) check(name string) error {
	at, err := find(name)
	if err == nil && !at.direct {
		var f *os.File
		if f, err = o.beside(at.name); err == nil {
			f.Close()
			err = os.Remove(f.Name())
		}
	}
	return cannotWrite(name, err)
}

// write lets content write the output name. A name that ends in .gz is
// compressed. Once ctx ends its writes fail.
func (o *outputs) write(ctx context.Context, name string, content func(io.Writer) error) error {
	return cannotWrite(name, o.writeFile(ctx, name, content))
}

func (o *outputs) writeFile(ctx context.Context, name string, content func(io.Writer) error) error {
	f, err := o.create(name)
	if err != nil {
		return err
	}
	w := io.Writer(stoppable{ctx, f})
	if !compressed(name) {
		err = content(w)
	} else {
		// The level of the least effort: three times as fast as the usual one, and
		// pixels of noise hardly shrink more with that.
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		if err = content(z); err == nil {
			err = z.Close()
		}
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}

func compressed(name string) bool { return strings.EqualFold(filepath.Ext(name), ".gz") }

func (o *outputs) create(name string) (*os.File, error) {
	at, err := find(name)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.abandoned {
		return nil, errAbandoned
	}
	if at.direct {
		f, err := os.OpenFile(at.name, os.O_WRONLY, 0)
		if err == nil {
			o.pending = append(o.pending, pending{f, ""})
			o.written = append(o.written, at.name)
		}
		return f, err
	}
	f, err := o.beside(at.name)
	if err != nil {
		return nil, err
	}
	o.pending = append(o.pending, pending{f, at.name})
	if at.mode != 0 {
		err = f.Chmod(at.mode)
	}
	return f, err
}

// names returns what has been written for good, devices and pipes included.
func (o *outputs) names() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.written)
}

// abandon removes what has no name yet and keeps more from being written. It
// reports false, and does nothing, if commit came first.
func (o *outputs) abandon() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.committed {
		return false
	}
	o.abandoned = true
	for _, p := range o.pending {
		p.file.Close() // where open files cannot be removed
		if p.name != "" {
			os.Remove(p.file.Name())
		}
	}
	o.pending = nil
	return true
}

// stoppable is a writer that fails once its context ends.
type stoppable struct {
	ctx context.Context
	w   io.Writer
}

func (s stoppable) Write(b []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.w.Write(b)
}

func cannotWrite(name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("cannot write %s: %w", name, cause(err))
}

// cause returns err without the name of the file, which the message has already.
func cause(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}
