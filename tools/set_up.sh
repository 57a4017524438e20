#!/bin/sh
# Make .venv hold exactly what a lock says: `tools/set_up.sh run` or `tools/set_up.sh dev` (which contains run).
# A stamp keeps the lock's checksum, so doing it again costs nothing.
set -eu
cd "$(dirname "$0")/.."

what=$1
lock=requirements/$what.lock
venv=.venv
sum() { cksum <"requirements/$1.lock"; }
stamped() { [ -f "$venv/$1.stamp" ] && [ "$(cat "$venv/$1.stamp")" = "$(sum "$1")" ]; }

install_venv_module() {
    version=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "$1 cannot make virtual environments. As root: apt-get install python$version-venv" >&2
        exit 1
    fi
    echo "Installing python$version-venv, which $1 needs to make a virtual environment."
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "python$version-venv"
}

if ! "$venv/bin/python" -c 'import pip' >/dev/null 2>&1; then
    python=$(tools/find_python.sh)
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || install_venv_module "$python"
    echo "Making $venv with $python ($("$python" --version 2>&1))."
    "$python" -m venv --clear "$venv"
fi

if stamped "$what" || { [ "$what" = run ] && stamped dev; }; then
    exit 0
fi
echo "Installing what $lock names into $venv ..."
rm -f "$venv"/*.stamp
# The lock names everything, so nothing is resolved; `pip check` then says whether anything was forgotten.
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock"
"$venv/bin/python" -m pip check >/dev/null || "$venv/bin/python" -m pip check
sum "$what" >"$venv/$what.stamp"
