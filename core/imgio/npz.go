package imgio

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
)

const (
	// npzImage and npzHeader name the arrays of an NPZ file: the pixels, and the
	// header's lines "# Key value" as one text.
	npzImage  = "image"
	npzHeader = "header"

	npyExtension = ".npy"

	// maxTried is how many arrays are looked at for an image: archives can be made
	// whose files take long to unpack.
	maxTried = 16
)

// Array is a named array of an NPZ file beside the image.
type Array struct {
	Name   string
	Shape  []int // nil for a single number
	Values []float64
}

// WriteNPZ writes a NumPy archive: the pixels as array "image" of shape (slow,
// fast) and elements of type e, the header as text "header", and the arrays as
// float64. A pixel that e does not hold is a *PixelError. Like numpy.savez it does
// not compress.
//
//	f = numpy.load("a.npz"); f["image"][slow, fast]; str(f["header"], "ascii")
func WriteNPZ(w io.Writer, h Header, e Element, s Source, arrays ...Array) error {
	if err := writeNPZ(w, h, e, s, arrays); err != nil {
		return fmt.Errorf("NPZ: %w", err)
	}
	return nil
}

func writeNPZ(w io.Writer, h Header, e Element, s Source, arrays []Array) error {
	if elements[e].npy == "" {
		return fmt.Errorf("elements of type %s are not written", e)
	}
	b := bufio.NewWriterSize(w, bufferSize)
	z := zip.NewWriter(b)
	create := func(name string) (io.Writer, error) {
		return z.CreateHeader(&zip.FileHeader{Name: name + npyExtension, Method: zip.Store})
	}
	f, err := create(npzImage)
	if err != nil {
		return err
	}
	if err := writeNPY(f, s, e); err != nil {
		return err
	}
	if text := miniCBFText(h, "\n"); text != "" {
		if f, err = create(npzHeader); err != nil {
			return err
		}
		if _, err := io.WriteString(f, npyHeaderOf(fmt.Sprintf("|S%d", len(text)))+text); err != nil {
			return err
		}
	}
	seen := map[string]bool{npzImage: true, npzHeader: true}
	for _, a := range arrays {
		n := 1
		for _, k := range a.Shape {
			n *= k
		}
		if seen[a.Name] || a.Name == "" || strings.ContainsAny(a.Name, `/\`) || n != len(a.Values) {
			return fmt.Errorf("array %q of shape %v with %d values: the name is taken or unfit, or the shape is", a.Name, a.Shape, len(a.Values))
		}
		seen[a.Name] = true
		if f, err = create(a.Name); err != nil {
			return err
		}
		if _, err := f.Write(appendElements([]byte(npyHeader(Float64, a.Shape...)), Float64, a.Values)); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return b.Flush()
}

// ReadNPZ reads the array "image" of a NumPy archive, or the first that is an
// image if none is called so, as ReadNPY reads a single one, and its text
// "header". An archive has its directory at the end; so all of it is held in
// memory.
func ReadNPZ(r io.Reader) (*Image, error) {
	m, err := readNPZ(r)
	if err != nil {
		return nil, fmt.Errorf("NPZ: %w", err)
	}
	return m, nil
}

func readNPZ(r io.Reader) (*Image, error) {
	data, err := readAll(r, maxTIFF)
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var names []string
	var header Header
	image := -1
	for i, f := range z.File {
		name, ok := strings.CutSuffix(path.Base(f.Name), npyExtension)
		switch {
		case !ok:
			continue
		case name == npzHeader:
			if header, err = readNPZHeader(f); err != nil {
				return nil, fmt.Errorf("%.40q: %w", f.Name, err)
			}
			continue
		case name == npzImage:
			image = i
		}
		if len(names) < 10 {
			names = append(names, name)
		}
	}
	if image >= 0 {
		m, err := readNPZArray(z.File[image])
		if err != nil {
			return nil, fmt.Errorf("array %q: %w", npzImage, err)
		}
		m.Header = header
		return m, nil
	}
	// Arrays of other shapes and types may stand before the image.
	var first error
	tried := 0
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, npyExtension) || f.Name == npzHeader+npyExtension {
			continue
		}
		if tried++; tried > maxTried {
			break
		}
		m, err := readNPZArray(f)
		if err == nil {
			m.Header = header
			return m, nil
		}
		if first == nil {
			first = fmt.Errorf("array %.40q: %w", f.Name, err)
		}
	}
	if first == nil {
		return nil, fmt.Errorf("the archive has %d files, none an array", len(z.File))
	}
	return nil, fmt.Errorf("none of the arrays %.200q is an image; %w", names, first)
}

// readNPZArray reads one array of the archive as an image.
func readNPZArray(f *zip.File) (*Image, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	m, err := readNPY(bufio.NewReaderSize(r, bufferSize))
	if err != nil {
		return nil, err
	}
	m.Format = FormatNPZ
	// The end of the file is where its checksum is compared.
	if _, err := io.Copy(io.Discard, io.LimitReader(r, bufferSize)); err != nil {
		return nil, err
	}
	return m, nil
}

// readNPZHeader reads the array "header": text, of one byte a character.
func readNPZHeader(f *zip.File) (Header, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	a, err := readNPYHeader(r)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(a.descr, "|S") || len(a.shape) != 0 {
		return nil, nil // another program's
	}
	text, err := readAll(r, maxHeader)
	return parseMiniCBF(string(text)), err
}
