# Everything is made with `make`; `make help` says what there is. Only Python 3.11 or newer is needed to begin with.

SHELL := /bin/sh
PY := .venv/bin/python
COVERAGE_FLOOR := 85
# One process per core, at most four: the tests start servers of their own and are bound by the processor.
WORKERS := $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ $$n -gt 4 ] && echo 4 || echo $$n)

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench quality torture docs messages lock clean run-env dev-env
.NOTPARALLEL:

help: ## This list.
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "  make %-8s %s\n", $$1, $$2}'

demo: run-env ## Send a newsletter from invented feeds into a mailbox on this machine. DEMO="--stay" keeps it running.
	@$(PY) -m digest demo $(DEMO)

test: dev-env check ## Check and test everything (installs PostgreSQL, Chromium and fonts if it may).
	@tools/test_machine.sh
	$(PY) -m pytest -n $(WORKERS) --cov --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE_FLOOR) $(TESTS)

check: dev-env ## Format, lint, types, import contracts; a few seconds.
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports

format: dev-env ## Put the code into shape.
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: dev-env ## Measure against the yardsticks; minutes, on a machine that does nothing else.
	$(PY) -m bench.run $(BENCH)

quality: dev-env ## Try it on the real data that lies beside the checkout, beside the anchors. QUALITY="summaries" picks.
	$(PY) -m bench.quality.run $(QUALITY)

torture: dev-env ## Kill, stop and starve senders of one issue, and read the accounts; minutes. TORTURE="--seed 7 --kills 500".
	@tools/test_machine.sh
	$(PY) -m tests.torture $(TORTURE)

docs: dev-env ## Write again what is made from the code: the references and the demo's pictures.
	$(PY) -m tools.draw_pictures
	$(PY) -m tools.draw_pages
	$(PY) -m tools.make_docs

messages: dev-env ## Bring the translators' catalogues up to date with the code and the templates. NEW=it begins one.
	@tools/messages.sh $(PY) $(NEW)

lock: ## Resolve the dependencies again (needs uv) and write the locks.
	@command -v uv >/dev/null || { echo "make lock needs uv."; exit 1; }
	tools/lock.sh

clean: ## Throw away what was made here, the virtual environment included.
	rm -rf .venv build dist out tools/pages/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

run-env:
	@tools/set_up.sh run

dev-env:
	@tools/set_up.sh dev
