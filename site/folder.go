package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"slices"
	"strings"
	text "text/template"

	"gobragg/site/pages"
	"gobragg/wasm/lab"
	"gobragg/wasm/lab/form"
)

// page is what a page of the site can ask for.
type page struct {
	Single bool
	// Files is the element in which the script finds where the files are.
	Files template.HTML
	// Presets and Form are what the laboratory makes of its tables.
	Presets, Form template.HTML
	See           string // of the first preset
}

// folder returns the files of the site for a static host, by path; docs are the sources
// of the documentation.
func (parts files) folder(docs fs.FS) (files, error) {
	out := files{}
	paths := map[string]string{"sw.js": "sw.js"}
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		content := parts[name]
		paths[name] = hashed(name, content)
		out[paths[name]] = content
	}
	asset := func(name string) (string, error) {
		if p, ok := paths[name]; ok {
			return p, nil
		}
		return "", fmt.Errorf("site: there is no %s", name)
	}

	manifest, err := parts.fill("manifest.webmanifest", text.FuncMap{"asset": asset}, nil)
	if err != nil {
		return nil, err
	}
	paths["manifest.webmanifest"] = hashed("manifest.webmanifest", manifest)
	out[paths["manifest.webmanifest"]] = manifest

	table, err := json.Marshal(paths)
	if err != nil {
		return nil, err
	}
	index, err := parts.fillPage(template.FuncMap{
		"asset": asset,
		"style": func(name string) (template.HTML, error) {
			p, err := asset(name)
			return template.HTML(`<link rel="stylesheet" href="` + p + `">`), err
		},
		"script": func(name string) (template.HTML, error) {
			p, err := asset(name)
			return template.HTML(`<script src="` + p + `"></script>`), err
		},
	}, page{Files: dataElement("gobragg-files", "application/json", string(table))})
	if err != nil {
		return nil, err
	}
	out["index.html"] = index

	documentation, err := pages.Render(docs, pages.Look{Home: "../", Icon: "../" + paths["icon.svg"]})
	if err != nil {
		return nil, err
	}
	contents := sha256.New()
	contents.Write(index)
	for _, name := range slices.Sorted(maps.Keys(documentation)) {
		out["docs/"+name] = documentation[name]
		contents.Write(documentation[name])
	}

	precache, err := json.Marshal(append([]string{"./"}, slices.Sorted(maps.Keys(out))...))
	if err != nil {
		return nil, err
	}
	// The names of other files change with their contents.
	contents.Write(precache)
	out["sw.js"], err = parts.fill("sw.js", nil, map[string]string{
		"Precache": string(precache), "Version": hex.EncodeToString(contents.Sum(nil)[:5]),
	})
	return out, err
}

// fill executes one of the sources that are text.
func (files) fill(name string, functions text.FuncMap, data any) ([]byte, error) {
	source, err := sources.ReadFile(name)
	if err != nil {
		return nil, err
	}
	t, err := text.New(name).Funcs(functions).Parse(string(source))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, data)
	return b.Bytes(), err
}

// fillPage executes index.html.
func (files) fillPage(functions template.FuncMap, data page) ([]byte, error) {
	data.Presets, data.Form = template.HTML(form.Presets()), template.HTML(form.HTML())
	data.See = lab.Presets[0].See
	source, err := sources.ReadFile("index.html")
	if err != nil {
		return nil, err
	}
	t, err := template.New("index.html").Funcs(functions).Parse(string(source))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, data)
	return b.Bytes(), err
}

// dataElement is an element that holds text for a script.
func dataElement(id, kind, content string) template.HTML {
	return template.HTML(`<script id="` + id + `" type="` + kind + `">` + inScript(content) + "</script>\n")
}

// inScript makes text safe inside a script element.
func inScript(s string) string { return strings.ReplaceAll(s, "</script", `<\/script`) }
