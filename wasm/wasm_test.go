//go:build !js

package main

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gobragg/core/simulate"
)

const script = `
const [goroot, wasm, list, backend] = process.argv.slice(2);
globalThis.require = require; globalThis.fs = require("fs"); globalThis.path = require("path");
require(goroot + "/lib/wasm/wasm_exec.js");
const go = new Go();
globalThis.gobraggReady = () => {
	if (gobragg.backend !== backend) { console.error("the backend is", gobragg.backend); process.exit(1); }
	const args = "-hkl table.hkl -cell 40 50 60 90 100 90 -N 4 -mosaic 0.5 -mosaic_domains 5 -oversample 2 -distance 60 -pixel 1 -detpixels 48 -gauss_xtal".split(" ");
	const r = gobragg.simulate(args, {"table.hkl": fs.readFileSync(list)});
	if (r.error) { console.error(r.error); process.exit(1); }
	if (!gobragg.simulate(["-cel", "5"], {}).error.includes("-cell")) { console.error("a wrong option gives no error"); process.exit(1); }
	fs.writeSync(1, Buffer.from(r.photons.buffer));
	process.exit(0);
};
WebAssembly.instantiate(fs.readFileSync(wasm), go.importObject).then(r => {
	if (backend === "vector") globalThis.gobraggMemory = r.instance.exports.mem;
	go.run(r.instance);
});
`

// TestNodeGivesTheSameBits builds the module, runs it in Node with each of its backends
// and compares its image with this program's.
func TestNodeGivesTheSameBits(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("REQUIRE_ALL") != "" {
			t.Fatal("Node is missing; make test-deps installs it")
		}
		t.Skip("Node is missing; make test-deps installs it")
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	module, list, run := filepath.Join(dir, "gobragg.wasm"), filepath.Join(dir, "table.hkl"), filepath.Join(dir, "run.cjs")
	table := []byte("0 0 0 100\n1 0 0 50\n0 1 0 70\n1 1 -1 35\n-1 2 1 80\n2 0 1 44\n")
	for name, content := range map[string][]byte{list: table, run: []byte(script)} {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.Command("go", "build", "-o", module, ".")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	args := strings.Fields("-hkl table.hkl -cell 40 50 60 90 100 90 -N 4 -mosaic 0.5 -mosaic_domains 5 -oversample 2 -distance 60 -pixel 1 -detpixels 48 -gauss_xtal")
	want, _, err := simulateImage(simulate.Scalar(1), args, map[string][]byte{"table.hkl": table})
	if err != nil {
		t.Fatal(err)
	}
	if s := want.Stats(); !(s.Max > 0) {
		t.Error("the image has no photons: it proves nothing")
	}
	for _, backend := range []string{"scalar", "vector"} {
		var stdout, stderr bytes.Buffer
		c := exec.Command(node, run, strings.TrimSpace(string(goroot)), module, list, backend)
		c.Stdout, c.Stderr = &stdout, &stderr
		if err := c.Run(); err != nil {
			t.Fatalf("%s: %v: %s", backend, err, stderr.String())
		}
		got := stdout.Bytes()
		if len(got) != 4*len(want.Pix) {
			t.Fatalf("%s: %d bytes, want %d", backend, len(got), 4*len(want.Pix))
		}
		for i, v := range want.Pix {
			if b := binary.LittleEndian.Uint32(got[4*i:]); b != math.Float32bits(v) {
				t.Fatalf("%s: pixel %d is %v in Node, %v here", backend, i, math.Float32frombits(b), v)
			}
		}
	}
}
