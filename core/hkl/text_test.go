package hkl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
)

func readString(s string) (*List, error) { return ReadText(strings.NewReader(s)) }

func TestReadText(t *testing.T) {
	one := []Reflection{{1, 2, 3, 4.5}}
	for _, c := range []struct {
		name, text string
		want       []Reflection
	}{
		{"plain", "1 2 3 4.5\n", one},
		{"no final line end", "1 2 3 4.5", one},
		{"CR LF", "1 2 3 4.5\r\n\r\n", one},
		{"tabs", "1\t2\t3\t4.5\t\n", one},
		{"blank lines and blanks", "\n  \n   1   2 3 4.5  \n\n", one},
		{"comments", "# a\n! b\n 1 2 3 4.5 # c\n  #\n", one},
		{"comment next to F", "1 2 3 4.5#c\n", one},
		{"comment without line end", "1 2 3 4.5\n# end", one},
		{"further columns", "1 2 3 4.5 0.3 FREE\n", one},
		{"byte-order mark", "\xef\xbb\xbf1 2 3 4.5\n", one},
		{"signs", "+1 -2 -0 +4.5\n", []Reflection{{1, -2, 0, 4.5}}},
		{"negative F, no leading digit", "0 0 0 -.5\n", []Reflection{{0, 0, 0, -0.5}}},
		{"exponents", "0 0 0 1e2\n0 0 1 1.5E-3\n0 0 2 2.e+1\n", []Reflection{{0, 0, 0, 100}, {0, 0, 1, 1.5e-3}, {0, 0, 2, 20}}},
		{"limits", "32767 -32767 0 1\n", []Reflection{{32767, -32767, 0, 1}}},
		{"order and repeats kept", "2 0 0 1\n1 0 0 2\n2 0 0 3\n", []Reflection{{2, 0, 0, 1}, {1, 0, 0, 2}, {2, 0, 0, 3}}},
	} {
		x, err := readString(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		} else if !slices.Equal(x.Reflections, c.want) {
			t.Errorf("%s: %v, want %v", c.name, x.Reflections, c.want)
		}
		// Read a byte at a time: the cuts between reads must not matter.
		y, err := ReadText(iotest.OneByteReader(strings.NewReader(c.text)))
		if err != nil || !slices.Equal(y.Reflections, c.want) {
			t.Errorf("%s, by bytes: %v, %v, want %v", c.name, y, err, c.want)
		}
	}
}

func TestReadTextErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "no reflections in 1 line,"},
		{"comments only", "# a\n\n", "no reflections"},
		{"word", "1 2 3 4\nh k l F\n", `line 2: h is "h", want a whole number`},
		{"decimal index", "1 2.0 3 4\n", `line 1: k is "2.0", want a whole number`},
		{"sign alone", "1 2 - 4\n", `l is "-", want a whole number`},
		{"index too large", "1 2 32768 4\n", `l is "32768", want an index within ±32767`},
		{"index far too large", "-99999999999999999999 2 3 4\n", `h is "-99999999999999999999", want an index`},
		{"missing F", "1 2 3\n", "line 1: 3 columns, want h k l F"},
		{"F in a comment", "1 2 3 # 4\n", "3 columns"},
		{"NaN", "1 2 3 NaN\n", `F is "NaN", want a finite decimal number`},
		{"Inf", "1 2 3 Inf\n", `F is "Inf"`},
		{"overflow", "1 2 3 4e38\n", `F is "4e38"`},
		{"overflow of float64", "1 2 3 1e400\n", `F is "1e400"`},
		{"hexadecimal", "1 2 3 0x1p3\n", `F is "0x1p3"`},
		{"standard deviation in parentheses", "1 2 3 4.5(3)\n", `F is "4.5(3)"`},
		{"exponent without digits", "1 2 3 4e\n", `F is "4e"`},
		{"underscore", "1 2 3 1_000\n", `F is "1_000"`},
		{"comma", "1,2,3,4\n", `h is "1,2,3,4"`},
		{"binary", "\x00\x01\xff\xfe", `h is "\x00\x01\xff\xfe"`},
		{"long word", strings.Repeat("x", 1000) + "\n", `h is "` + strings.Repeat("x", quotedToken) + `"…`},
		{"old Macintosh line ends", "1 2 3 4\r5 6 7 8\r", "carriage return"},
		{"long line", "1 2 3 4\n" + strings.Repeat(" ", maxLine+1) + "1 2 3 4\n", "line 2: longer than 65536 bytes"},
		{"endless line", "1 2 3 4\n#" + strings.Repeat("-", 10*textBuffer), "line 2: longer than 65536 bytes"},
	} {
		for _, r := range []io.Reader{strings.NewReader(c.text), iotest.HalfReader(strings.NewReader(c.text))} {
			x, err := ReadText(r)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v, error %v, want one with %s", c.name, x, err, c.want)
			}
		}
	}
	failed := errors.New("disk on fire")
	_, err := ReadText(io.MultiReader(strings.NewReader("1 2 3 4\n"), iotest.ErrReader(failed)))
	if !errors.Is(err, failed) {
		t.Errorf("error of a failing reader = %v, want it to wrap %v", err, failed)
	}
}

// TestReadTextSeams reads a file several buffers long, lines of all lengths, so that
// the ends of buffers fall everywhere in lines.
func TestReadTextSeams(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var text bytes.Buffer
	var want []Reflection
	for i := range int32(30000) {
		f := float32(r.NormFloat64() * 100)
		want = append(want, Reflection{i, -i, i % 7, f})
		fmt.Fprintf(&text, "%*d %d %d %v%*s\n", r.IntN(30), i, -i, i%7, f, r.IntN(60), "")
	}
	x, err := ReadText(&text)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(x.Reflections, want) {
		t.Errorf("%d reflections differ from the %d written", len(x.Reflections), len(want))
	}
}

// TestParseAmplitude compares with strconv, which it claims to equal bit for bit.
func TestParseAmplitude(t *testing.T) {
	check := func(s string) {
		t.Helper()
		want, _ := strconv.ParseFloat(s, 32)
		got, n := parseAmplitude([]byte(s + "\n"))
		if n != len(s) || math.Float32bits(got) != math.Float32bits(float32(want)) {
			t.Errorf("parseAmplitude(%q) = %v (%#08x), %d bytes, want %v (%#08x), %d", s,
				got, math.Float32bits(got), n, float32(want), math.Float32bits(float32(want)), len(s))
		}
	}
	for _, s := range []string{
		"0", "-0", "0.0e99999999999", "1", "-1", "+1", "1.", ".1", "00012.500", "16777217", "16777219", "33554434.5",
		"1.00000005960464477539062500", "1.00000005960464477539062501", "1.00000017881393432617187499",
		"3.4028235e38", "3.4028236e38", "1e-45", "7e-46", "7.1e-46", "1.17549429e-38", "9007199254740993", "9007199254740993e-5",
		"123456789012345678901234567890", "0.000000000000000000000000000000000000123", "1e22", "1e23", "1e-22", "1e-23", "1e+010",
	} {
		check(s)
	}
	r := rand.New(rand.NewPCG(2, 2))
	for range 20000 {
		f := math.Float32frombits(r.Uint32() &^ (1 << 30)) // below 2
		check(strconv.FormatFloat(float64(f), 'g', -1, 32))
		check(strconv.FormatFloat(r.ExpFloat64()*100, 'f', r.IntN(8), 64))
		check(strconv.FormatFloat(r.NormFloat64(), 'e', r.IntN(20), 64))
		// Half-way between two float32, where rounding twice would go wrong.
		g := float64(math.Float32frombits(0x3f800000 | r.Uint32()>>9))
		check(strconv.FormatFloat(g+0x1p-24, 'f', -1, 64))
		check(strconv.FormatFloat(g+0x1p-24, 'f', 24, 64) + "1")
	}
}

func TestListDuplicatesAndHash(t *testing.T) {
	hash := func(s string) string {
		t.Helper()
		x, err := readString(s)
		if err != nil {
			t.Fatal(err)
		}
		return x.Hash()
	}
	x, err := readString("1 0 0 5\n0 0 0 1\n1 0 0 6\n1 0 0 7\n0 1 0 2\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := x.Duplicates(); got != 2 {
		t.Errorf("Duplicates = %d, want 2", got)
	}
	g, err := x.Grid(0)
	if err != nil {
		t.Fatal(err)
	}
	if got := g.At(1, 0, 0); got != 7 {
		t.Errorf("F(1 0 0) = %v, want 7, the last line's", got)
	}
	want := hash("0 0 0 1\n0 1 0 2\n1 0 0 7\n")
	if got := x.Hash(); got != want {
		t.Errorf("Hash = %s, want that of the three reflections that count, %s", got, want)
	}
	if got := hash("# other order\n1 0 0 7.0\n0 1 0 2\n0 0 0 1e0\n"); got != want {
		t.Errorf("Hash of other lines = %s, want %s", got, want)
	}
	for _, s := range []string{"0 0 0 1\n0 1 0 2\n1 0 0 7.000001\n", "0 0 0 1\n0 1 0 2\n", "0 0 0 1\n0 1 0 2\n-1 0 0 7\n"} {
		if hash(s) == want {
			t.Errorf("Hash of %q is that of other reflections", s)
		}
	}
	const golden = "30934512b3eaba0a" // computed by another program from the 48 bytes
	if want != golden {
		t.Errorf("Hash = %s, want %s", want, golden)
	}
	if got := hash("0 0 0 0\n"); got != hash("0 0 0 -0\n") {
		t.Error("Hash tells -0 from 0")
	}
}

func TestWriteText(t *testing.T) {
	x := &List{[]Reflection{{1, -2, 3, 0.1}, {0, 0, 0, 1e-20}, {-5, 0, 7, 123456}}}
	var b bytes.Buffer
	if err := x.WriteText(&b, "made by hand\nelectrons", ""); err != nil {
		t.Fatal(err)
	}
	want := "# made by hand\n# electrons\n#\n1 -2 3 0.1\n0 0 0 1e-20\n-5 0 7 123456\n"
	if b.String() != want {
		t.Errorf("WriteText wrote %q, want %q", b.String(), want)
	}
	if err := x.WriteText(iotest.TruncateWriter(io.Discard, 0)); err != nil {
		t.Errorf("WriteText: %v", err)
	}
	if err := x.WriteText(failingWriter{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error of a failing writer = %v, want %v", err, io.ErrClosedPipe)
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
