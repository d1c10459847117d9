// Loads the program and starts it. The program finds here, in gobraggBoot, how to start a
// worker: where its script is, only this one knows.
"use strict";

(() => {
	// Where the files are: a path, or null for one that the page itself holds. The build
	// tool writes the table.
	const paths = JSON.parse(document.getElementById("gobragg-files").textContent);
	const status = document.getElementById("boot");

	// read returns a file of the site as a stream, decompressed.
	const read = async (name, progress) => {
		let body, total;
		if (paths[name] === null) {
			const text = document.getElementById("file:" + name).textContent;
			const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
			body = new Blob([bytes]).stream();
		} else {
			const response = await fetch(paths[name]);
			if (!response.ok) throw new Error(`${paths[name]}: ${response.status} ${response.statusText}`);
			total = Number(response.headers.get("Content-Length"));
			body = response.body;
		}
		if (total && progress) {
			let have = 0;
			body = body.pipeThrough(new TransformStream({
				transform(chunk, out) { have += chunk.length; progress(have / total); out.enqueue(chunk); },
			}));
		}
		return body.pipeThrough(new DecompressionStream("gzip"));
	};

	// A worker's script must be a file of the same origin or a Blob.
	let workerURL = paths["worker.js"];
	if (workerURL === null) {
		const text = document.getElementById("file:worker.js").textContent;
		workerURL = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
	}

	// The first worker loads its script while the program is on its way, and starts beside
	// the page's own program: so the first part of the image comes sooner.
	let module;
	const early = [new Worker(workerURL, { name: "gobragg" })];
	early[0].postMessage(location.href);
	globalThis.gobraggBoot = {
		worker() {
			if (early.length) return early.pop();
			const w = new Worker(workerURL, { name: "gobragg" });
			w.postMessage(module);
			return w;
		},
	};

	const start = async () => {
		const stream = await read("gobragg.wasm", (part) => { status.textContent = `Loading ${Math.round(100 * part)} %`; });
		module = await WebAssembly.compileStreaming(new Response(stream, { headers: { "Content-Type": "application/wasm" } }));
		early[0].postMessage(module);
		const go = new Go();
		const instance = await WebAssembly.instantiate(module, go.importObject);
		await go.run(instance);
		throw new Error("the program ended");
	};

	// A program that ended, of too large an image for example, leaves a page that says so.
	const failed = (error) => {
		console.warn("gobragg:", error);
		const box = document.createElement("div");
		box.id = "crash";
		box.setAttribute("role", "alert");
		const text = document.createElement("p");
		text.textContent = `The program stopped: ${error.message || error}. It may have needed more memory than the browser gives.`;
		const again = document.createElement("button");
		again.textContent = "Start again";
		again.addEventListener("click", () => location.reload());
		box.append(text, again);
		document.body.prepend(box);
	};
	start().catch(failed);

	if ("serviceWorker" in navigator && paths["sw.js"] && location.protocol.startsWith("http")) {
		addEventListener("load", () => setTimeout(() => {
			navigator.serviceWorker.register(paths["sw.js"]).catch((error) => console.warn("gobragg: no offline copy:", error));
		}, 1000));
	}
})();
