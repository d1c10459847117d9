package hkl

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// WriteText writes the list in the form that ReadText reads, reflections in order,
// after a "# " line for every line of every comment. F has the fewest digits that
// give the same single-precision number back. It fails when w does.
func (x *List) WriteText(w io.Writer, comments ...string) error {
	b := bufio.NewWriter(w)
	for _, c := range comments {
		for line := range strings.SplitSeq(c, "\n") {
			b.WriteString(strings.TrimRight("# "+strings.ReplaceAll(line, "\r", " "), " "))
			b.WriteByte('\n')
		}
	}
	line := make([]byte, 0, 64)
	for _, r := range x.Reflections {
		line = strconv.AppendInt(line[:0], int64(r.H), 10)
		line = append(line, ' ')
		line = strconv.AppendInt(line, int64(r.K), 10)
		line = append(line, ' ')
		line = strconv.AppendInt(line, int64(r.L), 10)
		line = append(line, ' ')
		line = strconv.AppendFloat(line, float64(r.F), 'g', -1, 32)
		b.Write(append(line, '\n'))
	}
	return b.Flush() // a bufio.Writer keeps its first error
}

// WriteText writes the cells that differ from Default as List.WriteText does.
func (g *Grid) WriteText(w io.Writer, comments ...string) error {
	return g.List().WriteText(w, comments...)
}
