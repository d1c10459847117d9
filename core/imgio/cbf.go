package imgio

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"fmt"
	"io"

	"gobragg/core/digest"
)

// Values of CBF pixels that are no counts, in the convention of Dectris: a pixel
// between detector modules, and a broken pixel. Frames read from CBF images mask
// all negative pixels. A pixel of Count_cutoff counts or more is overloaded.
const (
	CBFGap    = -1
	CBFBroken = -2
)

// Keys of the MIME header in front of the pixels.
const (
	cbfLength   = "X-Binary-Size"
	cbfElements = "X-Binary-Number-of-Elements"
	cbfElement  = "X-Binary-Element-Type"
	cbfOrder    = "X-Binary-Element-Byte-Order"
	cbfFast     = "X-Binary-Size-Fastest-Dimension"
	cbfSlow     = "X-Binary-Size-Second-Dimension"
	cbfThird    = "X-Binary-Size-Third-Dimension"
	cbfChecksum = "Content-MD5"
)

const (
	cbfMagic      = "###CBF:"
	cbfSection    = "--CIF-BINARY-FORMAT-SECTION--"
	cbfStart      = "\x0c\x1a\x04\xd5"
	cbfByteOffset = "x-CBF_BYTE_OFFSET"

	// cbfPadding are zero bytes after the pixels, as the detectors write them, so
	// that a careless reader may read a block too far.
	cbfPadding = 4095
)

// WriteCBF writes a mini-CBF image: 32-bit counts, byte-offset compressed, with
// their MD5 checksum, behind the header lines h, for which see MiniCBFHeader.
// counts fills dst, one row, with the pixels of slow index y and is called for
// y = 0, 1, 2 … As the header states the compressed length, the compressed image
// is held in memory, for most images little more than a byte a pixel.
//
// Source: Dectris, CBF header specification; imgCIF dictionary 1.8.
func WriteCBF(w io.Writer, h Header, width, height int, counts func(y int, dst []int32)) error {
	return writeCBF(w, h, width, height, func(y int, dst []int32) error {
		counts(y, dst)
		return nil
	})
}

func writeCBF(w io.Writer, h Header, width, height int, counts func(y int, dst []int32) error) error {
	if err := checkSize(width, height); err != nil {
		return fmt.Errorf("CBF: %w", err)
	}
	row := make([]int32, width)
	data := make([]byte, 0, width*height+width*height/16+maxOffset)
	last := int32(0)
	for y := range height {
		if err := counts(y, row); err != nil {
			return fmt.Errorf("CBF: %w", err)
		}
		data = appendByteOffset(data, row, last)
		last = row[width-1]
	}

	const newline = "\r\n"
	sum := digest.NewMD5()
	sum.Write(data)
	var head bytes.Buffer
	line := func(format string, values ...any) { fmt.Fprintf(&head, format+newline, values...) }
	line("%s VERSION 1.5, gobragg", cbfMagic)
	line("")
	line("data_image")
	line("")
	line(`_array_data.header_convention "PILATUS_1.2"`)
	line("_array_data.header_contents")
	line(";")
	head.WriteString(miniCBFText(h, newline))
	line(";")
	line("")
	line("_array_data.data")
	line(";")
	line(cbfSection)
	line("Content-Type: application/octet-stream;")
	line(`     conversions="%s"`, cbfByteOffset)
	line("Content-Transfer-Encoding: BINARY")
	line("%s: %d", cbfLength, len(data))
	line("X-Binary-ID: 1")
	line(`%s: "signed 32-bit integer"`, cbfElement)
	line("%s: LITTLE_ENDIAN", cbfOrder)
	line("%s: %s", cbfChecksum, base64.StdEncoding.EncodeToString(sum.Sum(nil)))
	line("%s: %d", cbfElements, width*height)
	line("%s: %d", cbfFast, width)
	line("%s: %d", cbfSlow, height)
	line("X-Binary-Size-Padding: %d", cbfPadding)
	line("")
	head.WriteString(cbfStart)

	b := bufio.NewWriter(w)
	b.Write(head.Bytes())
	b.Write(data)
	b.Write(make([]byte, cbfPadding))
	b.WriteString(newline + cbfSection + "--" + newline + ";" + newline)
	return b.Flush()
}
