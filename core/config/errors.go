package config

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// UsageError is a mistake in the options themselves: an unknown name, a missing
// or malformed value, values that contradict one another.
type UsageError struct {
	Option string // as the user wrote it, dash included; may be empty
	Text   string // what is wrong and how to put it right
}

func (e *UsageError) Error() string {
	if e.Option == "" {
		return e.Text
	}
	return e.Option + ": " + e.Text
}

// FileError is a file that an option names and that cannot be used.
type FileError struct {
	Option, File string
	Err          error
}

func (e *FileError) Error() string { return fmt.Sprintf("%s %s: %v", e.Option, e.File, e.Err) }

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Err }

func usage(option, format string, args ...any) error {
	return &UsageError{Option: "-" + option, Text: fmt.Sprintf(format, args...)}
}

// maxShown is how much of a user's word a message repeats, characters.
const maxShown = 40

// quote returns s in quotation marks for a message, shortened and without
// characters that would disturb a terminal.
func quote(s string) string { return fmt.Sprintf("%.*q", maxShown, s) }

// shown returns s as it is if that is short and printable, otherwise quoted.
func shown(s string) string {
	odd := func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }
	if utf8.RuneCountInString(s) > maxShown || strings.ContainsFunc(s, odd) {
		return quote(s)
	}
	return s
}
