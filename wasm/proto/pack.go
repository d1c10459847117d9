package proto

import (
	"encoding/binary"
	"errors"
)

// Pack returns encoded messages as one, for Unpack: a browser takes as long for a small
// message as for a large one.
func Pack(messages ...[]byte) []byte {
	size := 0
	for _, m := range messages {
		size += 4 + len(m)
	}
	b := make([]byte, 0, size)
	for _, m := range messages {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(m)))
		b = append(b, m...)
	}
	return b
}

// Unpack returns the messages that Pack packed, in the memory of b.
func Unpack(b []byte) (messages [][]byte, err error) {
	for len(b) > 0 {
		if len(b) < 4 {
			return nil, errPacked
		}
		n := binary.LittleEndian.Uint32(b)
		if b = b[4:]; uint64(n) > uint64(len(b)) {
			return nil, errPacked
		}
		messages = append(messages, b[:n:n])
		b = b[n:]
	}
	return messages, nil
}

var errPacked = errors.New("proto: packed messages cut short")
