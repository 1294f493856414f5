#!/bin/sh
# Make the hashed requirement files anew from the .in files. No index or download address is written.
# Usage: tools/lock.sh [extra pip-compile options, for example --upgrade]
set -eu
cd "$(dirname "$0")/../requirements"
compile() {
    CUSTOM_COMPILE_COMMAND="tools/lock.sh" ../.venv/bin/pip-compile --quiet --generate-hashes --allow-unsafe \
        --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
        --resolver=backtracking "$@"
}
compile "$@" --output-file=base.txt base.in
compile "$@" --output-file=dev.txt dev.in
compile "$@" --output-file=bench.txt bench.in
