package proto

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"gobragg/core/config"
	"gobragg/core/hkl"
)

// File is a file that a Make may name; it replaces another.
type File struct {
	ID      uint32
	Name    string
	Content []byte
}

// Make asks for structure factors.
type Make struct {
	ID      uint32
	Request config.Request
}

// Made are the structure factors asked for.
type Made struct {
	ID      uint32 // of the Make
	Factors config.Factors
}

// Append implements Message.
func (m File) Append(b []byte) []byte {
	return append(appendPart(start(b, kindFile, m.ID), []byte(m.Name)), m.Content...)
}

// Append implements Message.
func (m Make) Append(b []byte) []byte {
	return append(start(b, kindMake, m.ID), mustJSON(m.Request)...)
}

// Append implements Message. The amplitudes follow all the rest.
func (m Made) Append(b []byte) []byte {
	head := m.Factors
	var f []float32
	if g := head.Grid; g != nil {
		f = g.F
		head.Grid = &hkl.Grid{Min: g.Min, Size: g.Size, Default: g.Default}
	}
	return appendFloats(appendPart(start(b, kindMade, m.ID), mustJSON(head)), f)
}

func decodeFile(id uint32, b []byte) (Message, error) {
	name, content, err := cutPart(b)
	return File{id, string(name), content}, err
}

func decodeMake(id uint32, b []byte) (Message, error) {
	m := Make{ID: id}
	return m, readJSON(b, &m.Request)
}

func decodeMade(id uint32, b []byte) (Message, error) {
	m := Made{ID: id}
	head, f, err := cutPart(b)
	if err == nil {
		err = readJSON(head, &m.Factors)
	}
	if err != nil {
		return nil, err
	}
	want := 0.0
	if g := m.Factors.Grid; g != nil {
		if g.F != nil {
			return nil, errors.New("proto: amplitudes in the wrong place")
		}
		want = 4 * float64(g.Size[0]) * float64(g.Size[1]) * float64(g.Size[2])
		g.F = floats(f)
	}
	if float64(len(f)) != want {
		return nil, fmt.Errorf("proto: structure factors of %d bytes, want %.0f", len(f), want)
	}
	return m, nil
}

// appendPart appends the length of part and part.
func appendPart(b, part []byte) []byte {
	return append(binary.LittleEndian.AppendUint32(b, uint32(len(part))), part...)
}

// cutPart returns what appendPart has appended, and what follows.
func cutPart(b []byte) (part, rest []byte, err error) {
	if len(b) < 4 || uint64(binary.LittleEndian.Uint32(b)) > uint64(len(b)-4) {
		return nil, nil, errors.New("proto: message cut short")
	}
	n := binary.LittleEndian.Uint32(b)
	return b[4 : 4+n], b[4+n:], nil
}

// mustJSON encodes a value whose numbers are finite.
func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("proto: %v", err))
	}
	return b
}

// readJSON reads what mustJSON wrote, and nothing else.
func readJSON(b []byte, v any) error {
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("proto: %w", err)
	}
	if again, err := json.Marshal(v); err != nil || !bytes.Equal(again, b) {
		return errors.New("proto: JSON of another program")
	}
	return nil
}
