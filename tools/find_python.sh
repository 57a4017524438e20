#!/bin/sh
# Print a Python that Digest runs on: 3.11 or newer. PYTHON=... chooses one by hand.
# A name alone proves nothing (version managers leave names behind that do not run), so each candidate is asked.
set -eu

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

for candidate in ${PYTHON:-python3.13 python3.12 python3.11 python3 python3.14}; do
    if fits "$candidate"; then
        command -v "$candidate"
        exit 0
    fi
done
echo "Digest needs Python 3.11 or newer, and none was found${PYTHON:+ as $PYTHON}." >&2
echo "On Debian 12 or Ubuntu 24.04: apt-get install python3 python3-venv. Another one: make PYTHON=/path/to/python3 ..." >&2
exit 1
