//go:build !js

package e2e

import (
	"net/http/httptest"
	"path/filepath"
	"testing"

	"gobragg/site"
)

// TestWithoutServer: once visited, the site works with its server gone.
func TestWithoutServer(t *testing.T) {
	server := httptest.NewServer(site.Handler(shared.dist))
	defer server.Close()
	x := open(t, server.URL+"/")
	online := x.rendered()
	x.until(`navigator.serviceWorker.controller`)
	server.Close()
	x.visit(server.URL + "/?again")
	if offline := x.rendered(); offline != online {
		t.Errorf("image %s without the server, %s with it", offline, online)
	}
	// A change is rendered too, and the documentation is there.
	if hash := x.follow("#cell=78&default_F=100&N=5&detpixels=64&pixel=1.6&nonoise"); hash == online {
		t.Error("another experiment has the same image")
	}
	x.visit(server.URL + "/docs/tutorial.html")
	x.until(`document.querySelector("h1")`)
	x.picture("offline")
}

// TestSingleFile: the page that is one file works from the disk.
func TestSingleFile(t *testing.T) {
	x := open(t, "")
	want := x.rendered()
	file := open(t, "file://"+filepath.Join(shared.dist, "gobragg.html"))
	if got := file.rendered(); got != want {
		t.Errorf("image %s from the file, %s from the server", got, want)
	}
	for _, r := range file.asked()[1:] {
		if r[:5] != "blob:" && r[:5] != "data:" {
			t.Errorf("the file asked for %s", r)
		}
	}
	file.picture("single")
}
