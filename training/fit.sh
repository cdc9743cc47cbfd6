#!/usr/bin/env bash
# Draws scenes and fits the network: fit.sh PYTHON [PHOTOS [PAPERS]], from the root; see README.md.
set -euo pipefail
python=$1 photos=${2:-} papers=${3:-}
room=.cache/training
[ -x "$room/bin/python" ] || "$python" -m venv "$room"
"$room/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps -r training/constraints.txt
pool=$PWD/$room/pool
out=$PWD/processors/geometry/outline/papers.onnx
cd training
for seed in 1 2 3 4 5 6 7 8; do
  [ -e "$pool/pixels-$seed.npy" ] || "../$room/bin/python" -m outlines.pool "$pool" --seed "$seed" \
    ${photos:+--photos "$photos"} ${papers:+--papers "$papers"}
done
"../$room/bin/python" -m outlines.fit "$pool" "$pool/papers.onnx" --minutes 90 --threads "$(nproc)"
cp "$pool/papers.onnx" "$out"
