//go:build !unix

package main

import "errors"

// replace is for systems that CUDA builds do not run on.
func replace(string, []string, []string) error {
	return errors.New("this system cannot replace a program by another")
}
