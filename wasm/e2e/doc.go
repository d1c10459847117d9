// Package e2e tests the site in a real browser, Debian's Chromium without a window. It
// has no code but tests: main_test.go builds the site and starts the browser once,
// tab_test.go has what a test needs.
package e2e
