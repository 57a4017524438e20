#!/bin/sh
# Write requirements/run.lock and dev.lock: every version with its hashes, for every platform, and no index named.
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --no-header pyproject.toml "$@"
}
compile -o requirements/run.lock
compile --group test -o requirements/dev.lock
