package form

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// TestForm parses the form as XML would be and looks at what everyone needs: a label for
// every input, IDs that are there once, descriptions that exist.
func TestForm(t *testing.T) {
	d := xml.NewDecoder(strings.NewReader("<form>" + HTML() + "</form>"))
	d.Strict = false
	d.AutoClose = []string{"input", "wbr"}
	d.Entity = xml.HTMLEntity
	ids, labelled := map[string]bool{}, map[string]bool{}
	var named, pointed []string
	inputs, fields := 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		a := map[string]string{}
		for _, x := range e.Attr {
			a[x.Name.Local] = x.Value
		}
		if id := a["id"]; id != "" {
			if ids[id] {
				t.Errorf("the ID %s is there twice", id)
			}
			ids[id] = true
		}
		if a["data-field"] != "" {
			fields++
		}
		switch e.Name.Local {
		case "label":
			labelled[a["for"]] = true
		case "input", "select":
			inputs++
			if a["aria-label"] == "" {
				named = append(named, a["id"])
			}
			if a["data-slider"] == "" && a["aria-describedby"] == "" {
				t.Errorf("the input %s has no description", a["id"])
			}
		case "button":
			if a["aria-label"] == "" {
				t.Errorf("a button of %v has no name", a)
			}
		}
		for _, key := range []string{"aria-describedby", "aria-controls", "aria-labelledby"} {
			pointed = append(pointed, strings.Fields(a[key])...)
		}
	}
	for _, id := range named {
		if id == "" || !labelled[id] {
			t.Errorf("the input %q has no label", id)
		}
	}
	for _, id := range pointed {
		if !ids[id] {
			t.Errorf("nothing has the ID %s, which is pointed at", id)
		}
	}
	for _, want := range []string{"f-lambda", "f-cell-5", "f-shape", "f-hkl", "chapter-beam"} {
		if !ids[want] {
			t.Errorf("there is no %s", want)
		}
	}
	if fields < 100 || inputs < 150 {
		t.Errorf("%d fields, %d inputs", fields, inputs)
	}
}
