package main

import (
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
		skip(t, "no /dev/full on this system")
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
		skip(t, err.Error())
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

// skip leaves a test out for want of something; where nothing may be, it fails.
func skip(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("REQUIRE_ALL") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}
