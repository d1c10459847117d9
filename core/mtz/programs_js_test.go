package mtz

const runtimeHasPrograms = false // no exec in WebAssembly
