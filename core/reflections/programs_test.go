//go:build !js

package reflections

const hasPrograms = true
