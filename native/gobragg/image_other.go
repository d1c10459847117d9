//go:build !linux

package main

import "gobragg/core/frame"

// newImage returns frame.New.
func newImage(width, height int) *frame.Frame { return frame.New(width, height) }
