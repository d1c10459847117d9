package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"gobragg/native/bench"
)

// tinySuite is a suite of less than a second.
func tinySuite() bench.Suite {
	square := bench.Problem{Shape: "square", Factors: bench.OneF, Cells: 5, Orientations: 3, Side: 16, Oversample: 1}
	table := square
	table.Factors = bench.Tricubic
	return bench.Suite{
		Quick: true, Roof: time.Millisecond, Repeats: 1, Runs: 2,
		Matrix: []bench.Problem{square, table}, States: []bench.Problem{square}, Pixels: []bench.Problem{square}, Threads: []bench.Problem{square},
		Culls: []bench.Cull{{Problem: bench.Problem{Shape: "square", Factors: bench.OneF, Cells: 50, Orientations: 20, Side: 32, Window: 4}, OfPeak: []float64{1e-5}}},
		Jobs:  []bench.Job{{Name: "plain", Problem: square}, {Name: "noisy", Problem: table, Noise: true}},
	}
}

// TestBench measures, with this program as its own peer.
func TestBench(t *testing.T) {
	dir := inFolder(t)
	t.Setenv(asProgram, "1")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	p := &program{stdout: &out, stderr: &out, processors: 2}
	if err := p.benchSuite(t.Context(), benchmark{json: "speed.json", peer: self, peerNote: "itself"}, tinySuite()); err != nil {
		t.Fatal(err)
	}
	if got := filesIn(t, dir); got != "speed.json" {
		t.Errorf("files %s, want speed.json", got)
	}
	r, err := bench.Read(strings.NewReader(content(t, "speed.json")))
	if err != nil {
		t.Fatal(err)
	}
	if !r.Quick || r.Peer == nil || r.Peer.Note != "itself" || len(r.Matrix) == 0 || len(r.Runs) == 0 {
		t.Errorf("report %+v", r)
	}
	peers, compared := 0, 0
	for _, run := range r.Runs {
		if !(run.Seconds.Min > 0) || !(run.Rendering.Min > 0) {
			t.Errorf("%s: %+v", run.Job.Name, run)
		}
		if run.Peer {
			peers++
			continue
		}
		if run.Ratio == nil || !(run.Ratio.Min > 0) || (run.RenderingRatio == nil) != run.Job.Noise {
			t.Fatalf("%s, %s: ratios %v, %v", run.Job.Name, run.Engine, run.Ratio, run.RenderingRatio)
		}
		// The peer is the fastest engine in double precision: others differ by the
		// roundings of a float32 or, in mixed precision, by 1e-6 of the peak.
		if a := run.Agreement; a.LargestOfPeak > 1e-6 || a.Correlation < 0.999999 {
			t.Errorf("%s, %s: agreement %+v", run.Job.Name, run.Engine, a)
		}
		compared++
	}
	if peers != 2 || compared != len(r.Runs)-2 {
		t.Errorf("%d runs of the peer, %d compared with it, of %d", peers, compared, len(r.Runs))
	}

	// Every row of the file is in the table.
	rows := len(r.Matrix) + len(r.States) + len(r.Pixels) + len(r.Threads) + len(r.Culled) + len(r.Runs)
	if got := strings.Count(out.String(), " thread"); got != rows+countTitles(out.String(), " thread")+1 {
		t.Errorf("%d lines with threads, want one for each of %d rows\n%s", got, rows, out.String())
	}
	for _, want := range []string{"samples/s", "of roof", "× as fast", "peer", "2 threads", r.Machine.CPU} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not printed\n%s", want, out.String())
		}
	}
	var anything map[string]any
	if err := json.Unmarshal([]byte(content(t, "speed.json")), &anything); err != nil || anything["schema"] != float64(bench.Schema) {
		t.Errorf("schema %v, %v", anything["schema"], err)
	}
}

// countTitles counts text in the titles of the sections.
func countTitles(printed, text string) (n int) {
	for _, title := range benchTitles {
		if strings.Contains(printed, title) {
			n += strings.Count(title, text)
		}
	}
	return n
}

func TestBenchMistakes(t *testing.T) {
	inFolder(t)
	for _, c := range []struct{ args, want string }{
		{"bench now", "one word too many"},
		{"bench -fast", "has no such option"},
		{"bench -json", "want -json FILE"},
		{"bench -quick -peer no-such-program", "-peer"},
		{"bench -quick -peer_note O3", "there is none"},
		{"bench -quick -json nowhere/speed.json", "no folder nowhere"},
	} {
		code, stdout, stderr := run(t, words(c.args)...)
		want := exitUsage
		if strings.Contains(c.args, "nowhere") {
			want = exitFailure
		}
		if code != want || stdout != "" || !strings.Contains(stderr, c.want) {
			t.Errorf("%s: exit code %d, want %d; %s%s", c.args, code, want, stdout, stderr)
		}
	}
}
