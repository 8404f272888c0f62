#!/bin/sh
# Brings a bare Debian or Ubuntu to where Python can take over, then lets Python do the rest of set-up.
# Usage: operations/set-up.sh runtime|test     Safe to run again, and after an interruption at any point.
set -eu
cd "$(dirname "$0")/.."
packages=${1:-runtime}

usable='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'
complete='import ensurepip, venv'  # Debian keeps these two in a package of their own

# Everywhere on the path, not only the first of each name: a version manager's shim may be there and not work.
candidates() {
    [ -z "${PYTHON:-}" ] || echo "$PYTHON"
    [ ! -f .venv/set-up-finished ] || echo .venv/bin/python
    for name in python3 python3.13 python3.12 python3.11; do
        echo "$PATH" | tr ':' '\n' | sed "s#\$#/$name#"
    done
}

# Prints the first candidate that can run the given line of Python after the check of its version.
find_python() {
    for candidate in $(candidates); do
        if "$candidate" -c "$usable" >/dev/null 2>&1 && "$candidate" -c "$1" >/dev/null 2>&1; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

install() {
    sh operations/install-debian-packages.sh "$@"
}

if ! python=$(find_python "$complete"); then
    if python=$(find_python pass); then
        install "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    else
        install python3 python3-venv
    fi
    if ! python=$(find_python "$complete"); then
        echo "STOPPED (python-missing): No Python 3.11, 3.12 or 3.13 with its venv module was found." >&2
        echo "Remedy: install one (on Debian 12 or newer, or Ubuntu 24.04: apt-get install python3 python3-venv)," \
            "or name one: make PYTHON=/path/to/python3.12 ..." >&2
        exit 1
    fi
fi
exec "$python" -m operations.set_up "$packages"
