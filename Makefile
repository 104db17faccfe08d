# congbo: `make demo` and `make test` do everything on a fresh machine with Python 3.11 or newer.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup demo test check bench clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "congbo needs Python 3.11 or newer")'
	@PYTHON="$(PYTHON)" sh .ci/system-packages
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: setup
	@$(BIN)/python -m corpus.demo --keep demo-data

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest -n auto

bench: setup
	$(BIN)/python -m corpus.bench.readers
	$(BIN)/python -m corpus.bench
	$(BIN)/python -m corpus.bench.ocr
	$(BIN)/python -m corpus.bench review

clean:
	rm -rf $(VENV) demo-data build *.egg-info
