package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"gobragg/core/builtin"
)

func TestInputs(t *testing.T) {
	inFolder(t)
	var o outputs
	if err := o.write(t.Context(), "a.hkl.gz", writes("1 0 0 10\n0 1 0 20\n")); err != nil {
		t.Fatal(err)
	}
	if err := o.commit(); err != nil {
		t.Fatal(err)
	}
	if got := content(t, "a.hkl.gz"); !strings.HasPrefix(got, "\x1f\x8b") {
		t.Errorf("a.hkl.gz is not compressed: %q", got)
	}
	r, err := input(t.Context(), "a.hkl.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil || !bytes.HasPrefix(data, []byte("1 0 0 10\n")) {
		t.Errorf("read %q, %v", data, err)
	}

	within, err := input(t.Context(), builtin.Prefix+"1a8o.cif")
	if err != nil {
		t.Fatal(err)
	}
	defer within.Close()
	if data, err := io.ReadAll(within); err != nil || !bytes.Contains(data, []byte("_refln.F_calc")) {
		t.Errorf("the built-in file is %d bytes, %v", len(data), err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	late, err := input(ctx, "a.hkl.gz")
	if err == nil {
		defer late.Close()
		_, err = io.ReadAll(late)
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("reading after the end: %v, want %v", err, context.Canceled)
	}
}
