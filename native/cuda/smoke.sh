#!/bin/sh
# The program with CUDA on a machine without a GPU, with two drivers that are none.
#
#	smoke.sh FOLDER-OF-STUB FOLDER-OF-EMULATED PROGRAM
#
# The first is the libcuda.so to link against: with it the program starts, says what
# the driver said, and -backend auto renders all the same. The second runs the kernels
# on the processor: with it the program checks itself, as on a GPU.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
crystal="-cell 50 60 70 90 90 90 -N 5 -default_F 10 -detpixels 32 -oversample 1 -quiet"

cp "$1/libcuda.so" "$work/libcuda.so.1"
export LD_LIBRARY_PATH="$work"
"$3" version >"$work/out"
if "$3" $crystal -backend cuda -o "$work/a.npy" 2>"$work/error"; then
	echo "smoke.sh: -backend cuda worked without a driver" >&2
	exit 1
fi
grep -q "driver does not start: CUDA error 34" "$work/error" || { cat "$work/error" >&2; exit 1; }
"$3" $crystal -o "$work/b.npy"

export LD_LIBRARY_PATH="$2"
for ratio in 2 64; do
	for precision in auto double; do
		EMULATED_RATIO=$ratio "$3" selftest -backend cuda -precision $precision >"$work/out" || { cat "$work/out"; exit 1; }
		echo "float32 : float64 = $ratio, -precision $precision: $(tail -n 1 "$work/out")"
	done
done
"$3" $crystal -backend cuda -device 0 -o "$work/c.npy"
"$3" compare "$work/b.npy" "$work/c.npy" -max_difference 1e-5 >"$work/out" || { cat "$work/out"; exit 1; }
if "$3" $crystal -backend cuda -device 1 -o "$work/d.npy" 2>"$work/error"; then
	echo "smoke.sh: -device 1 of one device" >&2
	exit 1
fi
grep -q "no CUDA device 1" "$work/error" || { cat "$work/error" >&2; exit 1; }
"$3" bench -gpu -quick -json "$work/bench.json" >"$work/out" 2>&1 || { cat "$work/out"; exit 1; }
grep -q '"Name":"emulated"' "$work/bench.json" || { cat "$work/bench.json"; exit 1; }

cat >"$work/stills.json" <<END
{"gobragg_batch": 1, "frames": 5, "vary": {"misset": "random", "lambda": {"normal": [1, 0.01]}}, "write": ["npy"],
 "settings": ["-cell", "50", "60", "70", "-N", "5", "-default_F", "10", "-detpixels", "32", "-oversample", "1"]}
END
for backend in cuda scalar; do
	"$3" batch "$work/stills.json" -o "$work/$backend" -backend $backend -quiet
done
for frame in 1 2 3 4 5; do
	"$3" compare "$work/scalar/frame_0000$frame.npy" "$work/cuda/frame_0000$frame.npy" -max_difference 1e-5 >"$work/out" || { cat "$work/out"; exit 1; }
done
echo "batch: 5 frames as those of the processor"
