# gobragg: `make demo` shows what it does, `make test` that it does it right.
# Needs Go and make. `make test-deps` installs, with apt, what some tests want besides.

GO       ?= go
CORE     := ./core/...
PROGRAM  := bin/gobragg
FUZZTIME ?= 30s
GENERATED := $(addprefix native/simd/,sum_amd64.s fma_amd64.s operations_amd64.go)
# Releases of the tools that `make lint` runs.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
WASM_EXEC   := $(shell $(GO) env GOROOT)/lib/wasm/go_js_wasm_exec

.PHONY: all build cuda wasm site serve demo test test-native test-race test-cull test-wasm test-cuda test-deps lint lint-cuda fuzz bench bench-cuda bench-web speed generate docs clean

all: build

build:
	CGO_ENABLED=0 $(GO) build -trimpath -o $(PROGRAM) ./native/gobragg

# bin/gobragg-cuda, the same program with NVIDIA's GPUs: bin/gobragg starts it. It
# needs gcc, and the cuda.h and libcuda.so that native/cuda/headers.sh looks for.
cuda: build
	@set -- $$(native/cuda/headers.sh find) && [ $$# = 2 ] && \
		CGO_ENABLED=1 CGO_CFLAGS="-O2 -I$$1" CGO_LDFLAGS="-O2 -L$$2" $(GO) build -trimpath -tags cuda -o bin/gobragg-cuda ./native/gobragg

# The core for browsers and Node: see the package comment of wasm.
wasm:
	CGO_ENABLED=0 GOOS=js GOARCH=wasm $(GO) build -trimpath -ldflags '-s -w' -o bin/gobragg.wasm ./wasm

# The web site: site/dist for a static host, and site/dist/gobragg.html, one file that
# needs none. `make serve` serves it.
site:
	$(GO) run ./site/build

serve:
	$(GO) run ./site/build -serve 127.0.0.1:8080

# A rotation image of a protein crystal: 2° of PDB entry 1A8O, from its atoms to
# frames with mosaicity, background and photon noise.
demo: build
	@mkdir -p out
	$(PROGRAM) -model testdata/sf/1a8o.pdb -misset 10 20 40 \
		-N 12 -mosaic 0.5 -mosaic_domains 25 -osc 2 -phisteps 30 -oversample 1 \
		-lambda 0.98 -polar 0.95 -fluence 1e27 -water 0.3 \
		-distance 175 -detpixels 800 -pixel 0.2 -rings -beam_cross \
		-o out/1a8o.png -o out/1a8o.cbf -o out/1a8o.bin -noisefile out/1a8o.img
	@echo "look at out/1a8o.png; out/1a8o.cbf and .img are frames with photon noise, out/1a8o.bin the expected photons"

test: test-native test-wasm test-cuda

test-native:
	CGO_ENABLED=0 $(GO) test ./...
	CGO_ENABLED=0 $(GO) test -tags noasm ./native/simd

# The core again, as WebAssembly in Node: the same tests, the same bits. And the sums on
# its vectors.
test-wasm:
	@if command -v node >/dev/null; then \
		GOOS=js GOARCH=wasm $(GO) test -exec "$(WASM_EXEC)" $(CORE) && \
		NODE_OPTIONS='--require "$(CURDIR)/wasm/vector/testdata/memory.cjs"' GOOS=js GOARCH=wasm $(GO) test -exec "$(WASM_EXEC)" ./wasm/vector; \
	elif [ -n "$$REQUIRE_ALL" ]; then \
		echo "test-wasm: Node is missing; make test-deps installs it" >&2; exit 1; \
	else \
		echo "test-wasm: SKIPPED, Node is missing; make test-deps installs it"; \
	fi

# Threads under the race detector; it needs a C compiler.
test-race:
	CGO_ENABLED=1 $(GO) test -race ./core/simulate/... ./native/... ./wasm/pool

# The bound of -cull against ten thousand random experiments; `make test` has fewer.
test-cull:
	CGO_ENABLED=0 $(GO) test -run TestBoundHolds -v ./core/cull -experiments 10000

test-deps:
	@for package in chromium fonts-dejavu-core nodejs gcc g++ clang-14 lld-14 libc6-dev gemmi python3-gemmi python3-fabio python3-numpy python3-pil; do \
		dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then apt-get update -qq && apt-get install -y -qq $$missing; fi
	@native/cuda/headers.sh fetch

lint:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "gofmt wants to change: $$unformatted" >&2; exit 1; }
	$(GO) vet ./...
	GOOS=js GOARCH=wasm $(GO) vet $(CORE) ./wasm/...
	$(GO) run $(STATICCHECK) ./...
	cd native/simd/_gen && $(GO) vet ./...
	@before=$$(cat $(GENERATED) | cksum); $(GO) generate ./native/simd; \
		[ "$$before" = "$$(cat $(GENERATED) | cksum)" ] || { echo "$(GENERATED) are not what their generators write: make generate" >&2; exit 1; }
	@$(MAKE) --no-print-directory lint-cuda
	@for os in linux darwin windows; do for arch in amd64 arm64; do \
		echo "build $$os/$$arch"; \
		CGO_ENABLED=0 GOOS=$$os GOARCH=$$arch $(GO) build -o /dev/null ./native/gobragg || exit 1; \
	done; done

# The code that needs NVIDIA's header and library, where they are to be had.
NO_HEADERS := SKIPPED, no cuda.h of CUDA 11 or 12: make test-deps looks for it in Debian's non-free archive
lint-cuda:
	@if set -- $$(native/cuda/headers.sh find 2>/dev/null) && [ $$# = 2 ]; then \
		export CGO_ENABLED=1 CGO_CFLAGS="-O2 -I$$1" CGO_LDFLAGS="-O2 -L$$2"; \
		echo "vet -tags cuda"; \
		$(GO) vet -tags cuda ./native/... && $(GO) run $(STATICCHECK) -tags cuda ./native/cuda ./native/gobragg; \
	else \
		echo "lint-cuda: $(NO_HEADERS)"; \
	fi

# The program with CUDA, with a driver that runs its kernels on the processor.
test-cuda:
	@if set -- $$(native/cuda/headers.sh find 2>/dev/null) && [ $$# = 2 ]; then \
		$(MAKE) --no-print-directory cuda && mkdir -p bin/emulated && \
		$(GO) run ./native/cuda/emulate/driver bin/emulated native/cuda && native/cuda/smoke.sh "$$2" "$(CURDIR)/bin/emulated" bin/gobragg-cuda; \
	else \
		echo "test-cuda: $(NO_HEADERS)"; \
	fi

# Every fuzz target for FUZZTIME.
fuzz:
	@$(GO) list ./... | while read package; do \
		$(GO) test -list '^Fuzz' $$package | grep '^Fuzz' | while read target; do \
			echo "fuzz $$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
		done || exit 1; \
	done

# How fast gobragg is on this machine, and the parts of core. PEER=path/to/nanoBragg
# is run in turns with it, PEER_NOTE="gcc -O3" says how that was built.
PEERED = $(if $(PEER),-peer "$(PEER)" -peer_note "$(PEER_NOTE)")
bench: build
	$(PROGRAM) bench $(PEERED)
	$(GO) test -run '^$$' -bench . -benchtime 200ms $(CORE)

# Measures, and rewrites site/docs/speed.md: some 6 minutes of computing, on a machine
# that does nothing else.
speed: build
	$(PROGRAM) bench $(PEERED) -json site/docs/speed.json
	$(GO) test ./native/bench -update

# What the web site promises, measured in Chromium.
bench-web:
	$(GO) test -run '^$$' -bench . -benchtime 1x ./wasm/e2e

# On a machine with NVIDIA's GPUs: checks them, measures them as bench -gpu does, and
# rewrites site/docs/cuda.md. PEER, PEER_NOTE as for bench.
bench-cuda: cuda
	$(PROGRAM) selftest -backend cuda
	$(PROGRAM) parity testdata/reference -backend cuda -precision double
	$(PROGRAM) bench -gpu $(PEERED) -json site/docs/speed-cuda.json
	$(GO) test ./native/bench -update

# Rewrites the generated assembly, and what clang-14 makes if it is there.
generate:
	$(GO) generate ./native/simd ./native/cuda ./wasm/vector ./site/dense

# Rewrites the pages of site/docs that come from code.
docs:
	$(GO) test ./core/config ./core/conformance ./native/bench -update

clean:
	rm -rf bin out
