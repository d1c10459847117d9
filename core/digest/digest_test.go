package digest

import (
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"
)

// The messages are of the appendices of RFC 1321 and FIPS 180-4.
func TestPublishedDigests(t *testing.T) {
	for _, c := range []struct{ message, md5, sha256 string }{
		{"abc", "900150983cd24fb0d6963f7d28e17f72", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"message digest", "f96b697d7cb7938d525a2f31aaf161d0", ""},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	} {
		for _, d := range []struct {
			name, want string
			of         Digest
		}{{"MD5", c.md5, NewMD5()}, {"SHA-256", c.sha256, NewSHA256()}} {
			d.of.Write([]byte(c.message))
			if got := hex.EncodeToString(d.of.Sum(nil)); d.want != "" && got != d.want {
				t.Errorf("%s of %q = %s, want %s", d.name, c.message, got, d.want)
			}
		}
	}
}

// TestAnyLength: the digests are the standard library's, for every length around the
// borders of blocks, however the message comes in parts, and also midway.
func TestAnyLength(t *testing.T) {
	message := make([]byte, 3*64+1)
	for i := range message {
		message[i] = byte(i*i + 3*i)
	}
	for n := range message {
		for _, first := range []int{0, n / 3, n / 2, n} {
			a, b := NewMD5(), NewSHA256()
			for _, part := range [][]byte{message[:first], message[first:n]} {
				a.Write(part)
				b.Write(part)
				a.Sum(nil)
			}
			wantA, wantB := md5.Sum(message[:n]), sha256.Sum256(message[:n])
			if got := a.Sum([]byte("is ")); !bytes.Equal(got, append([]byte("is "), wantA[:]...)) {
				t.Fatalf("MD5 of %d + %d bytes = %x, want %x", first, n-first, got[3:], wantA)
			}
			if got := b.Sum(nil); !bytes.Equal(got, wantB[:]) {
				t.Fatalf("SHA-256 of %d + %d bytes = %x, want %x", first, n-first, got, wantB)
			}
		}
	}
}

func ExampleNewMD5() {
	d := NewMD5()
	d.Write([]byte("message "))
	d.Write([]byte("digest"))
	fmt.Printf("%x\n", d.Sum(nil))
	// Output: f96b697d7cb7938d525a2f31aaf161d0
}
