// Package site makes the web site out of the files beside this one and the program
// compiled to WebAssembly, in two forms: a folder for any static host, whose files have
// names that change with their contents and which a service worker keeps for use offline,
// and one HTML file that holds everything and needs no server.
//
//	err := site.Build("..", "dist")
//	http.ListenAndServe("127.0.0.1:8080", site.Handler("dist"))
package site

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	"gobragg/site/dense"
	"gobragg/site/shrink"
)

//go:embed index.html style.css theme.js boot.js worker.js sw.js manifest.webmanifest
var sources embed.FS

// single is the name of the form that is one file.
const single = "gobragg.html"

// program is the name of the program, which the page's script unpacks itself. No server
// announces an encoding of its own for this extension.
const program = "gobragg.bin"

// files are the parts of the site by name.
type files map[string][]byte

// Build writes the site to the folder out, which it empties first. root is the folder of
// the module. It runs the go command.
func Build(root, out string) error {
	parts, err := collect(root)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	folder, err := parts.folder(os.DirFS(filepath.Join(root, "site", "docs")))
	if err != nil {
		return err
	}
	page, err := parts.single()
	if err != nil {
		return err
	}
	folder[single] = page
	for name, content := range folder {
		if err := os.MkdirAll(filepath.Join(out, filepath.FromSlash(path.Dir(name))), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, filepath.FromSlash(name)), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// collect gathers the parts: the program, the loader of its toolchain, icons.
func collect(root string) (files, error) {
	parts := files{}
	for _, name := range []string{"style.css", "theme.js", "boot.js", "worker.js"} {
		content, err := sources.ReadFile(name)
		if err != nil {
			return nil, err
		}
		parts[name] = content
	}
	goroot, err := output(root, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	if parts["wasm_exec.js"], err = os.ReadFile(filepath.Join(goroot, "lib", "wasm", "wasm_exec.js")); err != nil {
		return nil, err
	}
	// A worker loads one file: the loader, then its own script.
	parts["worker.js"] = append(append(bytes.Clone(parts["wasm_exec.js"]), '\n'), parts["worker.js"]...)
	if parts[program], err = compile(root); err != nil {
		return nil, err
	}
	for name, draw := range icons {
		if parts[name], err = draw(); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// inlined are the packages that the compiler may inline, because their speed counts: it
// makes all others a tenth larger, compressed. A call of JavaScript keeps its arguments on
// the stack only if it is.
var inlined = []string{"gobragg/core/kernel", "gobragg/core/plan", "gobragg/core/geom", "gobragg/core/portable",
	"gobragg/core/symmetry", "gobragg/core/reflections", "gobragg/core/hkl", "gonum.org/v1/gonum/spatial/r3", "math", "math/bits", "syscall/js"}

// compile returns the program, packed as small as it gets.
func compile(root string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "gobragg-site")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	module := filepath.Join(dir, "gobragg.wasm")
	args := []string{"build", "-trimpath", "-ldflags", "-s -w", "-gcflags", "all=-l"}
	for _, name := range inlined {
		args = append(args, "-gcflags", name+"=")
	}
	c := exec.Command("go", append(args, "-o", module, "./wasm")...)
	c.Dir = root
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if text, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build: %w\n%s", err, text)
	}
	content, err := os.ReadFile(module)
	if err != nil {
		return nil, err
	}
	if content, err = shrink.Module(content); err != nil {
		return nil, err
	}
	return dense.Pack(content)
}

func output(dir, name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	c.Dir = dir
	text, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimSpace(string(text)), nil
}

// hashed returns a name that changes with the content.
func hashed(name string, content []byte) string {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	return stem + "-" + hex.EncodeToString(sum[:5]) + ext
}
