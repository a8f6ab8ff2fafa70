# Two commands matter: `make demo` shows the first answer, `make test` proves it.
# Needed: make and python3 (3.11 or newer). Everything else is installed into .venv from requirements/, exact versions by hash.

PYTHON ?= python3
BIN    := .venv/bin
SAY    := @printf '\n%s\n'

.DEFAULT_GOAL := help
.PHONY: help demo test fuzz lint format coverage bench docs lock clean neo4j neo4j-stop neo4j-reset new-enough

help: ## show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1 \t\2/' | expand -t 20

demo: .venv/default ## load the sample data and answer "who is exposed if this vendor falls?"
	@rm -rf demo && mkdir demo
	$(DEMO) load ../data/synthetic/*.csv ../data/incidents/*.csv
	$(SAY) "A notice has come by mail: what does it say, and who would be exposed?"
	$(DEMO) triage ../data/notices/01-nordvik-dimholm.sv.txt --limit 6
	$(SAY) "All of it is accepted here; graphrisk review asks claim by claim."
	@$(DEMO) review --accept-all > review.txt && head -2 review.txt
	$(SAY) "Who is exposed?"
	$(DEMO) exposed "Dimholm Datahall AB" --mode outage --limit 20
	$(SAY) "The answer and its picture:"
	@$(DEMO) view "Dimholm Datahall AB" -o "$(CURDIR)/demo/dimholm.html"
DEMO = cd demo && ../$(BIN)/graphrisk
# Never into the store that somebody works with.
demo: export GRAPHRISK_STORE = ladybug:graphrisk.lbdb

test: .venv/dev ## run every test (a missing JDK, Maven or Chromium is said aloud)
	$(BIN)/python -m pytest $(PYTEST)
# Whole files go to a worker, so that what a file prepares is prepared once; in their order, as those with few
# long tests (tests/faults) would else come last and alone. Each worker has its own Neo4j.
PYTEST ?= -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

fuzz: .venv/dev ## read 10,000 damaged files of every kind (COUNT=1000): for nights
	GRAPHRISK_FUZZ=$(or $(COUNT),10000) $(BIN)/python -m pytest $(PYTEST) --dist load -o faulthandler_timeout=0 tests/fuzz

lint: .venv/dev ## style, types, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/dev ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

coverage: .venv/dev ## run the tests and show the lines that none of them reached
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine
	$(BIN)/coverage report

neo4j: new-enough ## start a real Neo4j server for this folder (NEO4J_PORT, NEO4J_HEAP=2g, NEO4J_PAGE_CACHE=512m)
	@$(PYTHON) tests/neo4j_server start

neo4j-stop: new-enough ## stop it; what it holds is kept
	@$(PYTHON) tests/neo4j_server stop

neo4j-reset: new-enough ## empty it, after a question (YES=1 answers it)
	@$(PYTHON) tests/neo4j_server reset

bench: .venv/dev ## measure speed and memory (see benchmarks/README.md)
	@set -e; for script in $(SPEED); do echo "== $$script"; $(BIN)/python "$$script"; done
SPEED = $(filter-out benchmarks/extraction.py,$(wildcard benchmarks/*.py))

docs: .venv/dev ## write docs/reference/ again from the code
	$(BIN)/python docs/generate.py

lock: .venv/dev ## write requirements/ again from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --group build -o requirements/default.txt
	$(BIN)/uv pip compile pyproject.toml $(LOCK) --group build --extra dev -c requirements/default.txt -o requirements/dev.txt
LOCK := --universal --fork-strategy fewest --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet

clean: ## remove what make made
	rm -rf .venv demo dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# ---------------------------------------------------------------- the environment: each stamp is as new as its lock
# --no-deps: the lock is complete, pip has nothing to decide. --no-compile: what is never imported need not be compiled.

PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-deps

new-enough:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "graphrisk needs Python 3.11 or newer; '$(PYTHON)' is `$(PYTHON) --version 2>&1`. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }

.venv/python: | new-enough
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python cannot make environments. On Debian and Ubuntu, as root: apt-get install python3-venv. Then run make again."; exit 1; }
	@$(PYTHON) -m venv .venv && touch $@

.venv/default: .venv/python requirements/default.txt pyproject.toml
	$(SAY) "Installing graphrisk and what it needs into .venv (once; about 250 MB to fetch) ..."
	@$(PIP) --no-compile --require-hashes -r requirements/default.txt
	@$(PIP) --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/default requirements/dev.txt
	$(SAY) "Installing the tools for tests and checks into .venv ..."
	@$(PIP) --no-compile --require-hashes -r requirements/dev.txt
	@touch $@
