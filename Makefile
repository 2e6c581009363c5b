# `make help` lists what there is. Needs git, make and Python 3.11 or newer; uv is used where it is there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
PORT ?= 8050
WORKERS ?= 1
# Libraries to compare with. They clash with each other, so each has an environment of its own under .peers/.
PEERS := .peers
ORACLES := $(PEERS)/hpo3/.ready $(PEERS)/pyhpo/.ready

.DEFAULT_GOAL := help
.PHONY: help run test lint types check peers bench bench-engine screenshots faults requirements clean

help:  ## list what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: $(VENV)/.run  ## make ready what is missing, then serve on http://127.0.0.1:8050
	@$(BIN)/python -m workbench prepare
	@exec $(BIN)/python -m workbench serve --port $(PORT) --workers $(WORKERS)

test: $(VENV)/.test $(ORACLES)  ## lint, types, contracts and all tests
	@$(MAKE) --no-print-directory lint types
	@tests/browser/chromium.sh
	$(BIN)/python -m pytest

check: $(VENV)/.test  ## the quick tests only: unit, spec, contract
	$(BIN)/python -m pytest tests/unit tests/spec tests/contract

faults: $(VENV)/.test  ## break things on purpose, many times: about half an hour
	$(BIN)/python -m tests.faults

lint: $(VENV)/.test  ## style and the architecture's import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: $(VENV)/.test  ## mypy, strict
	$(BIN)/mypy

attack: $(VENV)/.test  ## attack the gate as a researcher would, over HTTP; writes the figures into PRIVACY.md
	$(BIN)/python -m tests.attack --write

bench: $(VENV)/.test  ## measure the budgets on 10,000 synthetic donors; prints a table and JSON
	@tests/browser/chromium.sh
	$(BIN)/python -m benchmarks

peers: $(ORACLES) $(PEERS)/semsimian/.ready  ## install the libraries that the engine is compared with

bench-engine: $(VENV)/.test peers  ## measure the engine beside those libraries, 1,000 to 1,000,000 donors
	$(BIN)/python -m benchmarks engine

screenshots: $(VENV)/.test  ## a picture of each page, into docs/images
	@tests/browser/chromium.sh
	$(BIN)/python -m benchmarks.screenshots

requirements:  ## pin anew what pyproject.toml asks for (needs uv)
	uv pip compile -q --universal --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --extra test pyproject.toml -c requirements.txt -o requirements-test.txt
	echo hpo3 | uv pip compile -q --universal --python-version 3.11 --no-header - -o requirements-oracle-hpo3.txt
	echo pyhpo | uv pip compile -q --universal --python-version 3.11 --no-header - -c requirements.txt -o requirements-oracle-pyhpo.txt
	echo semsimian | uv pip compile -q --universal --python-version 3.11 --no-header - -o requirements-peer-semsimian.txt

clean:  ## remove the virtual environment and all local data
	rm -rf $(VENV) $(PEERS) var

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
ifdef UV
	@uv venv -q --python $(PYTHON) $(VENV)
else
	@$(PYTHON) -m venv $(VENV)
endif

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the workbench needs (once, a minute or two) ..." >&2
ifdef UV
	@uv pip install -q --python $(BIN)/python -r requirements.txt
	@uv pip install -q --python $(BIN)/python --no-deps -e .
else
	@$(BIN)/python -m pip install -q -r requirements.txt
	@$(BIN)/python -m pip install -q --no-deps -e .
endif
	@touch $@

$(VENV)/.test: requirements-test.txt $(VENV)/.run
ifdef UV
	@uv pip install -q --python $(BIN)/python -r requirements-test.txt
else
	@$(BIN)/python -m pip install -q -r requirements-test.txt
endif
	@touch $@

$(PEERS)/%/.ready: requirements-oracle-%.txt | $(VENV)/bin/python
	$(install_peer)

$(PEERS)/%/.ready: requirements-peer-%.txt | $(VENV)/bin/python
	$(install_peer)

ifdef UV
define install_peer
@rm -rf $(@D)
@uv venv -q --python $(BIN)/python $(@D)
@uv pip install -q --python $(@D)/bin/python -r $<
@touch $@
endef
else
define install_peer
@rm -rf $(@D)
@$(BIN)/python -m venv $(@D)
@$(@D)/bin/python -m pip install -q -r $<
@touch $@
endef
endif
