# Digest. `make` says what there is.
#
# Everything runs from .venv with the versions of requirements/*.lock, each checked by its hash.
# Only Python >= 3.11 must be there; on Debian and Ubuntu, as root, the rest is installed by apt.

SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
DEV := $(VENV)/.dev-stamp
RUN := $(VENV)/.run-stamp
COVERAGE_FLOOR := 85

.PHONY: help demo test check format bench quality docs lock clean servers

help: ## Show these lines
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(RUN) ## Set up, then run the main job on embedded defaults: an issue into a Maildir
	@$(BIN)/python -m digest demo

test: $(DEV) servers check ## Set up and run all tests, servers included
	@$(BIN)/coverage erase
	@$(BIN)/python -m pytest --cov --cov-report= --durations=10 -n 2 --dist loadfile
	@$(BIN)/coverage report --fail-under=$(COVERAGE_FLOOR) --skip-covered --sort=cover | tail -40

check: $(DEV) ## Format, lint, types, import contracts
	@$(BIN)/ruff format --check --quiet . || { echo "Run 'make format'."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

format: $(DEV) ## Format the code, and mend what can be mended by itself
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(DEV) ## Measure against named yardsticks (bench/README.md)
	@$(BIN)/python -m bench.run

docs: $(DEV) ## Make the reference and the pictures of the docs anew
	@$(BIN)/python -m tools.make_docs

lock: ## Make requirements/*.lock anew from pyproject.toml (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --no-header pyproject.toml --extra demo -o requirements/run.lock
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --no-header pyproject.toml --extra demo --group test -o requirements/dev.lock

servers: ## Install what the tests need beside Python, where that may be done
	@tools/install_servers.sh

clean: ## Remove what was made, and nothing else
	@rm -rf $(VENV) .coverage* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist out

$(BIN)/python:
	@tools/make_venv.sh $(VENV)

# The development lock holds all of the other one.
$(DEV): requirements/dev.lock | $(BIN)/python
	@echo "Installing the locked packages for development"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< 2> >(grep -v '^WARNING: Location' >&2)
	@touch $(DEV) $(RUN)

$(RUN): requirements/run.lock | $(BIN)/python
	@echo "Installing the locked packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $< 2> >(grep -v '^WARNING: Location' >&2)
	@touch $(RUN)
