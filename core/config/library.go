package config

import (
	"sync"

	"gobragg/core/hkl"
)

// Library reads experiments that share files of structure factors, as the frames of
// a series do: what it made of a file it gives to the next experiment that asks for
// the same. An experiment from a Library is the one that Config.Experiment gives.
//
//	l := &config.Library{Open: open}
//	for _, c := range frames {
//		r, err := l.Experiment(c)
//	}
//
// Several goroutines may use a Library at once; one of them reads, the others wait.
type Library struct {
	Open Open
	// Reflections is how many reflections of a model may be computed, in P1; 0: any number.
	Reflections float64
	// Unhashed leaves Resolved.StructureFactorsHash empty: in a browser it takes as long
	// as all the rest.
	Unhashed bool
	// Elsewhere leaves it to others to make structure factors of files: where they are not
	// at hand, the error is a *Wanted. Another Library makes what it asks for, with Make,
	// and Put takes that in.
	Elsewhere bool

	mu    sync.Mutex
	items []item // the latest last
}

// item is something made of a file, with the settings that it follows from.
type item struct {
	key   any
	value any
}

// kept is how many items a Library keeps: the reflections and the table of a file,
// or the atoms and the tables of a few wavelengths.
const kept = 6

// Experiment reads the files that the settings c name, as far as they are not at
// hand, and works out the experiment. Its errors are a *UsageError or a *FileError.
func (l *Library) Experiment(c *Config) (*Resolved, error) { return c.experiment(l.Open, l) }

// Make makes structure factors of a file. Its errors are a *FileError.
func (l *Library) Make(q Request) (*Factors, error) { return l.factors(l.Open, q, 0) }

// Put hands over structure factors that Make has made of q somewhere else.
func (l *Library) Put(q Request, f *Factors) {
	_, _ = shared(l, q, func() (*Factors, error) { return f, nil })
}

// hash returns the hash of a list of structure factors, empty if nobody wants it.
func (l *Library) hash(list *hkl.List) string {
	if l != nil && l.Unhashed {
		return ""
	}
	return list.Hash()
}

// shared returns what make makes, from the library if it was made before under the
// same key: a comparable value of a type of its own that holds all that make looks
// at. The result is shared and must not be changed. Without a library make is called.
func shared[T any](l *Library, key any, make func() (T, error)) (T, error) {
	if l == nil {
		return make()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, it := range l.items {
		if it.key == key {
			l.items = append(append(l.items[:i:i], l.items[i+1:]...), it)
			return it.value.(T), nil
		}
	}
	value, err := make()
	if err != nil {
		return value, err
	}
	l.items = append(l.items, item{key, value})
	if len(l.items) > kept {
		l.items = l.items[1:]
	}
	return value, nil
}
