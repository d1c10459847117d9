package imgio

import (
	"encoding/binary"
	"hash/crc32"
	"io"
	"strings"
)

const (
	// pngStart is the length of a PNG file's signature and its first chunk, IHDR:
	// 8 bytes; length, type, 13 bytes of data, checksum. Text may follow there.
	pngStart = 8 + 4 + 4 + 13 + 4

	// maxKeyword is the longest key of a PNG text chunk.
	maxKeyword = 79
)

// chunkInserter passes a PNG file on and puts chunks after its IHDR chunk.
type chunkInserter struct {
	w      io.Writer
	chunks []byte
	passed int // bytes of the file so far, up to pngStart
}

func (c *chunkInserter) Write(b []byte) (n int, err error) {
	if c.passed < pngStart {
		n, err = c.w.Write(b[:min(len(b), pngStart-c.passed)])
		c.passed += n
		if err != nil || c.passed < pngStart {
			return n, err
		}
		if _, err = c.w.Write(c.chunks); err != nil {
			return n, err
		}
	}
	m, err := c.w.Write(b[n:])
	return n + m, err
}

// textChunks returns the fields as PNG text chunks: tEXt, which every reader
// knows, for Latin-1 values, iTXt (UTF-8) for others. Fields without a key are
// left out.
func textChunks(fields []Field) []byte {
	var out []byte
	for _, f := range fields {
		key, ok := latin1(f.Key)
		if key = strings.TrimSpace(key); !ok || key == "" {
			continue
		}
		key = strings.TrimSpace(key[:min(len(key), maxKeyword)])
		value := strings.ReplaceAll(strings.ToValidUTF8(f.Value, "?"), "\x00", "?")
		if plain, ok := latin1(value); ok {
			out = appendChunk(out, "tEXt", key+"\x00"+plain)
		} else {
			// Not compressed, no language, no translated key.
			out = appendChunk(out, "iTXt", key+"\x00\x00\x00\x00\x00"+value)
		}
	}
	return out
}

// latin1 returns s in ISO 8859-1, and whether it has no other characters and no
// control characters but line feeds.
func latin1(s string) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		if r != '\n' && (r < ' ' || r > 0x7e && r < 0xa0 || r > 0xff) {
			return "", false
		}
		b.WriteByte(byte(r))
	}
	return b.String(), true
}

// appendChunk appends a chunk: length, type, data, checksum of type and data.
func appendChunk(b []byte, kind, data string) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	start := len(b)
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[start:]))
}
