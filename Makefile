# What a user types: `make demo`, `make test`. What a developer types: `make format lint types check`.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
# Without cached bytecode every start compiles its libraries anew, which takes longer than the work.
export PYTHONDONTWRITEBYTECODE :=
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

.PHONY: setup
setup: $(STAMP) ## the virtual environment with everything pinned

$(STAMP): constraints.txt pyproject.toml tools/setup.sh
	@bash tools/setup.sh "$(PYTHON)" "$(VENV)"
	@touch $@

.PHONY: demo
demo: $(STAMP) ## a fictitious case of scans and photos, from drop folder to receipt
	@$(BIN)/shoujian demo

.PHONY: test
test: $(STAMP) system-packages lint types ## everything that CI runs
	@$(BIN)/pytest -n auto

.PHONY: system-packages
system-packages: ## Debian packages which the tests use (tesseract, poppler, chromium, postgresql)
	@bash tools/system-packages.sh

.PHONY: format
format: $(STAMP) ## rewrite the code in the house format
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

.PHONY: lint
lint: $(STAMP) ## ruff
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

.PHONY: types
types: $(STAMP) ## mypy, strict
	@mkdir -p .cache/pkg && ln -sfn "$(CURDIR)" .cache/pkg/shoujian
	@MYPYPATH=.cache/pkg $(BIN)/mypy -p shoujian

.PHONY: check
check: lint types ## lint and types

.PHONY: lock
lock: $(STAMP) ## resolve again and rewrite constraints.txt
	@$(BIN)/uv pip compile --universal --quiet --upgrade --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --extra dev --extra postgresql pyproject.toml -o constraints.txt
	@$(BIN)/uv pip compile --universal --quiet --upgrade --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --extra bench -c constraints.txt pyproject.toml -o bench/constraints.txt
	@$(BIN)/uv pip compile --universal --quiet --upgrade --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --extra training -c constraints.txt pyproject.toml -o training/constraints.txt

.PHONY: bench
bench: $(STAMP) ## the measurements of bench/RESULTS.md (takes more than an hour)
	@bash tools/system-packages.sh bench
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r bench/constraints.txt
	@for name in pages reading matching fields stacks hints normalise; do \
	  echo "== bench/$$name.py"; $(BIN)/python bench/$$name.py; done

.PHONY: network
network: ## fit the network that sees papers anew (hours; see training/README.md)
	@bash training/fit.sh "$(PYTHON)" "$(PHOTOS)" "$(PAPERS)"

.PHONY: clean
clean: ## remove what make made
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache build dist demo-out *.egg-info
