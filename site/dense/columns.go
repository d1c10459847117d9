package dense

import "encoding/binary"

// column is a run of numbers of 4 bytes, the lowest first, that stand stride bytes apart.
type column struct{ at, stride, count int }

const (
	widest      = 24      // stride
	fewest      = 64      // numbers of a column that is worth its mention
	largestStep = 1 << 17 // from a number to the next: a function has 1<<16 program counters
)

// appendColumns appends how many columns there are, and each.
func appendColumns(out []byte, all []column) []byte {
	out = appendUnsigned(out, int64(len(all)))
	for _, c := range all {
		out = appendUnsigned(appendUnsigned(appendUnsigned(out, int64(c.at)), int64(c.stride)), int64(c.count))
	}
	return out
}

// difference replaces the numbers of columns that never fall, such as those of tables
// sorted by address, by what each is above the one before it, and returns where they
// are. The opener adds them up again.
func difference(data []byte) []column {
	var all []column
	taken := make([]bool, len(data)/4)
	for stride := 4; stride <= widest; stride += 4 {
		for phase := 0; phase < stride; phase += 4 {
			for at := phase; at+4 <= len(data); {
				count, grown := grows(data, taken, at, stride)
				c := column{at, stride, count}
				at += stride * count
				if count < fewest || !grown {
					continue
				}
				all = append(all, c)
				for k := c.count - 1; k > 0; k-- {
					here, before := data[c.at+k*stride:], data[c.at+(k-1)*stride:]
					binary.LittleEndian.PutUint32(here, binary.LittleEndian.Uint32(here)-binary.LittleEndian.Uint32(before))
					taken[c.at/4+k*stride/4] = true
				}
				taken[c.at/4] = true
			}
		}
	}
	return all
}

// grows returns how many numbers from a place on never fall and are in no column yet, at
// least 1, and whether any is above the one before it.
func grows(data []byte, taken []bool, at, stride int) (n int, grown bool) {
	if taken[at/4] {
		return 1, false
	}
	last := binary.LittleEndian.Uint32(data[at:])
	for n = 1; at+n*stride+4 <= len(data) && !taken[(at+n*stride)/4]; n++ {
		v := binary.LittleEndian.Uint32(data[at+n*stride:])
		if v-last > largestStep {
			break
		}
		grown = grown || v > last
		last = v
	}
	return n, grown
}
