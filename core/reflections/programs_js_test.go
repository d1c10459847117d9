package reflections

const hasPrograms = false // no exec in WebAssembly
