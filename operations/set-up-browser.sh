#!/bin/sh
# Makes .venv-browser, from which Debian's Chromium is driven. Needs .venv (any `make` target makes it). A second run finds it done.
set -eu
cd "$(dirname "$0")/.."
command -v chromium >/dev/null 2>&1 || sh operations/install-debian-packages.sh chromium fonts-dejavu-core
made=.venv-browser/made-from
cmp -s requirements/browser.txt "$made" && exit 0
.venv/bin/python -m uv venv --quiet --allow-existing .venv-browser
.venv/bin/python -m uv pip install --quiet --python .venv-browser/bin/python --require-hashes -r requirements/browser.txt
cp requirements/browser.txt "$made"
