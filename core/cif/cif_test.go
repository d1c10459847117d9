package cif

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
)

// show writes a file's blocks, tags and values in one line each.
func show(f *File) string {
	var b strings.Builder
	for _, block := range f.Blocks {
		fmt.Fprintf(&b, "[%s]", block.Name)
		for _, tag := range block.Tags() {
			fmt.Fprintf(&b, " %s", tag)
			l, ok := block.Loop(tag)
			if !ok {
				b.WriteString("-")
				continue
			}
			for i := range l.Len() {
				v := l.Value(i, 0)
				switch {
				case v.IsNull():
					b.WriteString("=null")
				case v.Quoted:
					fmt.Fprintf(&b, "=%q", v.Text)
				default:
					fmt.Fprintf(&b, "=%s", v.Text)
				}
			}
		}
	}
	return b.String()
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty block", "data_a", "[a]"},
		{"nameless block", "data_\n", "[]"},
		{"items", "data_a\n_x 1 _y\n2\n", "[a] _x=1 _y=2"},
		{"two blocks", "data_a _x 1 DATA_B _x 2", "[a] _x=1[B] _x=2"},
		{"comments", "# first\n#\ndata_a # c\n_x # c _y\n1#2 _y#z 3 # last", "[a] _x=1#2 _y#z=3"},
		{"byte-order mark", "\xef\xbb\xbfdata_a _x 1", "[a] _x=1"},
		{"UTF-8", "data_a _x 'Ångström' _y Å", `[a] _x="Ångström" _y=Å`},
		{"null", "data_a _x ? _y . _z '?' _w ..", `[a] _x=null _y=null _z="?" _w=..`},
		{"null text field", "data_a\n_x\n;?\n;\n", `[a] _x="?"`},
		{"single quotes", "data_a _x 'a dog's life' _y '' _z '\"'", `[a] _x="a dog's life" _y="" _z="\""`},
		{"double quotes", `data_a _x "a "dog"s bark" _y "#" _z "it's"`, `[a] _x="a \"dog\"s bark" _y="#" _z="it's"`},
		{"quote at the end", "data_a _x 'b'", `[a] _x="b"`},
		{"quote inside a word", "data_a _x 5' _y O\"", `[a] _x=5' _y=O"`},
		{"quoted reserved words", "data_a _x 'data_b' _y '_z' _w \"loop_\"", `[a] _x="data_b" _y="_z" _w="loop_"`},
		{"nearly reserved words", "data_a _x data _y loop_1 _z global_2 _w stop _v savex", "[a] _x=data _y=loop_1 _z=global_2 _w=stop _v=savex"},
		{"text field", "data_a\n_x\n;one\n two; 'three'\n _y #four\n;\n_z 1", `[a] _x="one\n two; 'three'\n _y #four" _z=1`},
		{"empty text field", "data_a\n_x\n;\n;\n", `[a] _x=""`},
		{"text field at the end", "data_a\n_x\n;b\n;", `[a] _x="b"`},
		{"text field, Windows", "data_a\r\n_x\r\n;one\r\ntwo\r\n;\r\n_y 1\r\n", `[a] _x="one\r\ntwo" _y=1`},
		{"text field, old Macintosh", "data_a\r_x\r;one\r;\r_y 1", `[a] _x="one" _y=1`},
		{"semicolon inside a line", "data_a _x ;b _y 1;", "[a] _x=;b _y=1;"},
		{"semicolon after blanks", "data_a\n_x\n ;b\n", "[a] _x=;b"},
		{"loop", "data_a loop_ _x _y 1 2\n3 4 _z 5", "[a] _x=1=3 _y=2=4 _z=5"},
		{"loop at the end", "data_a\nLOOP_\n_x\n1\n'2'", `[a] _x=1="2"`},
		{"loops in a row", "data_a loop_ _x 1 loop_ _y 2 loop_ _z 3 data_b", "[a] _x=1 _y=2 _z=3[b]"},
		{"empty loop", "data_a loop_ _x _y loop_ _z 3", "[a] _x _y _z=3"},
		{"save frames", "data_a _x 1 save_b _x 2 loop_ _y _z 3 4 save_ _y 5 save_c save_", "[a] _x=1 _y=5"},
		{"brackets and dollars", "data_a _x [1] _y $frame _z {2}", "[a] _x=[1] _y=$frame _z={2}"},
	} {
		for how, r := range map[string]io.Reader{
			"":           strings.NewReader(c.text),
			", by bytes": iotest.OneByteReader(strings.NewReader(c.text)),
		} {
			f, err := Read(r, nil)
			if err != nil {
				t.Errorf("%s%s: %v", c.name, how, err)
				continue
			}
			if got := show(f); got != c.want {
				t.Errorf("%s%s: %s, want %s", c.name, how, got, c.want)
			}
		}
	}
}

func TestReadErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "no data block"},
		{"comment only", "# nothing\n", "no data block"},
		{"value first", "\nword", `line 2: value "word" without a tag`},
		{"tag first", "_x 1", "line 1: tag \"_x\" before the first data block"},
		{"loop first", "loop_ _x 1", "line 1: \"_x\" before the first data block"},
		{"frame first", "save_x", "before the first data block"},
		{"stray value", "data_a _x 1\n\n2", `line 3: value "2" without a tag`},
		{"tag without value", "data_a\n_x\n_y 1", "line 2: tag _x without a value"},
		{"tag at the end", "data_a\r\n_x\r\n", "line 2: tag _x without a value"},
		{"tag before a loop", "data_a _x loop_ _y 1", "tag _x without a value"},
		{"incomplete row", "data_a\nloop_\n_x _y\n1 2 3\n\n", "line 6: the loop of line 2 ends with 1 of the 2 values of a row"},
		{"loop without tags", "data_a loop_ 1 2", "loop_ without tags"},
		{"open quote", "data_a\n_x 'abc\n'", `line 2: no closing ' behind "'abc"`},
		{"open quote at the end", "data_a\n_x \"abc", `line 2: no closing "`},
		{"quote without blank", "data_a _x 'a'b", "no closing '"},
		{"open text field", "data_a\n_x\n;\nabc\n ;\n", "line 3: a text field that begins here is not closed"},
		{"text after a text field", "data_a\n_x\n;a\n;b", "line 4: 'b' behind the semicolon"},
		{"tag twice", "data_a\n_x.y 1\n_X_Y 2", "line 3: tag _X_Y a second time, the first was in line 2"},
		{"tag twice in a loop", "data_a loop_ _x _x 1 2", "tag _x a second time"},
		{"reserved word", "data_a global_", "reserved word global_"},
		{"reserved word in a loop", "data_a loop_ _x 1 stop_", "reserved word stop_"},
		{"open frame", "data_a save_b _x 1", "a save frame is not closed"},
		{"frame in a frame", "data_a save_b save_c", "save_c, but a frame is open"},
		{"end of no frame", "data_a save_", "save_, but a frame is not open"},
		{"data in a frame", "data_a save_b data_c", "data_c inside a save frame"},
		{"binary", "data_a _b\x00\x01", "byte 0x00: not a text file"},
		{"control character between words", "data_a \x1b[1m", "byte 0x1b"},
		{"long tag", "data_a _" + strings.Repeat("x", maxTag), "of more than 2048 bytes"},
	} {
		_, err := Read(strings.NewReader(c.text), nil)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
	failed := errors.New("disk on fire")
	for _, text := range []string{"", "data_a _x ", "data_a\n_x\n;b", "data_a _x 'b", "# c"} {
		if _, err := Read(io.MultiReader(strings.NewReader(text), iotest.ErrReader(failed)), nil); !errors.Is(err, failed) {
			t.Errorf("error of a reader that fails after %q = %v, want it to wrap %v", text, err, failed)
		}
	}
}

// TestBufferEdges reads the same file with every kind of token across the end of the
// buffer.
func TestBufferEdges(t *testing.T) {
	const text = "\ndata_a\n_x 'b c' # comment's\n_y\n;d\n;e;\n;\r\nloop_ _z\n\"f\"\nword\n"
	tail := strings.Replace(text, ";e;", " e;", 1)
	want := `[a] _x="b c" _y="d\n e;" _z="f"=word`
	for shift := range len(tail) + 2 {
		for _, filler := range []string{"\n", " ", "#"} {
			padding := strings.Repeat(filler, bufferSize-shift)
			f, err := Read(strings.NewReader(padding+tail), nil)
			if err != nil {
				t.Fatalf("shift %d: %v", shift, err)
			}
			if got := show(f); got != want {
				t.Fatalf("shift %d: %s, want %s", shift, got, want)
			}
			if filler == "\n" && f.Blocks[0].Line != bufferSize-shift+2 {
				t.Fatalf("shift %d: block in line %d, want %d", shift, f.Blocks[0].Line, bufferSize-shift+2)
			}
		}
	}
}

func TestLongTokens(t *testing.T) {
	const n = 3 * bufferSize
	long := strings.Repeat("x", n)
	lines := strings.Repeat("y;\n", n)
	f, err := Read(strings.NewReader("data_a\n_x "+long+"\n_y '"+long+"'\n_z\n;"+lines+";\n_w 1"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for tag, want := range map[string]string{"_x": long, "_y": long, "_z": lines[:len(lines)-1], "_w": "1"} {
		if got := f.Blocks[0].Text(tag); got != want {
			t.Errorf("%s has %d bytes, want %d", tag, len(got), len(want))
		}
	}
}

func TestKeep(t *testing.T) {
	const text = "data_a _cell.length_a 5 _other.x 6 loop_ _refln_index_h _junk _refln.F_meas 1 2 3 4 5 6"
	f, err := Read(strings.NewReader(text), Prefixes("_CELL", "_refln_"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := show(f), "[a] _cell.length_a=5 _other.x- _refln_index_h=1=4 _junk- _refln.F_meas=3=6"; got != want {
		t.Errorf("kept %s, want %s", got, want)
	}
	b := f.Block("A")
	if b == nil || !b.Has("_JUNK") || b.Has("_none") || f.Block("b") != nil {
		t.Error("Block or Has does not find what is there")
	}
	if _, ok := b.Find("_other.x"); ok {
		t.Error("Find finds a value that was not kept")
	}
}

func TestFind(t *testing.T) {
	f, err := Read(strings.NewReader(`data_a _a ? _b 2 _n 7(2) loop_ _one.x _one.y 3 . loop_ _two.x 4 5`), nil)
	if err != nil {
		t.Fatal(err)
	}
	b := f.Blocks[0]
	for _, c := range []struct {
		tags []string
		want string
	}{
		{[]string{"_b"}, "2"}, {[]string{"_a"}, ""}, {[]string{"_a", "_none", "_b"}, "2"}, {[]string{"_one.x"}, "3"},
		{[]string{"_one.y", "_B"}, "2"}, {[]string{"_two_x"}, ""}, {nil, ""},
	} {
		if got := b.Text(c.tags...); got != c.want {
			t.Errorf("Text(%q) = %q, want %q", c.tags, got, c.want)
		}
	}
	if v, ok, err := b.Float("_a", "_n"); v != 7 || !ok || err != nil {
		t.Errorf("Float(_a, _n) = %v, %v, %v, want 7", v, ok, err)
	}
	if _, ok, err := b.Float("_a"); ok || err != nil {
		t.Errorf("Float(_a) = %v, %v, want nothing", ok, err)
	}
	f, err = Read(strings.NewReader("data_a\n\n_b two"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Blocks[0].Float("_b"); err == nil || !strings.Contains(err.Error(), `line 3: _b is "two", want a number`) {
		t.Errorf("Float of a word: %v", err)
	}
}

func TestLoop(t *testing.T) {
	f, err := Read(strings.NewReader("data_a _c.x 1 _c.y 2\nloop_ _d.x _d.y a 4 b 5.5 loop_ _e.x"), nil)
	if err != nil {
		t.Fatal(err)
	}
	b := f.Blocks[0]
	d, ok := b.Loop("_d.y", "?_d.z", "_d.x")
	if !ok || d.Len() != 2 || d.Line() != 2 || d.Has(1) || !d.Has(2) {
		t.Fatalf("loop _d: %v, %d rows, line %d", ok, d.Len(), d.Line())
	}
	if got := d.Value(1, 2).String() + d.Value(1, 0).String() + d.Value(0, 1).String(); got != "b5.5?" {
		t.Errorf("values = %q, want b5.5?", got)
	}
	if _, err := d.Float(0, 2); err == nil || err.Error() != `cif: row 1 of the loop in line 2: _d.x is "a", want a number` {
		t.Errorf("error for a word: %v", err)
	}
	if _, err := d.Int(1, 0); err == nil || !strings.Contains(err.Error(), `row 2 of the loop in line 2: _d.y is "5.5", want a whole number`) {
		t.Errorf("error for a fraction: %v", err)
	}
	if i, err := d.Int(0, 0); i != 4 || err != nil {
		t.Errorf("Int = %d, %v, want 4", i, err)
	}
	if c, ok := b.Loop("_c.y", "_c.x", "?_d.x"); !ok || c.Len() != 1 || c.Value(0, 0).String() != "2" || c.Value(0, 1).String() != "1" || c.Has(2) {
		t.Error("tags outside loops are not a loop of one row")
	}
	if e, ok := b.Loop("_e.x"); !ok || e.Len() != 0 {
		t.Error("an empty loop is not found or not empty")
	}
	for _, tags := range [][]string{{"_d.x", "_c.x"}, {"_d.x", "_none"}, {"?_none"}, nil} {
		if _, ok := b.Loop(tags...); ok {
			t.Errorf("Loop(%q) found, want not", tags)
		}
	}
	if n := testing.AllocsPerRun(100, func() {
		for i := range d.Len() {
			d.Value(i, 0).Float()
		}
	}); n != 0 {
		t.Errorf("%v allocations for the values of a loop, want 0", n)
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		text  string
		f, su float64
		ok    bool
	}{
		{"1", 1, 0, true}, {"-1.5", -1.5, 0, true}, {"+.5", 0.5, 0, true}, {"5.", 5, 0, true}, {"1e3", 1000, 0, true},
		{"1.25E-2", 0.0125, 0, true}, {"0.1", 0.1, 0, true}, {"123456789.123456789", 123456789.123456789, 0, true},
		{"1.234(5)", 1.234, 0.005, true}, {"1234(56)", 1234, 56, true}, {"1.5(12)", 1.5, 1.2, true},
		{"-0.0300(11)", -0.03, 0.0011, true}, {"1.5e3(2)", 1500, 200, true}, {"0.5()", 0, 0, false},
		{"1.5(", 0, 0, false}, {"1.5(2", 0, 0, false}, {"1.5(-2)", 0, 0, false}, {"1.5(2)x", 0, 0, false},
		{"1.5(123456789012345678901)", 0, 0, false}, {"12345678901234567890123", 1.2345678901234567890123e22, 0, true},
		{"", 0, 0, false}, {".", 0, 0, false}, {"?", 0, 0, false}, {"-", 0, 0, false}, {"e5", 0, 0, false}, {"1e", 0, 0, false},
		{"1e+", 0, 0, false}, {"nan", 0, 0, false}, {"inf", 0, 0, false}, {"0x10", 0, 0, false}, {"1_0", 0, 0, false}, {"1e999", 0, 0, false},
		{"1e-999", 0, 0, true}, {"1 ", 0, 0, false}, {"1,5", 0, 0, false}, {"1e99999999999999999999", 0, 0, false},
	} {
		v := Value{Text: []byte(c.text)}
		f, su, ok := v.Uncertain()
		if f != c.f || math.Abs(su-c.su) > 1e-15*su || ok != c.ok {
			t.Errorf("Uncertain(%q) = %v, %v, %v, want %v, %v, %v", c.text, f, su, ok, c.f, c.su, c.ok)
		}
		if f, ok := v.Float(); f != c.f || ok != c.ok {
			t.Errorf("Float(%q) = %v, %v, want %v, %v", c.text, f, ok, c.f, c.ok)
		}
	}
	for text, want := range map[string]int{"0": 0, "-12": -12, "+7": 7, "123456789": 123456789} {
		if got, ok := (Value{Text: []byte(text)}).Int(); got != want || !ok {
			t.Errorf("Int(%q) = %d, %v, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "-", "1.0", "1e2", "?", "1234567890123456789", "٣"} {
		if got, ok := (Value{Text: []byte(text)}).Int(); ok {
			t.Errorf("Int(%q) = %d, want none", text, got)
		}
	}
}

// TestParseFloatNearest: the fast path gives the bits of strconv.
func TestParseFloatNearest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		text := strconv.FormatFloat(math.Float64frombits(r.Uint64()), byte("efg"[r.IntN(3)]), r.IntN(20), 64)
		if r.IntN(2) == 0 {
			text = fmt.Sprintf("%.*f", r.IntN(9), (r.Float64()-0.5)*math.Pow(10, float64(r.IntN(12))))
		}
		if strings.ContainsAny(text, "IN") {
			continue
		}
		want, err := strconv.ParseFloat(text, 64)
		if err != nil {
			continue
		}
		if got, n := ParseFloat([]byte(text)); got != want || n != len(text) {
			t.Fatalf("ParseFloat(%q) = %v, %d, want %v, %d", text, got, n, want, len(text))
		}
	}
}

// TestMemory: values that are not asked for cost nothing.
func TestMemory(t *testing.T) {
	data := benchFile(100000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := Read(bytes.NewReader(data), Prefixes("_cell")); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	const limit = bufferSize + 1<<16
	if got := after.TotalAlloc - before.TotalAlloc; got > limit {
		t.Errorf("%d bytes allocated to read a cell from %d bytes, want at most %d", got, len(data), limit)
	}
}

func TestTooManyNames(t *testing.T) {
	if _, err := Read(io.LimitReader(&repeat{text: "data_\n"}, 6*(maxNames+1)), nil); err == nil || !strings.Contains(err.Error(), "tags and blocks") {
		t.Errorf("error for a million blocks: %v", err)
	}
}

// repeat is a reader of the same text over and over.
type repeat struct {
	text string
	at   int
}

func (r *repeat) Read(p []byte) (n int, err error) {
	for n < len(p) {
		m := copy(p[n:], r.text[r.at:])
		r.at = (r.at + m) % len(r.text)
		n += m
	}
	return n, nil
}

// benchFile returns a file of structure factors like those of the PDB.
func benchFile(rows int) []byte {
	var b bytes.Buffer
	b.WriteString("data_r1abcsf\n_cell.length_a 50.1\nloop_\n_refln.crystal_id\n_refln.wavelength_id\n_refln.scale_group_code\n" +
		"_refln.index_h\n_refln.index_k\n_refln.index_l\n_refln.status\n_refln.F_meas_au\n_refln.F_meas_sigma_au\n")
	for i := range rows {
		fmt.Fprintf(&b, "1 1 1 %4d %4d %4d o %9.2f %8.2f\n", i/2500, i/50%50-25, i%50, float64(i%9973)*1.37, float64(i%97)*0.11)
	}
	b.WriteString("#END\n")
	return b.Bytes()
}

func BenchmarkRead(b *testing.B) {
	data := benchFile(200000)
	for name, keep := range map[string]func(string) bool{
		"all":       nil,
		"five":      Prefixes("_refln.index", "_refln.F_meas"),
		"cell only": Prefixes("_cell"),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if _, err := Read(bytes.NewReader(data), keep); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("numbers", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			f, err := Read(bytes.NewReader(data), Prefixes("_refln.index", "_refln.F_meas"))
			if err != nil {
				b.Fatal(err)
			}
			l, _ := f.Blocks[0].Loop("_refln.index_h", "_refln.index_k", "_refln.index_l", "_refln.F_meas_au", "_refln.F_meas_sigma_au")
			for i := range l.Len() {
				for c := range 3 {
					if _, err := l.Int(i, c); err != nil {
						b.Fatal(err)
					}
				}
				if _, err := l.Float(i, 3); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

// FuzzParse: no input panics, and reading byte by byte gives the same as at once.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"data_a _x 1", "data_a\nloop_\n_x.a\n_x.b\n1 'two'\n3 \"4\"\n", "data_a\n_x\n;text\n;\n", "#\ndata_a save_f _x 1 save_",
		"data_a _x 1.5(3) _y ? _z .", "data_a loop_ _x", "data_\r\n_x\r\n;\r\n;\r\n", "\xef\xbb\xbfdata_a", "data_a _x 'a'b' ", "loop_ stop_ global_",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := Read(bytes.NewReader(data), nil)
		y, err2 := Read(iotest.HalfReader(bytes.NewReader(data)), nil)
		if (err == nil) != (err2 == nil) || err != nil && err.Error() != err2.Error() {
			t.Fatalf("errors %v and %v of the same file", err, err2)
		}
		if err != nil {
			return
		}
		if show(x) != show(y) {
			t.Fatal("the same file reads in two ways")
		}
		for _, b := range x.Blocks {
			for _, tag := range b.Tags() {
				b.Float(tag)
				l, ok := b.Loop(tag)
				if !ok {
					t.Fatalf("tag %q of the block is not found", tag)
				}
				for i := range l.Len() {
					l.Value(i, 0).Uncertain()
					l.Int(i, 0)
				}
			}
		}
	})
}

// TestTagsThatFoldAlike: deposited entries have two tags that differ in a dot alone.
func TestTagsThatFoldAlike(t *testing.T) {
	f, err := Read(strings.NewReader("data_a\n_diffrn_radiation.wavelength_id 1\n_diffrn_radiation_wavelength.id 2\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for tag, want := range map[string]string{
		"_diffrn_radiation.wavelength_id": "1",
		"_DIFFRN_radiation_wavelength.id": "2",
		"_diffrn_radiation_wavelength_id": "1",
	} {
		if got := f.Blocks[0].Text(tag); got != want {
			t.Errorf("%s is %q, want %q", tag, got, want)
		}
	}
}
