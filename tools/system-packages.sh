#!/usr/bin/env bash
# What the tests use beyond Python: a second reader, a second PDF renderer, a browser to look at reports, a server.
# The tests which need one of them say so and are skipped where it may not be installed. The benches take rivals from
# here: unpaper, and leptonica, which comes with tesseract. With `bench`, the type faces that bench/papers draws with
# come too; faces that are not there are drawn with a bundled one.
# usage: system-packages.sh [bench]
packages=(tesseract-ocr tesseract-ocr-chi-sim poppler-utils chromium postgresql unpaper)
if [ "${1:-}" = bench ]; then
  packages+=(fonts-arphic-gkai00mp fonts-arphic-gbsn00lp fonts-lxgw-wenkai fonts-noto-cjk
    fonts-wqy-microhei fonts-wqy-zenhei)
fi
bash "$(dirname "$0")/apt.sh" "${packages[@]}" || true
