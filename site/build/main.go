// Command build makes the web site and, with -serve, serves it.
//
//	go run ./site/build -o site/dist -serve 127.0.0.1:8080
package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"

	"gobragg/site"
)

func main() {
	root := flag.String("root", ".", "folder of the module")
	out := flag.String("o", "site/dist", "folder to write")
	serve := flag.String("serve", "", "address to serve the site at")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintf(os.Stderr, "build: unexpected %q\n", flag.Args())
		os.Exit(2)
	}
	err := site.Build(*root, *out)
	if err == nil && *serve != "" {
		fmt.Fprintf(os.Stderr, "http://%s/\n", *serve)
		err = http.ListenAndServe(*serve, site.Handler(*out))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}
