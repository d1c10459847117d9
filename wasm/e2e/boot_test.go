//go:build !js

package e2e

import "testing"

// TestFirstImage: the page shows the protein crystal without a click.
func TestFirstImage(t *testing.T) {
	x := open(t, "")
	x.until(`document.querySelector("canvas")`)
	x.until(`!document.getElementById("boot")?.textContent`)
}
