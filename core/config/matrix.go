package config

import (
	"bufio"
	"fmt"
	"io"

	"gobragg/core/geom"
)

// maxWord is the longest word in a matrix file, and a line in a source file.
const maxWord = 1 << 16

// ReadMatrix reads the first nine numbers of a MOSFLM orientation matrix file:
// rows x, y, z, columns a*, b*, c*, each times the wavelength (dimensionless).
// What follows them is not looked at.
func ReadMatrix(r io.Reader) (geom.Mat3, error) {
	words := bufio.NewScanner(r)
	words.Buffer(nil, maxWord)
	words.Split(bufio.ScanWords)
	var m geom.Mat3
	for i := range m {
		if !words.Scan() {
			if err := words.Err(); err != nil {
				return geom.Mat3{}, err
			}
			return geom.Mat3{}, fmt.Errorf("found %d of the matrix's 9 numbers", i)
		}
		x, err := parseNumber(words.Text())
		if err != nil {
			return geom.Mat3{}, fmt.Errorf("number %d of the matrix: %.40q %w", i+1, words.Text(), err)
		}
		m[i] = x
	}
	return m, nil
}
