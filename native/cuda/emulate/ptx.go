package emulate

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// cOf are the C types of PTX's.
var cOf = map[string]string{
	"s8": "int8_t", "s16": "int16_t", "s32": "int32_t", "s64": "int64_t", "u8": "uint8_t", "u16": "uint16_t", "u32": "uint32_t", "u64": "uint64_t",
	"b16": "uint16_t", "b32": "uint32_t", "b64": "uint64_t", "f32": "float", "f64": "double", "pred": "int",
}

// wider are the types of a product of two.
var wider = map[string]string{"s32": "int64_t", "u32": "uint64_t"}

// ptxPrelude is what translated PTX includes.
const ptxPrelude = `#include <math.h>
#include <stdint.h>
#include <string.h>
int emulated_thread(void), emulated_block_x(void), emulated_block_y(void);
void emulated_barrier(int line);
static inline float f32_of(uint32_t u) { float f; memcpy(&f, &u, 4); return f; }
static inline double f64_of(uint64_t u) { double f; memcpy(&f, &u, 8); return f; }
#define COPY(to, from) do { _Static_assert(sizeof(to) == sizeof(from), "mov"); memcpy(&(to), &(from), sizeof(to)); } while (0)
`

var (
	entryLine     = regexp.MustCompile(`^\.visible \.entry (\w+)\($`)
	paramLine     = regexp.MustCompile(`^\.param \.u64 (\w+),?$`)
	registerLine  = regexp.MustCompile(`^\.reg \.(\w+)\s+%(\w+)(?:<(\d+)>)?;$`)
	memoryLine    = regexp.MustCompile(`^\.(shared|local) \.align (\d+) \.b8\s+(\w+)\[(\d+)\];$`)
	labelLine     = regexp.MustCompile(`^(\$?\w+):$`)
	predicateLine = regexp.MustCompile(`^@(!?)%(p\d+)\s+(.*)$`)
)

// Translate returns C that does what a module of PTX with one entry does, one
// statement an instruction. It knows what clang makes of kernel.cu and nothing else;
// an instruction it does not know is an error.
func Translate(ptx string) (string, error) {
	t := translation{types: map[string]string{}}
	for number, line := range strings.Split(ptx, "\n") {
		line, _, _ = strings.Cut(line, "//")
		if err := t.line(strings.TrimSpace(line), number+1); err != nil {
			return "", fmt.Errorf("line %d: %q: %w", number+1, strings.TrimSpace(line), err)
		}
	}
	if t.entry == "" {
		return "", fmt.Errorf("no .visible .entry")
	}
	for i, p := range t.params {
		t.params[i] = "uint64_t " + p
	}
	return ptxPrelude + t.shared.String() + "void " + t.entry + "(" + strings.Join(t.params, ", ") + ") {\n" +
		t.declarations.String() + t.code.String() + "}\n", nil
}

type translation struct {
	entry                      string
	params                     []string
	types                      map[string]string // of registers, by prefix
	shared, declarations, code strings.Builder
}

func (t *translation) line(s string, number int) error {
	switch m := registerLine.FindStringSubmatch(s); {
	case m != nil:
		kind, ok := cOf[m[1]]
		if !ok {
			return fmt.Errorf("registers of an unknown type")
		}
		t.types[m[2]] = m[1]
		if m[3] == "" {
			fmt.Fprintf(&t.declarations, "%s %s;\n", kind, m[2])
			return nil
		}
		n, err := strconv.Atoi(m[3])
		if err != nil {
			return err
		}
		for i := 1; i < n; i++ {
			fmt.Fprintf(&t.declarations, "%s %s%d;\n", kind, m[2], i)
		}
		return nil
	}
	if m := entryLine.FindStringSubmatch(s); m != nil {
		t.entry = m[1]
		return nil
	}
	if m := paramLine.FindStringSubmatch(s); m != nil {
		t.params = append(t.params, m[1])
		return nil
	}
	if m := memoryLine.FindStringSubmatch(s); m != nil {
		if m[1] == "shared" {
			fmt.Fprintf(&t.shared, "static uint8_t %s[%s] __attribute__((aligned(%s)));\n", m[3], m[4], m[2])
		} else {
			fmt.Fprintf(&t.declarations, "uint8_t %s[%s] __attribute__((aligned(%s)));\n", m[3], m[4], m[2])
		}
		return nil
	}
	if m := labelLine.FindStringSubmatch(s); m != nil {
		fmt.Fprintf(&t.code, "%s:;\n", strings.TrimPrefix(m[1], "$"))
		return nil
	}
	switch {
	case s == "" || s == ")" || s == "{" || s == "}" || strings.HasPrefix(s, "."):
		return nil // directives for the assembler
	case !strings.HasSuffix(s, ";"):
		return fmt.Errorf("not an instruction")
	}
	s = strings.TrimSuffix(s, ";")
	condition := ""
	if m := predicateLine.FindStringSubmatch(s); m != nil {
		condition, s = "if ("+m[1]+m[2]+") ", m[3]
	}
	op, rest, _ := strings.Cut(strings.ReplaceAll(s, "\t", " "), " ")
	statement, err := t.instruction(strings.Split(op, "."), operands(rest), number)
	if err != nil {
		return err
	}
	fmt.Fprintf(&t.code, "%s{ %s }\n", condition, statement)
	return nil
}

// operands splits at the commas outside of braces.
func operands(s string) []string {
	var list []string
	depth, start := 0, 0
	for i, c := range s {
		switch {
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		case c == ',' && depth == 0:
			list = append(list, strings.TrimSpace(s[start:i]))
			start = i + 1
		}
	}
	return append(list, strings.TrimSpace(s[start:]))
}

// value returns an operand as a C expression.
func value(s string) string {
	switch {
	case s == "%tid.x":
		return "(uint32_t)emulated_thread()"
	case s == "%ctaid.x":
		return "(uint32_t)emulated_block_x()"
	case s == "%ctaid.y":
		return "(uint32_t)emulated_block_y()"
	case strings.HasPrefix(s, "%"):
		return s[1:]
	case strings.HasPrefix(s, "0f") && len(s) == 10:
		return "f32_of(0x" + s[2:] + "u)"
	case strings.HasPrefix(s, "0d") && len(s) == 18:
		return "f64_of(0x" + s[2:] + "ull)"
	case s != "" && (s[0] == '-' || s[0] >= '0' && s[0] <= '9'):
		return s + "ll"
	}
	return "(uint64_t)" + s // the address of a variable
}

// address returns [register+offset] as a C expression.
func address(s string) string {
	base, offset, _ := strings.Cut(strings.Trim(s, "[]"), "+")
	if offset == "" {
		offset = "0"
	}
	return "(" + value(base) + " + (" + offset + "))"
}

// typeOf returns the PTX type of a register, "" of anything else.
func (t *translation) typeOf(operand string) string {
	return t.types[strings.TrimRight(strings.TrimPrefix(operand, "%"), "0123456789")]
}

// infix are the instructions that C writes between their operands.
var infix = map[string]string{"add": "+", "sub": "-", "mul": "*", "div": "/", "and": "&", "or": "|", "xor": "^", "shl": "<<", "shr": ">>"}

var compares = map[string]string{"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!=", "lo": "<", "ls": "<=", "hi": ">", "hs": ">="}

// instruction returns the C statement of the instruction op, its name and suffixes.
func (t *translation) instruction(op, a []string, number int) (string, error) {
	name, last := op[0], op[len(op)-1]
	v := make([]string, len(a))
	for i, s := range a {
		v[i] = value(s)
	}
	c := cOf[last]
	// cast returns operand i in the type of the instruction.
	cast := func(i int) string { return "(" + c + ")" + v[i] }
	set := func(format string, args ...any) (string, error) {
		return v[0] + " = " + fmt.Sprintf(format, args...) + ";", nil
	}
	switch name {
	case "bra":
		return "goto " + strings.TrimPrefix(a[0], "$") + ";", nil
	case "ret":
		return "return;", nil
	case "bar":
		return fmt.Sprintf("emulated_barrier(%d);", number), nil
	case "ld":
		if op[1] == "param" {
			return set("%s", strings.Trim(a[1], "[]"))
		}
		return t.vector(a[0], a[1], c, func(register, place string) string { return register + " = *" + place + ";" })
	case "st":
		return t.vector(a[1], a[0], c, func(register, place string) string { return "*" + place + " = " + register + ";" })
	case "cvta":
		return set("%s", v[1])
	case "mov":
		if from, to := t.typeOf(a[1]), t.typeOf(a[0]); from != "" && (from[0] == 'f') != (to[0] == 'f') {
			return fmt.Sprintf("COPY(%s, %s);", v[0], v[1]), nil
		}
		return set("%s", v[1])
	case "setp":
		if last[0] == 'f' && len(op[1]) == 3 { // as its opposite, false: true of NaN
			opposite, ok := map[string]string{"ltu": ">=", "leu": ">", "gtu": "<=", "geu": "<", "neu": "=="}[op[1]]
			if !ok {
				break
			}
			return set("!(%s %s %s)", cast(1), opposite, cast(2))
		}
		sign, ok := compares[op[1]]
		if !ok {
			break
		}
		return set("%s %s %s", cast(1), sign, cast(2))
	case "selp":
		return set("%s ? %s : %s", v[3], v[1], v[2])
	case "cvt":
		from := cOf[last]
		to := cOf[op[len(op)-2]]
		return set("(%s)(%s)%s", to, from, v[1])
	case "fma":
		if last == "f32" {
			return set("__builtin_fmaf(%s, %s, %s)", v[1], v[2], v[3])
		}
		return set("__builtin_fma(%s, %s, %s)", v[1], v[2], v[3])
	case "neg":
		return set("-%s", cast(1))
	case "not":
		if last == "pred" {
			return set("!%s", v[1])
		}
		return set("~%s", cast(1))
	case "abs":
		return set("__builtin_fabs(%s)", v[1])
	case "sqrt":
		return set("(%s)__builtin_sqrt(%s)", c, v[1])
	case "rcp":
		if op[1] == "approx" { // 1 ulp off, as far as the device may be
			return set("0x1.000002p0f / %s", v[1])
		}
		return set("(%s)1 / %s", c, v[1])
	case "min", "max":
		sign := map[string]string{"min": "<", "max": ">"}[name]
		return set("%s %s %s ? %s : %s", cast(1), sign, cast(2), cast(1), cast(2))
	case "bfe":
		return set("(%s >> %s) & ((1u << %s) - 1)", cast(1), v[2], v[3])
	case "mad":
		if op[1] != "lo" {
			break
		}
		return set("(u%s)%s * (u%s)%s + (u%s)%s", unsigned(c), v[1], unsigned(c), v[2], unsigned(c), v[3])
	}
	if sign, ok := infix[name]; ok {
		wide := wider[last]
		switch {
		case name == "mul" && op[1] == "wide" && wide != "":
			return set("(%s)%s * (%s)%s", wide, cast(1), wide, cast(2))
		case name == "mul" && op[1] == "hi" && wide != "":
			return set("(%s)%s * (%s)%s >> 32", wide, cast(1), wide, cast(2))
		case name == "shl" || name == "shr":
			return set("%s %s %s", cast(1), sign, v[2])
		case last[0] == 's' && name != "div": // C leaves overflow of signed integers open
			return set("(u%s)%s %s (u%s)%s", unsigned(c), v[1], sign, unsigned(c), v[2])
		}
		return set("%s %s %s", cast(1), sign, cast(2))
	}
	return "", fmt.Errorf("unknown instruction")
}

// vector returns the statement that does one to a register and its place in memory,
// or one after the other to the registers in braces.
func (t *translation) vector(registers, place, c string, one func(register, place string) string) (string, error) {
	var all []string
	for i, r := range strings.Split(strings.Trim(registers, "{}"), ",") {
		all = append(all, one(value(strings.TrimSpace(r)), fmt.Sprintf("((%s *)%s + %d)", c, address(place), i)))
	}
	return strings.Join(all, " "), nil
}

// unsigned cuts the u off a type that has one.
func unsigned(c string) string { return strings.TrimPrefix(c, "u") }
