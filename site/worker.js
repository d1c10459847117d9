// Runs the program in a web worker, behind wasm_exec.js in the same file. The page sends
// the compiled module first and bytes after it; what arrives before the program listens
// waits in gobraggInbox. The first worker is sent where the program is instead: it
// compiles it, for the page has better to do, and sends the module back, and before it how
// much of the program has come. A text sent back is the worker's last word.
"use strict";

self.gobraggInbox = [];

// unpack returns the bytes of a text of seven bits a character; what lies above them only
// keeps it safe in a page.
const unpack = (text) => {
	const bytes = new Uint8Array(Math.floor((text.length * 7) / 8));
	let bits = 0, have = 0, n = 0;
	for (let i = 0; i < text.length; i++) {
		bits = (bits << 7) | (text.charCodeAt(i) & 127);
		have += 7;
		if (have >= 8) {
			have -= 8;
			bytes[n++] = bits >> have;
		}
	}
	return bytes;
};

// open returns the compressed program, whose address or text the page has sent.
const open = async ({ url, text }) => {
	if (text) return new Blob([unpack(text)]).stream();
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
	const total = Number(response.headers.get("Content-Length"));
	let have = 0;
	return response.body.pipeThrough(new TransformStream({
		transform(chunk, out) {
			have += chunk.length;
			if (total) self.postMessage(have / total);
			out.enqueue(chunk);
		},
	}));
};

const compile = async (program) => {
	const stream = (await open(program)).pipeThrough(new DecompressionStream("gzip"));
	return WebAssembly.compileStreaming(new Response(stream, { headers: { "Content-Type": "application/wasm" } }));
};

const run = async (module) => {
	const go = new Go();
	const instance = await WebAssembly.instantiate(module, go.importObject);
	self.gobraggMemory = instance.exports.mem; // for its vectors
	await go.run(instance);
	throw "its program ended";
};

self.onmessage = async ({ data }) => {
	try {
		if (data instanceof Uint8Array) {
			self.gobraggInbox.push(data);
		} else if (data instanceof WebAssembly.Module) {
			await run(data);
		} else {
			self.gobraggAddress = data.address; // of the image to prepare
			const module = await compile(data);
			self.postMessage(module);
			await run(module);
		}
	} catch (error) {
		self.postMessage(String(error));
	}
};
