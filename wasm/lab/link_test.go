package lab

import (
	"context"
	"slices"
	"strings"
	"testing"

	"gobragg/core/config"
	"gobragg/core/frame"
	"gobragg/core/plan"
	"gobragg/core/simulate"
)

// render is what the command does with settings.
func render(t *testing.T, c *config.Config, open config.Open) (*config.Resolved, *frame.Frame) {
	t.Helper()
	r, err := c.Experiment(open)
	if err != nil {
		t.Fatal(err)
	}
	r.Experiment.Detector.ROI.Max.Y = min(r.Experiment.Detector.ROI.Max.Y, r.Experiment.Detector.ROI.Min.Y+4) // rows enough to compare
	p, err := plan.Compile(r.Experiment)
	if err != nil {
		t.Fatal(err)
	}
	f, err := simulate.Run(context.Background(), simulate.Scalar(0), p, simulate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r, f
}

// split cuts a command line of CommandLine into words again.
func split(t *testing.T, line string) []string {
	t.Helper()
	var words []string
	word, quoted := "", false
	for _, r := range line + " " {
		switch {
		case r == '\'':
			quoted = !quoted
		case r == ' ' && !quoted:
			words = append(words, word)
			word = ""
		default:
			word += string(r)
		}
	}
	if quoted || words[0] != "gobragg" {
		t.Fatalf("%q is no command line", line)
	}
	return words[1:]
}

// TestLinkAndCommandGiveTheImage: every preset has the same bits by its link, by -url
// with that link, and by the copied command.
func TestLinkAndCommandGiveTheImage(t *testing.T) {
	for _, p := range Presets {
		t.Run(p.Name, func(t *testing.T) {
			t.Parallel()
			l := New()
			l.Load(p.Config())
			l.Choose("noise", "")
			_, want := render(t, l.Settings(), l.Open)
			link := l.Link("https://example.org/lab/?x=1#old", "scale=log&zoom=2,3")
			if strings.Contains(link, "old") || len(link) > 400 {
				t.Errorf("the link is %q", link)
			}

			settings, view, err := ParseLink(link)
			if err != nil || view != "scale=log&zoom=2,3" {
				t.Fatalf("ParseLink: view %q, %v", view, err)
			}
			typed, err := config.ParseArgs([]string{"-url", strings.Replace(link, "?x=1", "", 1)})
			if err != nil {
				t.Fatal(err)
			}
			command, err := config.ParseArgs(split(t, l.Command()))
			if err != nil {
				t.Fatal(err)
			}
			for way, c := range map[string]*config.Config{"link": settings, "-url": typed, "command": command} {
				r, got := render(t, c, l.Open)
				if !slices.Equal(got.Pix, want.Pix) {
					t.Errorf("the image by %s has other bits", way)
				}
				if !r.Noise || !slices.Equal(Counts(got, r.Seed).Pix, Counts(want, 1).Pix) {
					t.Errorf("the counts by %s are others", way)
				}
			}
			if command.Values("backend")[0].Text != "scalar" || !command.Has("noisefile") {
				t.Errorf("the command is %q", l.Command())
			}
		})
	}
}

func TestHostileLinks(t *testing.T) {
	for _, c := range []struct{ name, link, want string }{
		{"absurd number", "#distance=1e300", "out of range"},
		{"not a number", "#distance=nan", "not a finite number"},
		{"unknown option", "#distanse=5", "did you mean distance"},
		{"no integer", "#N=1.5&default_F=3", "not an integer"},
		{"file to write", "#config=/etc/passwd", "cannot stand in stored settings"},
		{"broken escape", "#cell=%zz", "percent sign"},
		{"endless", "#" + strings.Repeat("N=5&", 300_000), "too long"},
		{"too many values", "#rings=" + strings.Repeat("1,", 5000), "too many values"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := ParseLink("https://example.org/" + c.link)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("ParseLink: %v, want %q", err, c.want)
			}
		})
	}
	for _, empty := range []string{"https://example.org/", "https://example.org/#", "https://example.org/#;scale=log", "#o=x.png"} {
		if settings, _, err := ParseLink(empty); settings != nil || err != nil {
			t.Errorf("ParseLink(%q) = %v, %v", empty, settings, err)
		}
	}
	l := New()
	c, _, err := ParseLink("#default_F=1&detpixels=60000")
	if err != nil {
		t.Fatal(err)
	}
	l.Load(c)
	if _, err := l.Experiment(); err == nil || !strings.Contains(err.Error(), "gobragg program") {
		t.Errorf("60000 × 60000 pixels: %v", err)
	}
}

// TestMissingFiles: a link that names files says which one to drop.
func TestMissingFiles(t *testing.T) {
	l := New()
	c, _, err := ParseLink("#hkl=mine.mtz&mat=A.mat")
	if err != nil {
		t.Fatal(err)
	}
	l.Load(c)
	_, err = l.Experiment()
	if name, text := Blame(err); name == "" || !strings.Contains(text, "drop it on the page") {
		t.Errorf("without its files: %q: %q", name, text)
	}
}
