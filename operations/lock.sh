#!/bin/sh
# Compiles requirements/*.in into *.txt: every package pinned and hashed, for Python 3.11 and newer.
# No address of a package index is written into the files. Run by `make lock`; needs .venv (any `make` target makes it).
set -eu
cd "$(dirname "$0")/.."
for packages in installer services demonstration runtime test browser; do
    .venv/bin/python -m uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@" \
        "requirements/$packages.in" -o "requirements/$packages.txt"
done
