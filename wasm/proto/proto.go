// Package proto is what a page and its workers say to each other: messages of bytes,
// so that one crosses the border to JavaScript in one copy.
//
// A page sends a Job, the plan to work on, once to every worker, and then Tiles of it.
// The structure factors of a plan, which are most of it and seldom change, go before it
// in a Table. A worker answers Tiles, in order, with their Pixels or a Failure; a Table
// and a Job have no answer of their own. A Job makes the Tiles before it void: that which
// the worker is at is answered by a Failure, those that it has not begun are not answered.
//
// Structure factors of a file are the work of a worker too: a page sends the File once and
// then Makes, each of which is answered by what was Made or a Failure. Little-endian
// throughout.
package proto

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"math"
	"unsafe"

	"gobragg/core/frame"
)

// The first byte of a message says what it is.
const (
	kindJob byte = iota + 1
	kindTile
	kindPixels
	kindFailure
	kindTable
	kindFile
	kindMake
	kindMade
)

// Message is one of Table, Job, Tile, Pixels, Failure, File, Make and Made.
type Message interface {
	// Append appends the encoding of the message to b.
	Append(b []byte) []byte
}

// Table is the structure factors of the jobs that follow; it replaces another.
type Table struct {
	ID uint32 // not 0
	F  []float32
}

// Job tells a worker what the tiles that follow are of.
type Job struct {
	ID    uint32
	Table uint32 // whose F the plan has; 0: none
	Plan  []byte // as plan.Plan.AppendBinary writes it, without F
}

// Tile asks for the pixels of Area in the plan's Coarse image of Level: 1 is the
// image itself.
type Tile struct {
	ID    uint32 // the page's own
	Job   uint32
	Level int32
	Area  image.Rectangle // of the coarse image, at most MaxTile pixels
}

// Pixels are the photons of a tile, slow outer, fast inner.
type Pixels struct {
	Tile    uint32 // its ID
	Micros  uint32 // time that it took
	Omitted frame.Omitted
	Pix     []float32
}

// pixelsHead is the size of what stands before the pixels: the time and what was omitted.
const pixelsHead = 4 + 3*8

// Failure says why a tile could not be rendered, or structure factors not made.
type Failure struct {
	ID   uint32 // of the Tile or the Make
	Text string
}

// MaxTile is the largest number of pixels of a tile, which bounds what a worker
// allocates for a message.
const MaxTile = 1 << 22

// Append implements Message.
func (m Table) Append(b []byte) []byte {
	return appendFloats(start(b, kindTable, m.ID), m.F)
}

// Append implements Message.
func (m Job) Append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(start(b, kindJob, m.ID), m.Table)
	return append(b, m.Plan...)
}

// Append implements Message.
func (m Tile) Append(b []byte) []byte {
	b = start(b, kindTile, m.ID)
	for _, v := range [6]int{int(m.Job), int(m.Level), m.Area.Min.X, m.Area.Min.Y, m.Area.Max.X, m.Area.Max.Y} {
		b = binary.LittleEndian.AppendUint32(b, uint32(int32(v)))
	}
	return b
}

// Append implements Message.
func (m Pixels) Append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint32(start(b, kindPixels, m.Tile), m.Micros)
	for _, v := range [3]uint64{math.Float64bits(m.Omitted.Bound), uint64(m.Omitted.Samples), uint64(m.Omitted.Total)} {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	return appendFloats(b, m.Pix)
}

// Append implements Message.
func (m Failure) Append(b []byte) []byte {
	return append(start(b, kindFailure, m.ID), m.Text...)
}

func start(b []byte, kind byte, id uint32) []byte {
	return binary.LittleEndian.AppendUint32(append(b, kind), id)
}

// IsTile reports whether b encodes a Tile, IsJob whether a Job.
func IsTile(b []byte) bool { return len(b) > 0 && b[0] == kindTile }

// IsJob is to Job what IsTile is to Tile.
func IsJob(b []byte) bool { return len(b) > 0 && b[0] == kindJob }

func appendFloats(b []byte, values []float32) []byte { return append(b, memory(values)...) }

// floats reads what appendFloats wrote.
func floats(b []byte) []float32 {
	values := make([]float32, len(b)/4)
	copy(memory(values), b)
	return values
}

// memory returns the bytes of values: little-endian, as WebAssembly is. To write the pixels
// of a simple image one by one took a third of the time that it took to render them.
func memory(values []float32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(values))), 4*len(values))
}

// Decode reads one message. It fails for what Append cannot have written. A Job's
// plan shares the memory of b.
func Decode(b []byte) (Message, error) {
	if len(b) < 5 {
		return nil, errors.New("proto: message cut short")
	}
	id, rest := binary.LittleEndian.Uint32(b[1:]), b[5:]
	switch b[0] {
	case kindTable:
		if len(rest)%4 != 0 || id == 0 {
			return nil, fmt.Errorf("proto: table %d of %d bytes, want a multiple of 4 and a number", id, len(rest))
		}
		return Table{id, floats(rest)}, nil
	case kindJob:
		if len(rest) < 4 {
			return nil, errors.New("proto: message cut short")
		}
		return Job{id, binary.LittleEndian.Uint32(rest), rest[4:]}, nil
	case kindTile:
		return decodeTile(id, rest)
	case kindPixels:
		return decodePixels(id, rest)
	case kindFailure:
		return Failure{id, string(rest)}, nil
	case kindFile:
		return decodeFile(id, rest)
	case kindMake:
		return decodeMake(id, rest)
	case kindMade:
		return decodeMade(id, rest)
	}
	return nil, fmt.Errorf("proto: a message of unknown kind %d", b[0])
}

func decodeTile(id uint32, b []byte) (Message, error) {
	if len(b) != 6*4 {
		return nil, fmt.Errorf("proto: a tile of %d bytes, want 24", len(b))
	}
	job := binary.LittleEndian.Uint32(b)
	var v [5]int
	for i := range v {
		v[i] = int(int32(binary.LittleEndian.Uint32(b[4+4*i:])))
	}
	area := image.Rectangle{Min: image.Pt(v[1], v[2]), Max: image.Pt(v[3], v[4])}
	// The second test keeps the third one's product from overflowing.
	if v[0] < 1 || area.Empty() || area.Dx() > MaxTile || area.Dy() > MaxTile || area.Dx()*area.Dy() > MaxTile {
		return nil, fmt.Errorf("proto: tile %v of level %d, want at most %d pixels of a level from 1 on", area, v[0], MaxTile)
	}
	return Tile{id, job, int32(v[0]), area}, nil
}

func decodePixels(tile uint32, b []byte) (Message, error) {
	if len(b)%4 != 0 || len(b) < pixelsHead {
		return nil, fmt.Errorf("proto: pixels of %d bytes, want %d and a multiple of 4", len(b), pixelsHead)
	}
	word := func(i int) uint64 { return binary.LittleEndian.Uint64(b[4+8*i:]) }
	m := Pixels{
		Tile: tile, Micros: binary.LittleEndian.Uint32(b),
		Omitted: frame.Omitted{Bound: math.Float64frombits(word(0)), Samples: int64(word(1)), Total: int64(word(2))},
		Pix:     floats(b[pixelsHead:]),
	}
	return m, nil
}
