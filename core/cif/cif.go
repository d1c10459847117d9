// Package cif reads the text files of crystallography that are written in STAR
// syntax: CIF 1.1 (small molecules) and mmCIF (coordinates, structure factors).
//
//	file, err := cif.Read(r, cif.Prefixes("_cell", "_atom_site"))
//	block := file.Blocks[0]
//	a, ok := block.Find("_cell.length_a")           // also _cell_length_a
//	atoms, ok := block.Loop("_atom_site.type_symbol", "_atom_site.Cartn_x", "?_atom_site.occupancy")
//	for i := range atoms.Len() {
//		x, err := atoms.Float(i, 1)
//	}
//
// # Tags
//
// Tags compare without regard to case, and a full stop in one counts as an
// underscore: _cell.length_a of mmCIF and _cell_length_a of CIF 1.1 are the same tag,
// and so are most others whose name did not change between the dictionaries.
//
// # Size
//
// Reading takes one pass. Only the values asked for are kept, in one byte slice a loop
// with 5 bytes of overhead a value; a file of any size is read in the memory
// these need, plus a buffer of the longest token (at most 64 MiB).
//
// Source: S. R. Hall, F. H. Allen & I. D. Brown, Acta Cryst. A47 (1991) 655–685;
// IUCr, "CIF version 1.1 working specification".
package cif

import (
	"fmt"
	"strings"

	"gobragg/core/decimal"
)

// File is what a file holds: its data blocks, in order.
type File struct {
	Blocks []*Block
}

// Block returns the first block with the given name, without regard to case, nil if
// there is none.
func (f *File) Block(name string) *Block {
	for _, b := range f.Blocks {
		if strings.EqualFold(b.Name, name) {
			return b
		}
	}
	return nil
}

// Block is a data block: tags with one value each, and loops.
type Block struct {
	Name string // what follows data_
	Line int    // where it starts, from 1

	tags  []string         // as written, in order
	index map[string]place // by folded tag
	items *table           // the tags outside loops
}

// place says where the values of a tag are.
type place struct {
	table  *table
	column int // among the kept ones; −1: not kept
	line   int
}

// table is the kept values of a loop, row by row, or of all the tags outside loops,
// as one row.
type table struct {
	columns int
	line    int
	text    []byte   // of every value: one byte, 1 if it was quoted, then its text
	ends    []uint32 // where value i ends in text
}

func (t *table) rows() int {
	if t.columns == 0 {
		return 0
	}
	return len(t.ends) / t.columns
}

func (t *table) value(i int) Value {
	start := uint32(0)
	if i > 0 {
		start = t.ends[i-1]
	}
	return Value{Text: t.text[start+1 : t.ends[i] : t.ends[i]], Quoted: t.text[start] != 0}
}

// Tags returns all tags of the block as the file writes them, in order, whether or
// not their values were kept.
func (b *Block) Tags() []string { return b.tags }

// place finds a tag as it is written, else by its folded form.
func (b *Block) place(tag string) (place, bool) {
	if p, ok := b.index[strings.ToLower(tag)]; ok {
		return p, true
	}
	p, ok := b.index[fold(tag)]
	return p, ok
}

// Has reports whether the block has a tag, with or without values.
func (b *Block) Has(tag string) bool {
	_, ok := b.place(tag)
	return ok
}

// Find returns the value of the first of several tags that has one: not . or ?, and
// just one, outside a loop or in a loop of one row.
func (b *Block) Find(tags ...string) (v Value, ok bool) {
	for _, tag := range tags {
		p, found := b.place(tag)
		if !found || p.column < 0 {
			continue
		}
		if p.table != b.items && p.table.rows() != 1 {
			continue
		}
		if v = p.table.value(p.column); !v.IsNull() {
			return v, true
		}
	}
	return Value{}, false
}

// Text is Find as a string, "" if there is no value.
func (b *Block) Text(tags ...string) string {
	v, _ := b.Find(tags...)
	return string(v.Text)
}

// Float is Find as a number, without its standard uncertainty. ok is false where
// none of the tags has a value; err says which value is not a number.
func (b *Block) Float(tags ...string) (f float64, ok bool, err error) {
	for _, tag := range tags {
		v, found := b.Find(tag)
		if !found {
			continue
		}
		if f, ok = v.Float(); !ok {
			at, _ := b.place(tag)
			return 0, false, fmt.Errorf("cif: block %.40q, line %d: %s is %.24q, want a number", b.Name, at.line, tag, v.Text)
		}
		return f, true, nil
	}
	return 0, false, nil
}

// Loop returns the columns of a loop in the order asked for. A tag that begins with
// a question mark may be missing: its values are null. ok is false where another one
// is missing or they are not all of one loop. Tags outside loops are a loop of one
// row, as mmCIF has it.
func (b *Block) Loop(tags ...string) (l Loop, ok bool) {
	l.at = make([]int, len(tags))
	l.tags = make([]string, len(tags))
	for i, tag := range tags {
		name, optional := strings.CutPrefix(tag, "?")
		l.tags[i] = name
		p, found := b.place(name)
		switch {
		case found && p.column >= 0 && (l.table == nil || l.table == p.table):
			l.table = p.table
			l.at[i] = p.column
		case optional:
			l.at[i] = -1
		default:
			return Loop{}, false
		}
	}
	if l.table == nil {
		return Loop{}, false
	}
	l.stride, l.rows = l.table.columns, l.table.rows()
	if l.table == b.items {
		l.rows = 1
	}
	return l, true
}

// Loop is some columns of a loop. Getting a value does not allocate.
type Loop struct {
	table  *table
	tags   []string
	at     []int
	stride int
	rows   int
}

// Len returns the number of rows.
func (l *Loop) Len() int { return l.rows }

// Line returns the line of the file where the loop begins, 0 for tags outside loops.
func (l *Loop) Line() int { return l.table.line }

// Has reports whether the file has the given column: false only for those
// asked for with a question mark.
func (l *Loop) Has(column int) bool { return l.at[column] >= 0 }

// null is the value of a column that a file lacks.
var null = []byte("?")

// Value returns a value by row and by column, counted from 0, columns as asked for.
func (l *Loop) Value(row, column int) Value {
	c := l.at[column]
	if c < 0 {
		return Value{Text: null}
	}
	return l.table.value(row*l.stride + c)
}

// Float returns a value as a number without its standard uncertainty. The error
// names the tag and the row.
func (l *Loop) Float(row, column int) (float64, error) {
	v := l.Value(row, column)
	if f, ok := v.Float(); ok {
		return f, nil
	}
	return 0, l.wrong(row, column, v, "a number")
}

// Int returns a value as a whole number. The error names the tag and the row.
func (l *Loop) Int(row, column int) (int, error) {
	v := l.Value(row, column)
	if i, ok := v.Int(); ok {
		return i, nil
	}
	return 0, l.wrong(row, column, v, "a whole number")
}

func (l *Loop) wrong(row, column int, v Value, want string) error {
	return fmt.Errorf("cif: row %d of the loop in line %d: %s is %.24q, want %s", row+1, l.table.line, l.tags[column], v.Text, want)
}

// Value is a value of a tag.
type Value struct {
	Text   []byte // without quotes; must not be changed
	Quoted bool   // in quotes or a text field, so that . and ? mean themselves
}

// IsNull reports whether the value is missing: a bare ? (unknown) or . (not
// applicable).
func (v Value) IsNull() bool {
	return len(v.Text) == 1 && (v.Text[0] == '?' || v.Text[0] == '.') && !v.Quoted
}

// String returns the text.
func (v Value) String() string { return string(v.Text) }

// Is reports whether the text is s, without regard to case.
func (v Value) Is(s string) bool {
	return len(v.Text) == len(s) && strings.EqualFold(string(v.Text), s)
}

// Float returns the value as a number; 1.234(5) is 1.234. ok is false for
// anything else, null included.
func (v Value) Float() (f float64, ok bool) {
	f, n := ParseFloat(v.Text)
	if n == len(v.Text) && n > 0 {
		return f, true
	}
	f, _, ok = v.Uncertain()
	return f, ok
}

// Uncertain returns the value as a number with its standard uncertainty, 0 if it
// gives none: 1.234(5) is 1.234 and 0.005.
func (v Value) Uncertain() (f, su float64, ok bool) {
	f, n := ParseFloat(v.Text)
	if n == 0 {
		return 0, 0, false
	}
	rest := v.Text[n:]
	if len(rest) == 0 {
		return f, 0, true
	}
	const longest = 19 // digits that fit 64 bits
	if len(rest) < 3 || len(rest) > longest+2 || rest[0] != '(' || rest[len(rest)-1] != ')' {
		return 0, 0, false
	}
	// The uncertainty counts in units of the last digit: put its digits in the place
	// of the value's.
	digits := rest[1 : len(rest)-1]
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, 0, false
		}
	}
	d, _ := decimal.Scan(v.Text)
	su, _ = ParseFloat(fmt.Appendf(nil, "%se%d", digits, d.Exponent))
	return f, su, true
}

// Int returns the value as a whole number of at most 18 digits.
func (v Value) Int() (i int, ok bool) {
	s := v.Text
	negative := len(s) > 0 && s[0] == '-'
	if negative || len(s) > 0 && s[0] == '+' {
		s = s[1:]
	}
	if len(s) == 0 || len(s) > 18 {
		return 0, false
	}
	var n int64
	for _, c := range s {
		if c -= '0'; c > 9 {
			return 0, false
		}
		n = n*10 + int64(c)
	}
	if negative {
		n = -n
	}
	return int(n), int64(int(n)) == n
}

// fold returns the form in which tags are compared.
func fold(tag string) string {
	b := []byte(tag)
	foldBytes(b)
	return string(b)
}

func foldBytes(b []byte) {
	for i, c := range b {
		switch {
		case c >= 'A' && c <= 'Z':
			b[i] = c | 0x20
		case c == '.':
			b[i] = '_'
		}
	}
}
