package main

import (
	"os"
	"strings"
	"testing"
)

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
