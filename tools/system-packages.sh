#!/usr/bin/env bash
# What the tests use beyond Python: a second reader, a second PDF renderer, a browser to look at reports, a server.
# The tests which need one of them say so and are skipped where it may not be installed. The benches take rivals from
# here: unpaper, and leptonica, which comes with tesseract.
bash "$(dirname "$0")/apt.sh" tesseract-ocr tesseract-ocr-chi-sim poppler-utils chromium postgresql unpaper || true
