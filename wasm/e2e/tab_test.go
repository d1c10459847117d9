//go:build !js

package e2e

import (
	"context"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take for anything a test waits for.
const patience = 20 * time.Second

// tab is one page of the browser. When its test ends it fails if the page wrote an error
// to the console, or asked for anything but the site itself.
type tab struct {
	testing.TB
	ctx context.Context

	mu       sync.Mutex
	requests []string // addresses asked for, in order
	errors   []string // of the console
	mayFail  bool
}

// open opens an address in a new tab: a path of the site, or a whole address.
func open(t testing.TB, address string) *tab {
	t.Helper()
	if shared.browser == nil {
		if os.Getenv("REQUIRE_ALL") != "" {
			t.Fatal(shared.skip)
		}
		t.Skip(shared.skip)
	}
	ctx, cancel := chromedp.NewContext(shared.browser)
	x := &tab{TB: t, ctx: ctx}
	t.Cleanup(cancel)
	// The tab lives as long as the context that opens it: not one with a timeout.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, x.hear); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.judge)
	x.visit(address)
	return x
}

// visit goes to another address.
func (x *tab) visit(address string) {
	x.Helper()
	if !strings.Contains(address, "://") {
		address = shared.server.URL + "/" + strings.TrimPrefix(address, "/")
	}
	x.do(chromedp.Navigate(address))
}

// hear keeps what judge looks at.
func (x *tab) hear(event any) {
	x.mu.Lock()
	defer x.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		x.requests = append(x.requests, e.Request.URL)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			for _, a := range e.Args {
				x.errors = append(x.errors, string(a.Value)+a.Description)
			}
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		x.errors = append(x.errors, text)
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			x.errors = append(x.errors, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

// judge fails a test whose page misbehaved.
func (x *tab) judge() {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, r := range x.requests {
		u, err := url.Parse(r)
		if err != nil {
			x.Errorf("the page asked for %q: %v", r, err)
		}
		switch u.Scheme {
		case "data", "blob", "file", "about":
			continue
		}
		if u.Hostname() != "127.0.0.1" {
			x.Errorf("the page asked for %s", r)
		}
	}
	if !x.mayFail {
		for _, e := range x.errors {
			x.Errorf("console: %s", e)
		}
	}
}

// asked returns the requests so far.
func (x *tab) asked() []string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return append([]string(nil), x.requests...)
}

// do runs actions of chromedp.
func (x *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	x.Helper()
	ctx, cancel := context.WithTimeout(x.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		x.Fatal(err)
	}
}

// eval returns the value of a JavaScript expression, a promise's once it is kept.
func eval[V any](x *tab, expression string) V {
	x.Helper()
	ctx, cancel := context.WithTimeout(x.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[V](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		x.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for a JavaScript expression to become true.
func (x *tab) until(expression string) {
	x.Helper()
	end := time.Now().Add(patience)
	for !eval[bool](x, "!!("+expression+")") {
		if time.Now().After(end) {
			x.Fatalf("%s is not true after %v", expression, patience)
		}
		time.Sleep(10 * time.Millisecond)
	}
}
