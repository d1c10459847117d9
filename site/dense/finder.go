package dense

// finder finds earlier places with the same bytes.
type finder struct {
	data []byte
	// recent has the last place of 2, 3 … bytes by their hash; before the place before
	// each one with the same hash of most bytes.
	recent  [most - 1][]int32
	before  []int32
	matches []step
}

const (
	most     = 5   // bytes of a hash
	hashBits = 18  // of which there are as many
	depth    = 128 // how many places are looked at
)

func newFinder(data []byte) *finder {
	f := &finder{data: data, before: make([]int32, len(data))}
	for k := range f.recent {
		f.recent[k] = make([]int32, 1<<hashBits)
		for i := range f.recent[k] {
			f.recent[k][i] = -1
		}
	}
	return f
}

// next returns the matches at a place, longer and longer and farther and farther away, until the
// next call. It is called for all places in turn.
func (f *finder) next(at int) []step {
	f.matches = f.matches[:0]
	if at+most > len(f.data) {
		return nil
	}
	room := min(len(f.data)-at, longest)
	best := 1
	try := func(from int32) {
		if from >= 0 && best < room && f.data[int(from)+best] == f.data[at+best] {
			if n := agree(f.data, int(from), at, room); n > best {
				best = n
				f.matches = append(f.matches, step{n, at - int(from)})
			}
		}
	}
	v := uint64(f.data[at])
	for k, recent := range f.recent {
		v |= uint64(f.data[at+1+k]) << (8 * (k + 1))
		hash := v * 0x9e3779b97f4a7c15 >> (64 - hashBits)
		from := recent[hash]
		recent[hash] = int32(at)
		try(from)
		if k == len(f.recent)-1 {
			f.before[at] = from
			for n := 1; n < depth && from >= 0 && best < room; n++ {
				from = f.before[from]
				try(from)
			}
		}
	}
	return f.matches
}

// agree returns how many bytes from i and j on are the same, at most n.
func agree(data []byte, i, j, n int) int {
	for k := range n {
		if data[i+k] != data[j+k] {
			return k
		}
	}
	return n
}
