//go:build !js

package core_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// order lists the packages of core; each may import those before it. A new package
// takes the first place behind all that it imports.
var order = []string{
	"units", "geom", "portable", "decimal", "digest", "rng", "symmetry", "cif", "mtz", "model", "hkl", "reflections", "sf",
	"frame", "imgio", "experiment", "geofile", "config", "plan", "kernel", "cull",
	"simulate", "simulate/backendtest", "noise", "builtin", "conformance", "batch",
}

// modules are the other people's packages that core may import.
var modules = []string{"gonum.org/v1/gonum/", "golang.org/x/image/"}

// forbidden are packages that core must do without, and why. It holds for what
// lies below them, except what is allowed.
var (
	forbidden = map[string]string{
		"os":          "files are the caller's: take io.Reader, io.Writer, fs.FS",
		"syscall":     "core runs everywhere",
		"net":         "core reads no network",
		"unsafe":      "core runs everywhere",
		"C":           "core builds without a C compiler",
		"flag":        "options are package config's",
		"log":         "only main prints",
		"math/rand":   "random numbers come from package rng, with a seed",
		"crypto/rand": "random numbers come from package rng, with a seed",
		"time":        "physics has no clock",
	}
	allowed = map[string]string{
		"imgio:time": "the date of a header, given by the caller",
	}
)

// clock are the functions of package time that read or wait for it.
var clock = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

// source is a Go file below core.
type source struct {
	path    string // from core, with slashes
	pkg     string // its folder
	test    bool
	file    *ast.File
	imports []string
}

// sources returns every Go file below core, whatever its build tags.
func sources(t *testing.T) []source {
	t.Helper()
	all, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// parsed reads the tree once for all tests.
var parsed = sync.OnceValues(func() (all []source, err error) {
	err = fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		switch base := path.Base(name); {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && (base == "testdata" || strings.HasPrefix(base, "_") || strings.HasPrefix(base, ".")):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.FromSlash(name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		s := source{path: name, pkg: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), file: file}
		for _, i := range file.Imports {
			imported, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			s.imports = append(s.imports, imported)
		}
		all = append(all, s)
		return nil
	})
	return all, err
})

// TestImportsPointOneWay: from the experiment to the image, never back, and from
// native and wasm to core.
func TestImportsPointOneWay(t *testing.T) {
	for _, s := range sources(t) {
		place := slices.Index(order, s.pkg)
		if place < 0 && s.pkg != "." {
			t.Errorf("core/%s: package %s has no place in the order of core/imports_test.go", s.path, s.pkg)
			continue
		}
		for _, imported := range s.imports {
			own, within := strings.CutPrefix(imported, "gobragg/")
			if !within {
				continue
			}
			name, core := strings.CutPrefix(own, "core/")
			if !core {
				t.Errorf("core/%s imports %s: core stands alone", s.path, imported)
				continue
			}
			// Tests may hold a package against one that builds on it.
			if at := slices.Index(order, name); !s.test && at >= place {
				t.Errorf("core/%s imports %s, which comes after %s", s.path, imported, s.pkg)
			}
		}
	}
}

// TestCoreStandsAlone: no files, network, clock, chance or C in core, and no
// modules but those agreed on.
func TestCoreStandsAlone(t *testing.T) {
	for _, s := range sources(t) {
		for _, imported := range s.imports {
			if s.test && imported == "C" {
				t.Errorf("core/%s imports C: %s", s.path, forbidden["C"])
			}
			first, _, _ := strings.Cut(imported, "/")
			if strings.Contains(first, ".") && !slices.ContainsFunc(modules, func(m string) bool { return strings.HasPrefix(imported, m) }) {
				t.Errorf("core/%s imports %s, want only %v", s.path, imported, modules)
			}
			if s.test || allowed[imported] != "" || allowed[s.pkg+":"+imported] != "" {
				continue
			}
			for name, why := range forbidden {
				if imported == name || strings.HasPrefix(imported, name+"/") {
					t.Errorf("core/%s imports %s: %s", s.path, imported, why)
				}
			}
		}
	}
}

// TestNoClock: where package time is allowed, nobody looks at the time.
func TestNoClock(t *testing.T) {
	for _, s := range sources(t) {
		if s.test || !slices.Contains(s.imports, "time") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if x, ok := n.(*ast.SelectorExpr); ok {
				if p, ok := x.X.(*ast.Ident); ok && p.Name == "time" && slices.Contains(clock, x.Sel.Name) {
					t.Errorf("core/%s calls time.%s: %s", s.path, x.Sel.Name, forbidden["time"])
				}
			}
			return true
		})
	}
}

func TestEveryPackageHasADocComment(t *testing.T) {
	documented := map[string]bool{}
	for _, s := range sources(t) {
		if !s.test {
			begins := "Package " + s.file.Name.Name + " "
			documented[s.pkg] = documented[s.pkg] || strings.HasPrefix(s.file.Doc.Text(), begins)
		}
	}
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("core/%s has no comment that begins \"Package %s\"", pkg, path.Base(pkg))
		}
	}
}

// TestTopLevel: the repository shows these entries and no others.
func TestTopLevel(t *testing.T) {
	want := []string{
		"core", "wasm", "native", "site", "testdata", "go.mod", "go.sum", "Makefile", "README.md", "LICENSE",
		".ci", ".gitignore", ".git",
		"bin", "out", // built, not kept
	}
	entries, err := os.ReadDir("..")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if ext := path.Ext(e.Name()); ext == ".test" || ext == ".prof" {
			continue // what go test leaves where it is told to
		}
		if !slices.Contains(want, e.Name()) {
			t.Errorf("%s lies at the top level, want only %v", e.Name(), want)
		}
	}
}
