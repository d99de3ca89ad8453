#!/usr/bin/env bash
# Make .venv with everything pinned: set_up.sh run (to use Selon) or set_up.sh dev (to work on it).
# Each distribution is checked against the hashes of the lock files; nothing is resolved or built from afar.
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-run}
venv=.venv

say() { printf '%s\n' "set-up: $*"; }
fail() { printf '%s\n' "set-up: $*" >&2; exit 1; }

find_python() {
    local name
    for name in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
        if command -v "$name" >/dev/null &&
            "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    fail "no Python 3.11, 3.12 or 3.13 found. Install one (on Debian 12: apt-get install python3 python3-venv)."
}

make_venv() {
    local python=$1
    if "$python" -c 'import ensurepip' 2>/dev/null; then
        "$python" -m venv "$venv"
    elif "$python" -m pip --version >/dev/null 2>&1; then
        say "this Python has no ensurepip: using virtualenv from the lock file"
        local folder
        folder=$(mktemp -d)
        "$python" -m pip install --quiet --require-hashes --target "$folder" -r requirements-setup.lock
        PYTHONPATH="$folder" "$python" -m virtualenv --quiet "$venv"
        rm -rf "$folder"
    else
        fail "this Python can make no virtual environment. On Debian: apt-get install python3-venv"
    fi
}

install_browser() {
    if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
        say "installing Debian's Chromium, for the tests of the reading room"
        if apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
            apt-get -qq install -y --no-install-recommends chromium >/dev/null; then
            return
        fi
    fi
    say "no Chromium: the tests of the reading room in a browser are skipped. On Debian: apt-get install chromium"
}

if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
    python=$(find_python)
    say "making $venv with $("$python" --version)"
    rm -rf "$venv"
    make_venv "$python"
fi
export VIRTUAL_ENV="$PWD/$venv" UV_NO_CONFIG=1
say "installing the pinned installers"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-setup.lock
locks=(-r requirements.lock)
[[ $what == dev ]] && locks+=(-r requirements-dev.lock)
say "installing what Selon needs (about 120 MB), hashes checked"
"$venv/bin/uv" pip install --quiet --require-hashes "${locks[@]}"
if [[ $what == dev ]] && ! command -v chromium >/dev/null; then
    install_browser
fi
say "installing Selon itself"
"$venv/bin/uv" pip install --quiet --no-deps --no-build-isolation --offline -e .
touch "$venv/.ready-$what"
[[ $what == dev ]] && touch "$venv/.ready-run"
say "ready"
