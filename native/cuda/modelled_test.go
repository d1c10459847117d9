package cuda

import (
	"sync"
	"time"

	"gobragg/native/cuda/abi"
)

// modelled is a driver with one device that computes nothing and takes its time for
// it: queued work is done after so many samples at the given rate, one launch after
// the other.
type modelled struct {
	rate  float64 // samples a second
	ratio int

	mu    sync.Mutex
	until time.Time
	calls int // launches
	most  time.Duration
}

func (m *modelled) count() (int, error)      { return 1, nil }
func (m *modelled) open(int) (device, error) { return &modelledDevice{m, map[stream]time.Time{}}, nil }

type modelledDevice struct {
	*modelled
	ready map[stream]time.Time
}

func (d *modelledDevice) about() About {
	return About{Name: "modelled", Memory: plenty, Compute: [2]int{8, 6}, Ratio: d.ratio}
}
func (d *modelledDevice) load(string) (function, error)          { return nil, nil }
func (d *modelledDevice) alloc(int64) (address, error)           { return 1, nil }
func (d *modelledDevice) free(address)                           {}
func (d *modelledDevice) memory() (free, total int64)            { return plenty, plenty }
func (d *modelledDevice) upload(address, []byte) error           { return nil }
func (d *modelledDevice) stream() (stream, error)                { s := new(int); return s, nil }
func (d *modelledDevice) pinned(size int64) ([]byte, error)      { return make([]byte, size), nil }
func (d *modelledDevice) unpin([]byte)                           {}
func (d *modelledDevice) download(stream, []byte, address) error { return nil }
func (d *modelledDevice) close()                                 {}
func (d *modelledDevice) done(s stream) (bool, error)            { return !time.Now().Before(d.ready[s]), nil }

func (d *modelledDevice) launch(s stream, _ function, gridX, gridY int, arguments []uint64) error {
	size := arguments[8]
	samples := (size & 0xffffffff) * (size >> 32) * (arguments[10] - arguments[9]) * arguments[11]
	took := time.Duration(float64(samples) / d.rate * 1e9)
	if gridX*gridY*abi.TileEdge*abi.TileEdge < int(size&0xffffffff)*int(size>>32) {
		panic("the grid is smaller than the tile")
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if now := time.Now(); d.until.Before(now) {
		d.until = now
	}
	d.until = d.until.Add(took)
	d.ready[s] = d.until
	d.calls++
	d.most = max(d.most, took)
	return nil
}
