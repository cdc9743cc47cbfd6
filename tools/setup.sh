#!/usr/bin/env bash
# Makes the virtual environment from constraints.txt (every package pinned by hash) and installs this project in it.
# usage: setup.sh PYTHON VENV
set -euo pipefail
python=$1 venv=$2

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
  echo "Shoujian needs Python 3.11 or newer; '$python' is $("$python" -V). Say: make PYTHON=python3.11" >&2
  exit 6
}
if ! "$python" -m venv --help >/dev/null 2>&1 || ! "$python" -c 'import ensurepip' 2>/dev/null; then
  echo "Python's venv module is missing; installing the Debian package" >&2
  bash "$(dirname "$0")/apt.sh" python3-venv
fi
echo "setting up $venv (once; a minute or two)" >&2
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
# --no-deps: constraints.txt is the whole resolved list; see docs/decisions/0002-headless-opencv.md.
"$venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps -r constraints.txt
"$venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
