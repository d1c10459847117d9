package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
)

// writes returns content for outputs.write.
func writes(s string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, s)
		return err
	}
}

func content(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func put(t *testing.T, name, s string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(s), 0o640); err != nil {
		t.Fatal(err)
	}
}

func TestOutputsAppearTogether(t *testing.T) {
	inFolder(t)
	put(t, "old", "before")
	var o outputs
	for _, name := range []string{"old", "new"} {
		if err := o.write(t.Context(), name, writes("after")); err != nil {
			t.Fatal(err)
		}
	}
	if got := content(t, "old"); got != "before" {
		t.Errorf("before commit the old file holds %q", got)
	}
	if err := o.commit(); err != nil {
		t.Fatal(err)
	}
	if got := content(t, "old") + content(t, "new"); got != "afterafter" {
		t.Errorf("after commit the files hold %q", got)
	}
	if o.abandon() {
		t.Error("abandon after commit reports that nothing was written")
	}
	if got := filesIn(t, "."); got != "new old" {
		t.Errorf("files %s, want new old", got)
	}
	if info, _ := os.Stat("old"); runtime.GOOS != "windows" && info.Mode().Perm() != 0o640 {
		t.Errorf("the old file's mode became %v", info.Mode())
	}
}

func TestFailureLeavesNothing(t *testing.T) {
	inFolder(t)
	put(t, "old", "before")
	full := errors.New("disk full")
	var o outputs
	if err := o.write(t.Context(), "old", writes("after")); err != nil {
		t.Fatal(err)
	}
	err := o.write(t.Context(), "other", func(w io.Writer) error {
		io.WriteString(w, "half")
		return full
	})
	if !errors.Is(err, full) || err.Error() != "cannot write other: disk full" {
		t.Errorf("error %v", err)
	}
	o.abandon()
	if got := filesIn(t, "."); got != "old" || content(t, "old") != "before" {
		t.Errorf("files %s, old holds %q", got, content(t, "old"))
	}
	if err := o.write(t.Context(), "late", writes("late")); err == nil {
		t.Error("a file could be written after abandon")
	}
	if err := o.commit(); err == nil {
		t.Error("commit succeeded after abandon")
	}
}

// TestCommitTogether: if one file cannot have its name, all others are as before.
func TestCommitTogether(t *testing.T) {
	for _, blocked := range []string{"first", "second", "third"} {
		dir := inFolder(t)
		put(t, "second", "before")
		var o outputs
		for _, name := range []string{"first", "second", "third"} {
			if err := o.write(t.Context(), name, writes("after")); err != nil {
				t.Fatal(err)
			}
		}
		// A folder takes the place of one of them.
		os.Remove(blocked)
		if err := os.Mkdir(blocked, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := o.commit(); err == nil || !strings.HasPrefix(err.Error(), "cannot write "+blocked+": ") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: error %v", blocked, err)
		}
		if !o.abandon() || len(o.names()) > 0 {
			t.Errorf("%s: %v counts as written", blocked, o.names())
		}
		want := "second"
		if blocked != want {
			want = map[string]string{"first": "first second", "third": "second third"}[blocked]
			if got := content(t, "second"); got != "before" {
				t.Errorf("%s: second holds %q, want what it held before", blocked, got)
			}
		}
		if got := filesIn(t, dir); got != want {
			t.Errorf("%s: files %s, want %s", blocked, got, want)
		}
	}
}

// TestRestore: what was there comes back where files have one name only, and an
// error says where it is if it cannot.
func TestRestore(t *testing.T) {
	inFolder(t)
	put(t, "a", "before")
	r := replaced{name: "a", old: "kept"}
	if err := os.Rename("a", "kept"); err != nil {
		t.Fatal(err)
	}
	put(t, "a", "after")
	if err := r.restore(); err != nil || filesIn(t, ".") != "a" || content(t, "a") != "before" {
		t.Errorf("error %v, files %s, a holds %q", err, filesIn(t, "."), content(t, "a"))
	}
	if err := r.restore(); err == nil || !strings.HasPrefix(err.Error(), "what a held before is now kept: ") {
		t.Errorf("without what was kept: error %v", err)
	}
	if err := (&replaced{name: "none"}).restore(); err == nil || !strings.HasPrefix(err.Error(), "none is written and stays: ") {
		t.Errorf("without what was written: error %v", err)
	}
	same := replaced{name: "a"}
	if err := same.keep(); err != nil {
		t.Fatal(err)
	}
	if err := same.restore(); err != nil || filesIn(t, ".") != "a" {
		t.Errorf("nothing replaced: error %v, files %s", err, filesIn(t, "."))
	}
}

// TestStoppedWriting: a writer in the middle of a file stops with its context.
func TestStoppedWriting(t *testing.T) {
	inFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	var o outputs
	err := o.write(ctx, "a", func(w io.Writer) error {
		for i := 0; ; i++ {
			if _, err := w.Write(make([]byte, 1000)); err != nil {
				return err
			}
			if i == 3 {
				cancel()
			}
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
	o.abandon()
	if got := filesIn(t, "."); got != "" {
		t.Errorf("files %s, want none", got)
	}
}

// TestFailingDevice: one of four outputs cannot be written; the others stay as
// they were.
func TestFailingDevice(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full on this system")
	}
	for _, threads := range []string{"1", "2"} {
		inFolder(t)
		put(t, "floatimage.bin", "before")
		code, _, stderr := run(t, words(small+"-noisefile /dev/full -threads "+threads)...)
		if code != exitFailure || !strings.Contains(stderr, "cannot write /dev/full: no space left") {
			t.Errorf("exit code %d, standard error %q", code, stderr)
		}
		if got := filesIn(t, "."); got != "floatimage.bin" || content(t, "floatimage.bin") != "before" {
			t.Errorf("files %s, floatimage.bin holds %q", got, content(t, "floatimage.bin"))
		}
	}
}

func TestDevicesAreNotReplaced(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no /dev/null on this system")
	}
	inFolder(t)
	if code, _, stderr := run(t, words(small+"-noisefile /dev/null -intfile /dev/null -pgmfile /dev/null")...); code != 0 {
		t.Fatal(stderr)
	}
	if info, err := os.Stat("/dev/null"); err != nil || info.Mode().IsRegular() {
		t.Fatalf("/dev/null is now %v, %v", info, err)
	}
	if got := filesIn(t, "."); got != "floatimage.bin" {
		t.Errorf("files %s, want floatimage.bin", got)
	}
}

func TestLinksAreFollowed(t *testing.T) {
	inFolder(t)
	put(t, "target.bin", "before")
	if err := os.Symlink("target.bin", "link.bin"); err != nil {
		t.Skip(err)
	}
	if code, _, stderr := run(t, words(small+"-o link.bin")...); code != 0 {
		t.Fatal(stderr)
	}
	if info, err := os.Lstat("link.bin"); err != nil || info.Mode().IsRegular() {
		t.Errorf("the link was replaced: %v, %v", info, err)
	}
	if n := len(content(t, "target.bin")); n != 4*32*32 {
		t.Errorf("the file behind the link has %d bytes", n)
	}
}

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
