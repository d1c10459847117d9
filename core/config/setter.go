package config

// setter sets what an option says. Its forms are functions, not calls that return some:
// so the table is data, which the linker lays out, and no code that fills it in.
type setter interface {
	set(in *Input, v Values) error
}

// The setters of an option without values, with one number, one integer, one text, and
// with any values, which may be wrong together.
type (
	on     func(in *Input)
	scalar func(in *Input, x float64)
	whole  func(in *Input, n int)
	name   func(in *Input, s string)
	values func(in *Input, v Values) error
)

func (f on) set(in *Input, _ Values) error     { f(in); return nil }
func (f scalar) set(in *Input, v Values) error { f(in, v.number(0)); return nil }
func (f whole) set(in *Input, v Values) error  { f(in, v.count(0)); return nil }
func (f name) set(in *Input, v Values) error   { f(in, v[0].Text); return nil }
func (f values) set(in *Input, v Values) error { return f(in, v) }

// unused is the setter of an option that is accepted for the sake of old scripts and
// changes nothing.
type unused struct{}

func (unused) set(*Input, Values) error { return nil }
