// Package config turns what a user writes into an experiment and back. It is the
// only home of option names and of users' units.
//
// One table, Options, drives the command line, the JSON form, the link form, the
// help text and the options page:
//
//	c, err := config.ParseArgs([]string{"-cell", "78", "78", "38", "-default_F", "100", "-N", "5"})
//	r, err := c.Experiment(open)  // r.Experiment, r.Notes, r.Output
//	link := c.Query()             // "cell=78,78,38&default_F=100&N=5"
//
// Mistakes in what was written are a *UsageError; files that are missing or
// malformed are a *FileError.
package config
