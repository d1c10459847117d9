package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
)

// opened opens files of testdata and texts, and counts.
type opened struct {
	mu    sync.Mutex
	times map[string]int
	texts map[string]string
}

func (o *opened) open(name string) (io.ReadCloser, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.times[name]++
	if text, ok := o.texts[name]; ok {
		return io.NopCloser(strings.NewReader(text)), nil
	}
	return os.Open(filepath.Join("..", "..", "testdata", name))
}

// TestLibrary: experiments from a library are those read alone, notes included, and
// a file is opened once.
func TestLibrary(t *testing.T) {
	files := &opened{times: map[string]int{}, texts: map[string]string{"c.cif": carbons}}
	library := &Library{Open: files.open}
	const small = " -N 9 -detpixels 64 -pixel 1"
	var series sync.WaitGroup
	for _, line := range []string{
		"-hkl 1a8o.hkl -cell 41.98 41.98 88.92",
		"-hkl 1a8o.hkl -cell 41.98 41.98 88.92 -misset 10 20 30",
		"-hkl 1a8o.hkl -cell 41.98 41.98 88.92 -default_F 3",
		"-hkl sf/1a8o_nosolv.mtz -misset random -misset_seed 1",
		"-hkl sf/1a8o_nosolv.mtz -misset random -misset_seed 2",
		"-hkl sf/1a8o_nosolv.mtz -labels FC -default_F 2",
		"-model c.cif -lambda 1.2",
		"-model c.cif -lambda 1.2 -phi 5",
		"-model c.cif -lambda 1.3",
		"-model c.cif -lambda 1.2 -k_sol 0.3",
	} {
		series.Go(func() {
			c, err := ParseArgs(strings.Fields(line + small))
			if err != nil {
				t.Error(err)
				return
			}
			alone, err := c.Experiment((&opened{times: map[string]int{}, texts: files.texts}).open)
			if err != nil {
				t.Errorf("%s: %v", line, err)
				return
			}
			for range 2 {
				r, err := library.Experiment(c)
				if err != nil || !reflect.DeepEqual(r.Experiment, alone.Experiment) || !reflect.DeepEqual(r.Notes, alone.Notes) {
					t.Errorf("%s: from the library another experiment (%v)\nnotes %v\nwant  %v", line, err, r.Notes, alone.Notes)
				}
			}
		})
	}
	series.Wait()
}

// TestLibraryReadsOnce: the same file is read once, whatever else differs; a file
// that fails is tried again.
func TestLibraryReadsOnce(t *testing.T) {
	files := &opened{times: map[string]int{}, texts: map[string]string{"c.cif": carbons, "f.hkl": "1 0 0 5\n", "bad.hkl": "1 0\n"}}
	library := &Library{Open: files.open}
	run := func(line string) (*Resolved, error) {
		t.Helper()
		c, err := ParseArgs(strings.Fields(line + " -N 9 -detpixels 64 -pixel 1"))
		if err != nil {
			t.Fatal(err)
		}
		return library.Experiment(c)
	}
	var first *Resolved
	for i := range 20 {
		r, err := run(fmt.Sprintf("-hkl f.hkl -cell 50 -phi %d", i))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = r
		}
		if r.Experiment.Crystal.Table != first.Experiment.Crystal.Table {
			t.Fatal("frames have tables of their own")
		}
		if _, err := run(fmt.Sprintf("-model c.cif -lambda %g", 1+0.01*float64(i))); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if _, err := run("-hkl bad.hkl -cell 50"); err == nil {
			t.Error("a malformed file is read without an error")
		}
	}
	if want := map[string]int{"f.hkl": 1, "c.cif": 1, "bad.hkl": 2}; !reflect.DeepEqual(files.times, want) {
		t.Errorf("files opened %v times, want %v", files.times, want)
	}
	if len(library.items) > kept {
		t.Errorf("the library keeps %d items, want at most %d", len(library.items), kept)
	}
}

// TestLibraryElsewhere: with structure factors that another library makes of what is
// wanted, an experiment is the one that is read in one place. What has been put is not
// wanted again, and a file that is not there is nobody's work.
func TestLibraryElsewhere(t *testing.T) {
	files := &opened{times: map[string]int{}, texts: map[string]string{"c.cif": carbons}}
	here := &Library{Open: files.open, Elsewhere: true}
	there := &Library{Open: files.open}
	for _, row := range []struct {
		line string
		want int // requests
	}{
		{"-hkl 1a8o.hkl -cell 41.98 41.98 88.92", 1},
		{"-hkl 1a8o.hkl -cell 41.98 41.98 88.92 -misset 10 20 30", 0},
		{"-hkl sf/1a8o_nosolv.mtz -labels FC -space_group P43212 -default_F 2", 1},
		{"-model c.cif -lambda 1.2 -k_sol 0.3", 2},
		{"-model c.cif -lambda 1.3", 1},
		{"-default_F 10 -cell 50", 0},
	} {
		c, err := ParseArgs(strings.Fields(row.line + " -N 9 -detpixels 64 -pixel 1"))
		if err != nil {
			t.Fatal(err)
		}
		want, err := c.Experiment(files.open)
		if err != nil {
			t.Fatal(err)
		}
		got, err := here.Experiment(c)
		asked := 0
		var wanted *Wanted
		for ; errors.As(err, &wanted) && asked < 5; asked++ {
			f, failure := there.Make(wanted.Request)
			if failure != nil {
				t.Fatal(failure)
			}
			here.Put(wanted.Request, f)
			got, err = here.Experiment(c)
		}
		if err != nil || asked != row.want {
			t.Fatalf("%s: %v after %d requests, want %d", row.line, err, asked, row.want)
		}
		if !reflect.DeepEqual(got.Experiment, want.Experiment) || !reflect.DeepEqual(got.Notes, want.Notes) {
			t.Errorf("%s: another experiment\nnotes %v\nwant  %v", row.line, got.Notes, want.Notes)
		}
	}
	c, err := ParseArgs(strings.Fields("-hkl absent.hkl -cell 50 -N 9"))
	if err != nil {
		t.Fatal(err)
	}
	var file *FileError
	if _, err := here.Experiment(c); !errors.As(err, &file) || file.Option != "-hkl" {
		t.Errorf("a file that is not there: %v", err)
	}
}
