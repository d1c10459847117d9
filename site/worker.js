// Runs the program in a web worker, behind wasm_exec.js in the same file. The page sends
// the compiled module first and bytes after it; what arrives before the program listens
// waits in gobraggInbox. A text that the page sends before is its address, for a worker
// that prepares the first image. A text sent back is the worker's last word.
"use strict";

self.gobraggInbox = [];
self.onmessage = async (event) => {
	if (typeof event.data === "string") {
		self.gobraggAddress = event.data;
		return;
	}
	if (!(event.data instanceof WebAssembly.Module)) {
		self.gobraggInbox.push(event.data);
		return;
	}
	try {
		const go = new Go();
		const instance = await WebAssembly.instantiate(event.data, go.importObject);
		self.gobraggMemory = instance.exports.mem; // for its vectors
		await go.run(instance);
		self.postMessage("its program ended");
	} catch (error) {
		self.postMessage(String(error));
	}
};
