package site

import (
	"net/http"
	"path"
	"strings"
)

// Handler serves the site in the folder dir as a good static host does: what changes
// under its name is asked for again every time, the rest kept for ever.
func Handler(dir string) http.Handler {
	plain := http.FileServer(http.Dir(dir))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		switch name := path.Base(r.URL.Path); {
		case strings.HasSuffix(name, ".bin"):
			header.Set("Content-Type", "application/octet-stream")
		case strings.HasSuffix(name, ".webmanifest"):
			header.Set("Content-Type", "application/manifest+json")
		}
		if strings.Contains(path.Base(r.URL.Path), "-") {
			header.Set("Cache-Control", "public, max-age=31536000, immutable")
		} else {
			header.Set("Cache-Control", "no-cache")
		}
		plain.ServeHTTP(w, r)
	})
}
