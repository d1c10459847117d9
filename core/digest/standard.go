//go:build !js

package digest

import (
	"crypto/md5"
	"crypto/sha256"
)

// NewMD5 returns the digest of RFC 1321, 16 bytes.
func NewMD5() Digest { return md5.New() }

// NewSHA256 returns the digest of FIPS 180-4 that is called so, 32 bytes.
func NewSHA256() Digest { return sha256.New() }
