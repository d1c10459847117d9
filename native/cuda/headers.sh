#!/bin/sh
# Where cuda.h and a libcuda to link against are. NVIDIA's driver brings neither.
#
#	headers.sh find   prints the folders of both, or what to do
#	headers.sh fetch  gets them from Debian's non-free archive into a cache, if need be
#
# gorgonia.org/cu compiles against the headers of CUDA 11 and 12, not 13's.
set -eu

cache=${XDG_CACHE_HOME:-$HOME/.cache}/gobragg/cuda

# usable INCLUDE LIB: both are there, and of a version that compiles.
usable() {
	[ -f "$1/cuda.h" ] && [ -f "$2/libcuda.so" ] || return 1
	version=$(sed -n 's/^#define CUDA_VERSION \([0-9]*\)$/\1/p' "$1/cuda.h")
	[ "$version" -ge 11000 ] && [ "$version" -lt 13000 ]
}

find() {
	for pair in \
		"${CUDA_HOME:-/nonexistent}/include ${CUDA_HOME:-/nonexistent}/lib64/stubs" \
		"/usr/local/cuda/include /usr/local/cuda/lib64/stubs" \
		"/usr/include /usr/lib/$(uname -m)-linux-gnu/stubs" \
		"/usr/include /usr/lib/$(uname -m)-linux-gnu" \
		"$cache/usr/include $cache/usr/lib/$(uname -m)-linux-gnu/stubs"; do
		# shellcheck disable=SC2086
		if usable $pair; then
			echo "$pair"
			return 0
		fi
	done
	cat >&2 <<-END
		cuda: no cuda.h of CUDA 11 or 12 with libcuda.so. Any of these will do:
		  CUDA_HOME=/path/to/cuda-12.x make cuda      a toolkit from NVIDIA
		  apt-get install nvidia-cuda-dev             Debian, section non-free
		  make test-deps                              the two files from that package, in a cache
	END
	return 1
}

# fetch asks apt with lists of its own, so that the machine's stay as they are.
fetch() {
	find >/dev/null 2>&1 && return 0
	command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || { echo "cuda: SKIPPED, no Debian: there are no headers to fetch"; return 0; }
	mkdir -p "$cache"
	work=$(mktemp -d "$cache/fetch.XXXXXX")
	trap 'rm -rf "$work"' EXIT
	mkdir -p "$work/lists/partial" "$work/archives/partial"
	release=$(. /etc/os-release && echo "${VERSION_CODENAME:-stable}")
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $release contrib non-free" >"$work/sources.list"
	options="-q -o Dir::Etc::sourcelist=$work/sources.list -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=$work/lists -o Dir::Cache=$work -o APT::Sandbox::User=root -o Acquire::http::Timeout=20 -o Acquire::Retries=1"
	# shellcheck disable=SC2086
	if ! apt-get $options update >"$work/log" 2>&1 || ! (cd "$work" && apt-get $options download nvidia-cuda-dev >>"$work/log" 2>&1); then
		tail -n 3 "$work/log"
		echo "cuda: SKIPPED, Debian's non-free archive is not to be had: the CUDA build stays untested"
		return 0
	fi
	dpkg-deb --fsys-tarfile "$work"/nvidia-cuda-dev_*.deb |
		tar -x -C "$cache" --wildcards ./usr/include/cuda.h './usr/lib/*/stubs/libcuda.so'
	find
}

"${1:-find}"
