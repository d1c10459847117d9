//go:build unix

package main

import "syscall"

// replace runs another program in place of this one.
var replace = syscall.Exec
