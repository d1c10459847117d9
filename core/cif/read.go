package cif

import (
	"errors"
	"io"
	"math"
	"strings"
)

// maxNames bounds the tags and blocks of a file: an mmCIF entry has a few thousand.
const maxNames = 1 << 20

// Prefixes returns a function for Read that keeps the tags with one of the given
// beginnings.
func Prefixes(prefixes ...string) func(tag string) bool {
	folded := make([]string, len(prefixes))
	for i, p := range prefixes {
		folded[i] = fold(p)
	}
	return func(tag string) bool {
		tag = fold(tag)
		for _, p := range folded {
			if strings.HasPrefix(tag, p) {
				return true
			}
		}
		return false
	}
}

// Read reads a file. keep says which tags' values to keep, given as the file
// writes them; nil keeps all. What is inside save frames is skipped.
//
// Errors name the line: unbalanced quotes, values without a tag and tags without
// a value, loops with an incomplete row, a tag twice in a block, control characters, a
// token above 64 MiB, more than 2²⁰ tags and blocks, and a file without any block.
func Read(r io.Reader, keep func(tag string) bool) (*File, error) {
	x, err := newLexer(r)
	if err != nil {
		return nil, err
	}
	p := parser{lexer: x, keep: keep, file: &File{}}
	if err := p.parse(); err != nil {
		return nil, err
	}
	if len(p.file.Blocks) == 0 {
		return nil, errors.New("cif: no data block, want a line that begins with data_")
	}
	return p.file, nil
}

type parser struct {
	*lexer
	keep  func(string) bool
	file  *File
	block *Block
	frame bool // inside a save frame
	names int
}

func (p *parser) parse() error {
	k, text, err := p.next()
	for err == nil {
		switch k {
		case tokenEnd:
			if p.frame {
				return p.fail("a save frame is not closed")
			}
			return nil
		case tokenData:
			if p.frame {
				return p.fail("data_%.24s inside a save frame", text)
			}
			if err := p.count(); err != nil {
				return err
			}
			items := &table{columns: 1}
			p.block = &Block{Name: string(text), Line: p.line, index: map[string]place{}, items: items}
			p.file.Blocks = append(p.file.Blocks, p.block)
			k, text, err = p.next()
		case tokenSave:
			if p.block == nil {
				return p.fail("save_%.24s before the first data block", text)
			}
			if p.frame == (len(text) > 0) {
				return p.fail("save_%.24s, but a frame is %s", text, map[bool]string{true: "open", false: "not open"}[p.frame])
			}
			p.frame = !p.frame
			k, text, err = p.next()
		case tokenTag:
			if err = p.item(text); err == nil {
				k, text, err = p.next()
			}
		case tokenLoop:
			k, text, err = p.loop()
		case tokenReserved:
			return p.fail("reserved word %s, which CIF does not use", text)
		default:
			return p.fail("value %.24q without a tag", text)
		}
	}
	return err
}

// count is called for every name stored.
func (p *parser) count() error {
	if p.names++; p.names > maxNames {
		return p.fail("more than %d tags and blocks", maxNames)
	}
	return nil
}

// add enters a tag and reports whether its values are wanted.
func (p *parser) add(tag []byte, t *table, column int) (kept bool, err error) {
	if p.block == nil {
		return false, p.fail("%.24q before the first data block", tag)
	}
	if p.frame {
		return false, nil
	}
	if err := p.count(); err != nil {
		return false, err
	}
	name := string(tag)
	exact := strings.ToLower(name)
	if first, ok := p.block.index[exact]; ok {
		return false, p.fail("tag %.80s a second time, the first was in line %d", name, first.line)
	}
	if kept = p.keep == nil || p.keep(name); !kept {
		column = -1
	}
	p.block.tags = append(p.block.tags, name)
	at := place{t, column, p.line}
	p.block.index[exact] = at
	// Of tags that differ in a dot alone, such as _diffrn_radiation.wavelength_id and
	// _diffrn_radiation_wavelength.id, the first answers to the other spellings.
	if folded := fold(name); folded != exact {
		if _, taken := p.block.index[folded]; !taken {
			p.block.index[folded] = at
		}
	}
	return kept, nil
}

// store appends a value.
func (p *parser) store(t *table, k kind, text []byte) error {
	if len(t.text)+1+len(text) > math.MaxUint32 {
		return p.fail("more than 4 GiB of values in a loop")
	}
	mark := byte(0)
	if k == tokenQuoted {
		mark = 1
	}
	t.text = append(t.text, mark)
	t.text = append(t.text, text...)
	t.ends = append(t.ends, uint32(len(t.text)))
	return nil
}

// item reads a tag outside a loop and its value.
func (p *parser) item(tag []byte) error {
	if p.block == nil {
		return p.fail("tag %.24q before the first data block", tag)
	}
	t := p.block.items
	kept, err := p.add(tag, t, len(t.ends))
	if err != nil {
		return err
	}
	name := string(tag[:min(len(tag), 80)])
	line := p.line
	k, text, err := p.next()
	if err != nil {
		return err
	}
	if k != tokenWord && k != tokenQuoted {
		p.line = line
		return p.fail("tag %s without a value", name)
	}
	if kept {
		return p.store(t, k, text)
	}
	return nil
}

// loop reads a loop and returns the token behind it.
func (p *parser) loop() (kind, []byte, error) {
	t := &table{line: p.line}
	var kept []bool
	k, text, err := p.next()
	for ; err == nil && k == tokenTag; k, text, err = p.next() {
		var wanted bool
		if wanted, err = p.add(text, t, t.columns); err != nil {
			break
		}
		if wanted {
			t.columns++
		}
		if len(kept) == maxNames {
			return 0, nil, p.fail("more than %d tags in a loop", maxNames)
		}
		kept = append(kept, wanted)
	}
	if err != nil {
		return 0, nil, err
	}
	if len(kept) == 0 {
		return 0, nil, p.fail("loop_ without tags")
	}
	column := 0
	for ; err == nil && (k == tokenWord || k == tokenQuoted); k, text, err = p.next() {
		if kept[column] {
			if err = p.store(t, k, text); err != nil {
				break
			}
		}
		if column++; column == len(kept) {
			column = 0
		}
	}
	if err == nil && column != 0 {
		err = p.fail("the loop of line %d ends with %d of the %d values of a row", t.line, column, len(kept))
	}
	return k, text, err
}
