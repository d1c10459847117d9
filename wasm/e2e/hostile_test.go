//go:build !js

package e2e

import (
	"fmt"
	"testing"
)

// TestDyingWorkers: a worker that dies is replaced and its tile rendered by another; when
// they all die the page says so, and goes on with the next image that they live through.
func TestDyingWorkers(t *testing.T) {
	x := open(t, "")
	want := x.rendered()
	// kill makes the next so many messages to workers their death.
	kill := func(messages int) {
		eval[bool](x, fmt.Sprintf(`(() => {
			const send = window.send ??= Worker.prototype.postMessage;
			let left = %d;
			Worker.prototype.postMessage = function (...message) {
				if (left-- <= 0) return send.apply(this, message);
				setTimeout(() => this.dispatchEvent(new MessageEvent("message", {data: "out of memory"})));
			};
			return true
		})()`, messages))
	}
	x.fill("f-misset-0", "99")
	x.rendered()
	kill(1)
	x.press("#reset")
	if got := x.rendered(); got != want {
		t.Errorf("image %s after a death, %s before", got, want)
	}

	kill(1 << 30)
	x.fill("f-misset-0", "98")
	x.until(`document.getElementById("message-text").textContent.includes("memory") && !document.getElementById("message").hidden`)
	kill(0)
	x.press("#reset")
	if got := x.rendered(); got != want {
		t.Errorf("image %s after all workers died, %s before", got, want)
	}
}

// TestDyingProgram: when the page's own program ends, the page says so and offers to start
// again.
func TestDyingProgram(t *testing.T) {
	x := open(t, "")
	x.mayFail = true
	x.rendered()
	// A file of 8 GB is more than the memory of any program here.
	eval[bool](x, `(() => { try { gobragg.simulate([], {file: {length: 2 ** 33}}) } catch {} return true })()`)
	x.until(`document.querySelector("#crash button")`)
	eval[bool](x, `(document.querySelector("#crash button").click(), true)`)
	x.until(`!document.querySelector("#crash") && document.documentElement?.dataset.rendered`)
}
