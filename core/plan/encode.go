package plan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// magic opens an encoded plan; its last byte counts layouts.
const magic = "gobrag\x00\x02"

// AppendBinary appends the encoding of p to b: magic, the Header, four counts
// (uint64), then sources, orientations, structure factors and mask, all
// little-endian and packed.
func (p *Plan) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, magic...)
	counts := [4]uint64{uint64(len(p.Sources)), uint64(len(p.Orientations)), uint64(len(p.F)), uint64(len(p.Mask))}
	for _, part := range []any{&p.Header, counts, p.Sources, p.Orientations, p.F, p.Mask} {
		var err error
		if b, err = binary.Append(b, binary.LittleEndian, part); err != nil {
			return nil, fmt.Errorf("plan: %w", err)
		}
	}
	return b, nil
}

// Decode reads what AppendBinary wrote. It fails if b is of another version, cut
// short or longer than it says.
func Decode(b []byte) (*Plan, error) {
	rest, ok := bytes.CutPrefix(b, []byte(magic))
	if !ok {
		return nil, errors.New("plan: not a plan of this version")
	}
	p := new(Plan)
	var counts [4]uint64
	take := func(v any) error {
		n, err := binary.Decode(rest, binary.LittleEndian, v)
		if err != nil {
			return errors.New("plan: cut short")
		}
		rest = rest[n:]
		return nil
	}
	for _, part := range []any{&p.Header, &counts} {
		if err := take(part); err != nil {
			return nil, err
		}
	}
	sizes := [4]int{binary.Size(Source{}), binary.Size(Orientation{}), 4, 1}
	left := uint64(len(rest))
	for i, n := range counts {
		if n > left/uint64(sizes[i]) {
			return nil, errors.New("plan: cut short")
		}
		left -= n * uint64(sizes[i])
	}
	if left != 0 {
		return nil, fmt.Errorf("plan: %d bytes too many", left)
	}
	p.Sources = make([]Source, counts[0])
	p.Orientations = make([]Orientation, counts[1])
	p.F = make([]float32, counts[2])
	p.Mask = make([]byte, counts[3])
	return p, errors.Join(take(p.Sources), take(p.Orientations), take(p.F), take(p.Mask))
}
