// Loaded by Node before the script that runs Go's tests: gives a program its own memory,
// as package vector wants it.
"use strict";

const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...module) => {
	const result = await instantiate(...module);
	globalThis.gobraggMemory = result.instance.exports.mem;
	return result;
};
