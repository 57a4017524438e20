#!/usr/bin/env bash
# Make a virtual environment with a Python that Digest runs on.
set -euo pipefail
target=${1:?the folder of the environment}

fits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

for name in python3 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && fits "$name"; then python=$name; break; fi
done
if [ -z "${python:-}" ]; then
    echo "Digest needs Python 3.11, 3.12 or 3.13, and none was found; on Debian 12: apt-get install python3-venv" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3-venv, which $python needs to make an environment"
        DEBIAN_FRONTEND=noninteractive apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "python3-venv" >/dev/null
    else
        echo "$python cannot make an environment; install it: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi
"$python" -m venv "$target"
