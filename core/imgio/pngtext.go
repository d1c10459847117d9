package imgio

import "strings"

// maxKeyword is the longest key of a PNG text chunk.
const maxKeyword = 79

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
