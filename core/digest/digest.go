// Package digest gives the message digests that files are known by: MD5 in CBF images,
// SHA-256 for structure factors. They guard against accidents, not against people.
//
//	d := digest.NewSHA256()
//	d.Write(content)
//	fmt.Printf("%x", d.Sum(nil))
//
// They are those of the standard library, except in a browser: there crypto/md5 and
// crypto/sha256 would bring with them the self-tests of all of Go's cryptography, 50 kB
// of the compressed program.
package digest

import "io"

// Digest takes in a message, part by part. Write never fails. Sum appends to b the digest
// of what has been written; more may follow.
type Digest interface {
	io.Writer
	Sum(b []byte) []byte
}
