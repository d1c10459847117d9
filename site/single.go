package site

import (
	"encoding/base64"
	"encoding/json"
	"html/template"
	"maps"
	"slices"
	"strings"
)

// single returns the site as one HTML file, which holds the program, compressed and as
// text, and starts workers from a Blob: what works from file:// too.
func (parts files) single() ([]byte, error) {
	paths := map[string]any{}
	var elements strings.Builder
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		switch {
		case name == program:
			paths[name] = nil
			elements.WriteString(string(dataElement("file:"+name, "text/plain", seven(parts[name]))))
		case name == "worker.js":
			paths[name] = nil
			elements.WriteString(string(dataElement("file:"+name, "text/plain", string(parts[name]))))
		}
	}
	table, err := json.Marshal(paths)
	if err != nil {
		return nil, err
	}
	elements.WriteString(string(dataElement("gobragg-files", "application/json", string(table))))
	return parts.fillPage(template.FuncMap{
		"asset": func(name string) template.URL {
			kind := "image/svg+xml"
			return template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(parts[name]))
		},
		"style": func(name string) template.HTML {
			return template.HTML("<style>\n" + string(parts[name]) + "</style>")
		},
		"script": func(name string) template.HTML {
			return template.HTML("<script>\n" + inScript(string(parts[name])) + "</script>")
		},
	}, page{Single: true, Files: template.HTML(elements.String())})
}
