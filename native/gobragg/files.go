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

	"gobragg/core/imgio"
)

// outputs are the files of one run. Each is written beside its place under another
// name; commit then gives all of them their names. Until that moment nothing
// that was there before is touched, and after abandon nothing ever is.
type outputs struct {
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
func temporary(name string) string {
	return filepath.Join(filepath.Dir(name), fmt.Sprintf(".gobragg-%016x.part", rand.Uint64()))
}

// beside creates a file with a new name in the folder of name.
func beside(name string) (*os.File, error) {
	for {
		f, err := os.OpenFile(temporary(name), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
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
		if f, err = beside(at.name); err == nil {
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
	f, err := beside(at.name)
	if err != nil {
		return nil, err
	}
	o.pending = append(o.pending, pending{f, at.name})
	if at.mode != 0 {
		err = f.Chmod(at.mode)
	}
	return f, err
}

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

// input opens a file to read, decompressed if it is compressed. Once ctx ends
// its reads fail.
func input(ctx context.Context, name string) (io.ReadCloser, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, cause(err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, errors.New("it is a folder, not a file")
	}
	r, err := imgio.Gunzip(source{ctx, f})
	if err != nil {
		f.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{r, f}, nil
}

// source is a reader that fails once its context ends.
type source struct {
	ctx context.Context
	r   io.Reader
}

func (s source) Read(b []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(b)
}
