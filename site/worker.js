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

// read returns the program's file, whose address or text the page has sent.
const read = async ({ url, text }) => {
	if (text) return unpack(text);
	const response = await fetch(url);
	if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
	const total = Number(response.headers.get("Content-Length"));
	const chunks = [];
	let have = 0;
	for (const reader = response.body.getReader(); ;) {
		const { done, value } = await reader.read();
		if (done) break;
		chunks.push(value);
		have += value.length;
		if (total) self.postMessage(have / total);
	}
	return new Uint8Array(await new Blob(chunks).arrayBuffer());
};

// compile compiles the program, which the module at the begin of its file opens: the
// package dense of the site says how.
const compile = async (program) => {
	const file = await read(program);
	const size = (buffer, at) => new DataView(buffer).getUint32(at, true);
	const packed = 4 + size(file.buffer, 0);
	const { instance } = await WebAssembly.instantiate(file.subarray(4, packed));
	const { memory, room, open } = instance.exports;
	const at = room(file.length - packed);
	new Uint8Array(memory.buffer, at).set(file.subarray(packed));
	const module = open(at);
	return WebAssembly.compile(new Uint8Array(memory.buffer, module, size(memory.buffer, at)));
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
