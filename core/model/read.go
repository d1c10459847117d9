package model

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
)

// recognised is how much of a file Read looks at, bytes.
const recognised = 1 << 16

// Read reads a model in any of the forms known here, recognised by content: PDB,
// mmCIF, small-molecule CIF, and each of them compressed by gzip.
func Read(r io.Reader) (*Model, error) {
	b := bufio.NewReaderSize(r, recognised)
	start, err := b.Peek(recognised)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("model: %w", err)
	}
	if bytes.HasPrefix(start, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, fmt.Errorf("model: %w", err)
		}
		b = bufio.NewReaderSize(z, recognised)
		if start, err = b.Peek(recognised); err != nil && err != io.EOF {
			return nil, fmt.Errorf("model: %w", err)
		}
	}
	switch Recognise(start) {
	case "CIF":
		return ReadCIF(b)
	case "PDB":
		return ReadPDB(b)
	}
	return nil, errors.New("model: neither a PDB file nor a CIF: no line begins with data_ or with a record such as CRYST1 or ATOM")
}

// pdbRecords begin the lines by which a PDB file is recognised.
var pdbRecords = []string{"HEADER", "OBSLTE", "TITLE ", "SPLIT ", "CAVEAT", "COMPND", "SOURCE", "KEYWDS", "EXPDTA", "AUTHOR", "REVDAT", "JRNL  ",
	"REMARK", "CRYST1", "ORIGX1", "SCALE1", "MODEL ", "ATOM  ", "HETATM", "SEQRES", "HELIX ", "SHEET ", "SSBOND", "LINK  ", "CISPEP", "DBREF ", "USER  "}

// Recognise returns "PDB", "CIF" or "" from the start of a file's content.
func Recognise(start []byte) string {
	start = bytes.TrimPrefix(start, []byte("\xef\xbb\xbf"))
	for line := range strings.Lines(string(start)) {
		line = strings.TrimRight(line, "\r\n")
		if len(line) >= 5 && strings.EqualFold(line[:5], "data_") {
			return "CIF"
		}
		for _, record := range pdbRecords {
			if strings.HasPrefix(line+"  ", record) {
				return "PDB"
			}
		}
	}
	return ""
}
