#!/bin/sh
# The program with CUDA beside a libcuda that is only there to link against: it starts,
# says what NVIDIA's driver said, and -backend auto renders all the same.
#
#	stub.sh FOLDER-OF-libcuda.so PROGRAM
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$1/libcuda.so" "$work/libcuda.so.1"
export LD_LIBRARY_PATH="$work"
crystal="-cell 50 60 70 90 90 90 -N 5 -default_F 10 -detpixels 32 -oversample 1 -quiet"

"$2" version >"$work/out"
if "$2" $crystal -backend cuda -o "$work/a.npy" 2>"$work/error"; then
	echo "stub.sh: -backend cuda worked without a driver" >&2
	exit 1
fi
grep -q "driver does not start: CUDA error 34" "$work/error" || { cat "$work/error" >&2; exit 1; }
"$2" $crystal -o "$work/b.npy"
