package main

import (
	"bytes"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTutorial: the commands of the tutorial make its pictures.
func TestTutorial(t *testing.T) {
	docs, err := filepath.Abs("../../site/docs")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(docs, "tutorial.md"))
	if err != nil {
		t.Fatal(err)
	}
	inFolder(t)
	pictures := 0
	for line := range strings.Lines(strings.ReplaceAll(string(page), "\\\n", " ")) {
		args, ok := strings.CutPrefix(strings.TrimSpace(line), "bin/gobragg ")
		if !ok {
			continue
		}
		if code, _, messages := run(t, words(args)...); code != 0 {
			t.Errorf("%s: exit code %d: %s", args, code, messages)
			continue
		}
		made, _ := filepath.Glob("*.png")
		for _, name := range made {
			pictures++
			comparePictures(t, name, filepath.Join(docs, name))
			os.Remove(name)
		}
	}
	if pictures != 6 {
		t.Errorf("%d pictures were made, want 6", pictures)
	}
}

// comparePictures allows for a backend that rounds a grey level the other way.
func comparePictures(t *testing.T, got, want string) {
	t.Helper()
	const fewPixels = 1e-3
	var grey [2][]uint8
	for i, name := range []string{got, want} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
			return
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		b := picture.Bounds()
		for y := range b.Dy() {
			for x := range b.Dx() {
				grey[i] = append(grey[i], color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y)
			}
		}
	}
	differ := 0
	for i := range min(len(grey[0]), len(grey[1])) {
		if d := int(grey[0][i]) - int(grey[1][i]); d < -1 || d > 1 {
			differ++
		}
	}
	if len(grey[0]) != len(grey[1]) || float64(differ) > fewPixels*float64(len(grey[0])) {
		t.Errorf("%s: %d of %d pixels differ from the page's %d: make it again", got, differ, len(grey[0]), len(grey[1]))
	}
}
