package config

import "fmt"

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
