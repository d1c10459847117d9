package hkl

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
)

// dumpHeaderMax is the longest header of a dump: six numbers of at most 6 characters,
// blanks, and room for some more of them.
const dumpHeaderMax = 128

// ReadDump reads the binary cache of amplitudes that the reference program writes
// (Fdump.bin): the line "hmin hmax kmin kmax lmin lmax", a line feed and a form
// feed, then little-endian float64 with h outermost and l innermost. Along each axis
// the file holds one value more than the box (max − min + 2 of them); that last one
// is padding and is dropped. A dump does not say which default it was written
// with: defaultF is that for indices outside the box.
//
// It fails for a header that is not one, for an empty box or an index beyond
// ±MaxIndex, for 2³¹ cells or more, for amplitudes that are not finite in
// single precision, and where the data is shorter or longer than the header says.
// Memory grows with the data that arrives, whatever the header says.
func ReadDump(r io.Reader, defaultF float64) (*Grid, error) {
	b := bufio.NewReaderSize(r, 1<<16)
	g, err := readDumpHeader(b)
	if err != nil {
		return nil, fmt.Errorf("hkl: dump: %w", err)
	}
	if g.Default, err = amplitude(defaultF); err != nil {
		return nil, fmt.Errorf("hkl: default F: %w", err)
	}
	row := make([]byte, 8*(int(g.Size[2])+1))
	for h := range g.Size[0] + 1 {
		for k := range g.Size[1] + 1 {
			if _, err := io.ReadFull(b, row); err != nil {
				if err == io.EOF || err == io.ErrUnexpectedEOF {
					err = fmt.Errorf("data ends in the row h %d, k %d, %s", g.Min[0]+h, g.Min[1]+k, g.describe())
				}
				return nil, fmt.Errorf("hkl: dump: %w", err)
			}
			if h == g.Size[0] || k == g.Size[1] {
				continue
			}
			for l := range g.Size[2] {
				f, err := amplitude(math.Float64frombits(binary.LittleEndian.Uint64(row[8*l:])))
				if err != nil {
					return nil, fmt.Errorf("hkl: dump: reflection %d %d %d: %w", g.Min[0]+h, g.Min[1]+k, g.Min[2]+l, err)
				}
				g.F = append(g.F, f)
			}
		}
	}
	if _, err := b.ReadByte(); err == nil {
		return nil, fmt.Errorf("hkl: dump: data goes on after the last row, %s", g.describe())
	} else if err != io.EOF {
		return nil, fmt.Errorf("hkl: dump: %w", err)
	}
	return g, nil
}

// describe says what the header promised.
func (g *Grid) describe() string {
	high := g.Max()
	return fmt.Sprintf("header says h %d…%d, k %d…%d, l %d…%d: %d×%d×%d values",
		g.Min[0], high[0], g.Min[1], high[1], g.Min[2], high[2], g.Size[0]+1, g.Size[1]+1, g.Size[2]+1)
}

// readDumpHeader returns the grid of a dump's header, without amplitudes.
func readDumpHeader(b *bufio.Reader) (*Grid, error) {
	var limits [6]int
	used := 0
	next := func() (byte, error) {
		if used++; used > dumpHeaderMax {
			return 0, errors.New("header too long, want six indices, a line feed and a form feed")
		}
		c, err := b.ReadByte()
		if err == io.EOF {
			err = errors.New("header cut off, want six indices, a line feed and a form feed")
		}
		return c, err
	}
	c, err := next()
	for i := range limits {
		for err == nil && isBlank(c) {
			c, err = next()
		}
		var word []byte
		for ; err == nil && !isBlank(c) && c != '\n' && c != '\r'; c, err = next() {
			word = append(word, c)
		}
		if err != nil {
			return nil, err
		}
		limits[i], err = strconv.Atoi(string(word))
		if err != nil || limits[i] < -MaxIndex || limits[i] > MaxIndex {
			return nil, fmt.Errorf("header: number %d is %.*q, want an index within ±%d", i+1, quotedToken, word, MaxIndex)
		}
	}
	for isBlank(c) || c == '\r' {
		if c, err = next(); err != nil {
			return nil, err
		}
	}
	if c != '\n' {
		return nil, fmt.Errorf("header: %q after the six indices, want a line feed", c)
	}
	if c, err = next(); err != nil {
		return nil, err
	}
	if c != '\f' {
		return nil, fmt.Errorf("header: %q after the line feed, want a form feed", c)
	}
	g := &Grid{}
	cells := int64(1)
	for axis := range 3 {
		low, high := limits[2*axis], limits[2*axis+1]
		if high < low {
			return nil, fmt.Errorf("header: %c from %d to %d, an empty box", "hkl"[axis], low, high)
		}
		g.Min[axis], g.Size[axis] = int32(low), int32(high-low+1)
		cells *= int64(g.Size[axis])
	}
	if cells > maxCells {
		return nil, fmt.Errorf("header: %d cells, at most %d allowed", cells, maxCells)
	}
	return g, nil
}
