package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gobragg/core/batch"
)

// writeSeries writes the description of a series of small stills.
func writeSeries(t *testing.T, name string, frames int, more string) {
	t.Helper()
	text := fmt.Sprintf(`{"gobragg_batch": 1, "frames": %d, "settings": ["-hkl", %q, "-cell", "41.98", "41.98", "88.92", "-N", "9",
		"-detpixels", "32", "-pixel", "3", "-oversample", "1"], "write": ["img", "cbf", "bin"]%s}`, frames, filepath.Join(testdata, "1a8o.hkl"), more)
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

const random = `, "vary": {"misset": "random", "lambda": {"normal": [1, 0.01]}, "distance": {"uniform": [90, 110]}, "phi": {"from": 0, "step": 3}}`

// held returns what the files of a folder hold, by name.
func held(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := make(map[string]string)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(data)
	}
	return all
}

// TestBatch: a series gives every file of every frame; in shares, on other numbers of
// threads and after an interruption it gives the same bytes; and a frame on its own, by
// the command in its truth, has the same image.
func TestBatch(t *testing.T) {
	inFolder(t)
	writeSeries(t, "s.json", 7, random)
	if code, _, messages := run(t, "batch", "s.json", "-o", "all"); code != 0 || !strings.Contains(messages, "7 frames to all") {
		t.Fatalf("exit code %d: %s", code, messages)
	}
	want := held(t, "all")
	if len(want) != 7*4 {
		t.Fatalf("%d files: %s", len(want), filesIn(t, "all"))
	}
	for _, args := range []string{"batch s.json -o shares -shard 2/3 -threads 1", "batch s.json -o shares -shard 1/3 -threads 2", "batch s.json -o shares"} {
		if code, _, messages := run(t, words(args)...); code != 0 {
			t.Fatalf("%s: exit code %d: %s", args, code, messages)
		}
	}
	for name, data := range held(t, "shares") {
		if data != want[name] {
			t.Errorf("%s differs between runs", name)
		}
	}
	images := make(map[string]bool)
	for n := range 7 {
		name := fmt.Sprintf("frame_%05d", n+1)
		var truth batch.Truth
		if err := json.Unmarshal([]byte(want[name+".json"]), &truth); err != nil {
			t.Fatal(err)
		}
		if code, _, messages := run(t, append(truth.Command, "-o", "alone.bin", "-o", "alone.cbf")...); code != 0 {
			t.Fatalf("frame %d alone: %s", n+1, messages)
		}
		alone, _ := os.ReadFile("alone.bin")
		if string(alone) != want[name+".bin"] {
			t.Errorf("frame %d alone has another image", n+1)
		}
		images[string(alone)] = true
	}
	if len(images) != 7 {
		t.Errorf("%d different images of 7 frames", len(images))
	}
}

// TestBatchResumes: frames that are there are left as they are, one of which a file is
// missing is rendered again, and what a killed run left behind goes.
func TestBatchResumes(t *testing.T) {
	inFolder(t)
	writeSeries(t, "s.json", 4, random)
	run(t, "batch", "s.json", "-o", "d")
	want := held(t, "d")
	mark := time.Now().Add(-time.Hour)
	for name := range want {
		if err := os.Chtimes(filepath.Join("d", name), mark, mark); err != nil {
			t.Fatal(err)
		}
	}
	os.Remove("d/frame_00003.cbf")
	os.MkdirAll("d/.gobragg-shard-1-of-1", 0o777)
	os.WriteFile("d/.gobragg-shard-1-of-1/.gobragg-0.part", []byte("half"), 0o666)
	code, stdout, messages := run(t, "batch", "s.json", "-o", "d", "-json")
	var summary struct{ Frames_written, Frames_skipped int }
	if err := json.Unmarshal([]byte(stdout), &summary); err != nil || code != 0 || summary.Frames_written != 1 || summary.Frames_skipped != 3 {
		t.Fatalf("exit code %d, %s %s (%v); want 1 frame written and 3 skipped", code, stdout, messages, err)
	}
	for name, data := range held(t, "d") {
		if data != want[name] {
			t.Errorf("%s differs", name)
		}
		info, err := os.Stat(filepath.Join("d", name))
		if err != nil {
			t.Fatal(err)
		}
		if again := strings.HasPrefix(name, "frame_00003"); info.ModTime().After(mark.Add(time.Minute)) != again {
			t.Errorf("%s written again: %v, want %v", name, !again, again)
		}
	}

	writeSeries(t, "other.json", 4, `, "vary": {"phi": {"from": 0, "step": 1}}`)
	if code, _, messages := run(t, "batch", "other.json", "-o", "d"); code != exitFailure || !strings.Contains(messages, "another series") {
		t.Errorf("another series in the folder: exit code %d: %s", code, messages)
	}
	if code, _, messages := run(t, "batch", "other.json", "-o", "d", "-overwrite"); code != 0 {
		t.Errorf("-overwrite: exit code %d: %s", code, messages)
	}
	if held(t, "d")["frame_00002.img"] == want["frame_00002.img"] {
		t.Error("-overwrite left a frame")
	}
}

// TestBatchStops: an interrupted series says how far it is, and leaves whole frames only.
func TestBatchStops(t *testing.T) {
	inFolder(t)
	writeSeries(t, "s.json", 100000, random)
	ctx, cancel := context.WithCancel(t.Context())
	var out, messages bytes.Buffer
	p := &program{stdout: &out, stderr: &messages, processors: 2, getenv: func(string) string { return "" }}
	go func() {
		defer cancel()
		for range 1000 {
			time.Sleep(5 * time.Millisecond)
			if names, _ := filepath.Glob("d/*.json"); len(names) > 3 {
				return
			}
		}
	}()
	if code := p.run(ctx, []string{"batch", "s.json", "-o", "d", "-quiet"}); code != exitInterrupted || !strings.Contains(messages.String(), "of 100000 frames are finished") {
		t.Fatalf("exit code %d: %s", code, &messages)
	}
	time.Sleep(patience) // what was under way may still get its names
	frames := make(map[string]int)
	for name := range held(t, "d") {
		stem, _, _ := strings.Cut(name, ".")
		frames[stem]++
	}
	for name, n := range frames {
		if n != 4 {
			t.Errorf("%s has %d of 4 files", name, n)
		}
	}
}

// TestShards: the shares of a series are all of its frames, each once.
func TestShards(t *testing.T) {
	for n := 1; n < 6; n++ {
		for total := range 12 {
			var all []int
			for k := 1; k <= n; k++ {
				share := slices.Collect(shard{k, n}.frames(total))
				if len(share) != (shard{k, n}).size(total) {
					t.Errorf("share %d/%d of %d has %d frames, size says %d", k, n, total, len(share), (shard{k, n}).size(total))
				}
				all = append(all, share...)
			}
			slices.Sort(all)
			if len(all) != total || total > 0 && (all[0] != 1 || all[total-1] != total) {
				t.Errorf("%d shares of %d frames are %v", n, total, all)
			}
		}
	}
	for _, c := range []struct {
		asked, id, count, first, step string
		want                          shard
		err                           string
	}{
		{"3/8", "", "", "", "", shard{3, 8}, ""},
		{"3/8", "1", "2", "", "", shard{3, 8}, ""}, // the option wins
		{"", "", "", "", "", shard{1, 1}, ""},
		{"", "0", "8", "0", "1", shard{1, 8}, ""},
		{"", "8", "8", "1", "1", shard{8, 8}, ""},
		{"", "20", "3", "10", "10", shard{2, 3}, ""},
		{"", "3", "8", "", "", shard{4, 8}, ""},
		{"9/8", "", "", "", "", shard{}, "want K/N"},
		{"0/8", "", "", "", "", shard{}, "want K/N"},
		{"3", "", "", "", "", shard{}, "want K/N"},
		{"", "x", "8", "", "", shard{}, "-shard K/N"},
		{"", "3", "", "", "", shard{}, "SLURM_ARRAY_TASK_COUNT"},
		{"", "11", "3", "10", "10", shard{}, "not one of a range"},
	} {
		got, err := findShard(c.asked, func(name string) string {
			return map[string]string{
				"SLURM_ARRAY_TASK_ID": c.id, "SLURM_ARRAY_TASK_COUNT": c.count,
				"SLURM_ARRAY_TASK_MIN": c.first, "SLURM_ARRAY_TASK_STEP": c.step,
			}[name]
		})
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%+v: error %v, want one with %q", c, err, c.err)
			}
		} else if err != nil || got != c.want {
			t.Errorf("%+v: share %v (%v)", c, got, err)
		}
	}
}

// TestBatchMistakes: exit code 2 and the fix, and no folder is made.
func TestBatchMistakes(t *testing.T) {
	inFolder(t)
	writeSeries(t, "s.json", 3, "")
	writeSeries(t, "late.json", 30, `, "vary": {"lambda": {"from": 1, "step": -0.1}}`)
	os.WriteFile("bad.json", []byte(`{"gobragg_batch": 1}`), 0o666)
	os.WriteFile("file", nil, 0o666)
	for _, c := range []struct {
		line string
		code int
		want string
	}{
		{"batch", exitUsage, "SERIES.json"},
		{"batch s.json", exitUsage, "-o"},
		{"batch s.json -o d -shard 5", exitUsage, "-shard"},
		{"batch bad.json -o d", exitUsage, `bad.json: "frames"`},
		{"batch none.json -o d", exitFailure, "none.json"},
		{"batch s.json -o no/where", exitFailure, "-o no/where"},
		{"batch s.json -o d -backend abacus", exitUsage, "-backend"},
		{"batch late.json -o late -quiet", exitUsage, "frame 11: -lambda"},
	} {
		code, _, messages := run(t, words(c.line)...)
		if code != c.code || !strings.Contains(messages, c.want) {
			t.Errorf("%s: exit code %d: %s; want %d and %q", c.line, code, messages, c.code, c.want)
		}
	}
}
