//go:build !js

package e2e

import (
	"context"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"gobragg/site"

	"github.com/chromedp/chromedp"
)

// shared is what all tests share.
var shared struct {
	skip    string // why there is no browser
	dist    string // the built site
	server  *httptest.Server
	browser context.Context
}

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	program, err := exec.LookPath("chromium")
	if err != nil {
		shared.skip = "Chromium is missing; make test-deps installs it"
		return m.Run()
	}
	temporary, err := os.MkdirTemp("", "gobragg-e2e")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(temporary)
	if err := lookAtSources(filepath.Join("..", "..")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	shared.dist = filepath.Join(temporary, "dist")
	if err := site.Build(filepath.Join("..", ".."), shared.dist); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	shared.server = httptest.NewServer(site.Handler(shared.dist))
	defer shared.server.Close()

	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(filepath.Join(temporary, "profile")),
		// A browser of tests talks to nobody.
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("allow-file-access-from-files", false),
		chromedp.WindowSize(1280, 800),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	browser, quit := chromedp.NewContext(allocator)
	defer quit()
	if err := chromedp.Do(browser); err != nil {
		fmt.Fprintln(os.Stderr, "Chromium does not start:", err)
		return 1
	}
	shared.browser = browser
	return m.Run()
}

// lookAtSources looks at every file that the site is made of, below root, so that the go
// command notices when one has changed and does not repeat an earlier result: another
// process reads them.
func lookAtSources(root string) error {
	for _, part := range []string{"core", "site", "wasm"} {
		err := filepath.WalkDir(filepath.Join(root, part), func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && d.Name() == "dist":
				return fs.SkipDir
			}
			_, err = os.Stat(name)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
