// Loads the program and starts it: before the page, where files of their own hold it. The
// program finds here, in gobraggBoot, how to start a worker: where its script is, only
// this one knows.
"use strict";

(() => {
	// Where the files are: a path, or null for one that the page itself holds. The build
	// tool writes the table.
	const paths = JSON.parse(document.getElementById("gobragg-files").textContent);
	// held returns the text of a file that the page itself holds.
	const held = (name) => document.getElementById("file:" + name).textContent;

	// parsed comes when the whole page is there.
	const parsed = new Promise((done) => {
		if (document.readyState === "loading") addEventListener("DOMContentLoaded", done);
		else done();
	});

	// breathe lets the browser answer between two pieces of work.
	const breathe = () => new Promise((done) => setTimeout(done));

	// A worker's script must be a file of the same origin or a Blob.
	const workerURL = paths["worker.js"] || URL.createObjectURL(new Blob([held("worker.js")], { type: "text/javascript" }));

	// The first worker compiles the program and starts with it beside the page's own: so
	// the first part of the image comes sooner. The others follow once it has answered, or
	// after a while: until then they would only be in its way.
	const first = new Worker(workerURL, { name: "gobragg" });
	const early = [first];
	let module, answered;
	globalThis.gobraggBoot = {
		worker() {
			if (early.length) return early.pop();
			const w = new Worker(workerURL, { name: "gobragg" });
			answered.then(() => w.postMessage(module));
			return w;
		},
	};

	// compiled returns the program.
	const compiled = () => new Promise((done, failed) => {
		first.onerror = (event) => failed(new Error(event.message || "a worker cannot be started"));
		first.onmessage = ({ data }) => {
			if (typeof data === "number") {
				const status = document.getElementById("boot");
				if (status) status.textContent = `Loading ${Math.round(100 * data)} %`;
			} else if (typeof data === "string") {
				failed(new Error(data));
			} else {
				first.onmessage = first.onerror = null;
				answered = new Promise((go) => {
					first.addEventListener("message", go, { once: true });
					setTimeout(go, 1000);
				});
				done(data);
			}
		};
		const path = paths["gobragg.bin"];
		first.postMessage({ address: location.href, url: path && new URL(path, location).href, text: path ? "" : held("gobragg.bin") });
	});

	const start = async () => {
		module = await compiled();
		await parsed;
		await breathe();
		const go = new Go();
		const instance = await WebAssembly.instantiate(module, go.importObject);
		await breathe();
		await go.run(instance);
		throw new Error("the program ended");
	};

	// A program that ended, of too large an image for example, leaves a page that says so.
	const failed = async (error) => {
		await parsed;
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
