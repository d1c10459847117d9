package frame

import (
	"sync"
	"sync/atomic"
)

// rowsAtOnce is how many rows a thread takes: of a large detector, a quarter of a
// megabyte.
const rowsAtOnce = 16

// EachRow calls do for rows 0 … height − 1 on several threads, in no order.
func EachRow(threads, height int, do func(y int)) {
	var next atomic.Int64
	work := func() {
		for {
			first := int(next.Add(rowsAtOnce)) - rowsAtOnce
			if first >= height {
				return
			}
			for y := first; y < min(height, first+rowsAtOnce); y++ {
				do(y)
			}
		}
	}
	var others sync.WaitGroup
	for range min(threads, (height+rowsAtOnce-1)/rowsAtOnce) - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
}
