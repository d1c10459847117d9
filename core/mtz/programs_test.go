//go:build !js

package mtz

const runtimeHasPrograms = true
