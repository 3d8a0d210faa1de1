# Vakwijzer: `make` lists the targets. Everything is kept inside this folder; data lives under var/.
# Needs Python 3.11 or newer and make; fetches from PyPI, npm and (for Chromium, as root) Debian only.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

empty :=
VENV := .venv
BIN := $(VENV)/bin
# The stamps carry the folder's name: a clone that was moved makes its environment anew.
STAMPS := $(VENV)/.stamps$(subst /,-,$(subst $(empty) $(empty),_,$(CURDIR)))

WIDGET := search_api/widget
BUNDLE := search_api/static/widget/vakwijzer.js
# The widget shares its texts and its style sheets with the pages.
WIDGET_SOURCES := $(shell find $(WIDGET) search_api/i18n search_api/static \
	\( -name node_modules -o -path search_api/static/widget \) -prune -o -type f -print 2>/dev/null)
NPM = $(BIN)/python scripts/node_tools.py npm
PIP = $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock"

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-10s  %s\n", $$1, $$2 }' Makefile

.PHONY: setup
setup: $(STAMPS)/project engine widget chromium ## Prepare .venv, the engine, the widget and Chromium

.PHONY: run
run: setup ## Set up, then start the demo with its sample providers
	@exec $(BIN)/vakwijzer demo

.PHONY: test
test: setup lint types imports ## Set up, then all checks and all tests but the slow ones
	$(BIN)/python -m pytest -m "not slow" --numprocesses 2 --dist loadfile --durations=10

.PHONY: test-slow
test-slow: setup ## The slow tests only
	$(BIN)/python -m pytest -m slow --timeout 600 --numprocesses 2 --dist loadfile --durations=10

.PHONY: lint
lint: $(STAMPS)/project ## Check the style with ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .

.PHONY: format
format: $(STAMPS)/project ## Mend the style with ruff
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: types
types: $(STAMPS)/project ## Check the types with mypy
	$(BIN)/mypy

.PHONY: imports
imports: $(STAMPS)/project ## Check who may import whom
	$(BIN)/lint-imports

.PHONY: bench
bench: setup ## Measure crawling, normalising, searching, its answers and the pages; takes long
	$(BIN)/python -m bench

.PHONY: truth
truth: setup ## Hold labelled offers against what the normaliser shows of them
	$(BIN)/python -m bench.truth

.PHONY: bench-pages
bench-pages: setup ## Paint, shift and weight of all public pages: of a running server (URL=http://127.0.0.1:8080), or of a demo of its own
	$(BIN)/python -m bench.pages $(URL)

.PHONY: bench-search
bench-search: setup ## Measure searching beside the engine alone (SIZE=10000 for a quick look)
	$(BIN)/python -m bench.search --size $(or $(SIZE),10000 100000)

.PHONY: bench-pages-server
bench-pages-server: setup ## Server time of the pages on careers and funding (SIZE=10000 for a quick look)
	$(BIN)/python -m bench.pages_server --size $(or $(SIZE),100000)

.PHONY: bench-search-large
bench-search-large: setup ## The same at 500,000 courses; takes the better part of an hour
	$(BIN)/python -m bench.search --size 500000

.PHONY: relevance
relevance: setup ## Measure how well search answers what people type, beside the engine's defaults
	$(BIN)/python -m bench.relevance

.PHONY: openapi
openapi: $(STAMPS)/project ## Write docs/openapi.json anew, after a wanted change of the API
	$(BIN)/python -m scripts.write_openapi

.PHONY: examples
examples: $(STAMPS)/project ## Write the examples in the OpenAPI document anew, from a demo that runs (make run)
	$(BIN)/python -m scripts.write_examples
	$(BIN)/python -m scripts.write_openapi

.PHONY: handbook-pictures
handbook-pictures: setup ## Make the pictures of docs/editors.md anew; look at them before committing
	$(BIN)/python -m scripts.handbook_pictures

.PHONY: lock
lock: $(STAMPS)/project ## Write the lock files in requirements/ anew
	$(COMPILE) --upgrade -o requirements/run.txt pyproject.toml
	$(COMPILE) --upgrade -c requirements/run.txt --extra dev -o requirements/dev.txt pyproject.toml
	$(COMPILE) --upgrade -c requirements/dev.txt -o requirements/build.txt requirements/build.in

.PHONY: engine
engine: $(STAMPS)/project
	@$(BIN)/python scripts/get_engine.py

.PHONY: chromium
chromium:
	@sh scripts/get_chromium.sh

.PHONY: widget
widget: $(if $(wildcard $(WIDGET)/package.json),$(BUNDLE)) ## Bundle the widget

$(BUNDLE): $(WIDGET)/node_modules/.installed $(WIDGET_SOURCES)
	@echo "Bundling the widget"
	@$(NPM) --prefix $(WIDGET) run --silent build
	@touch $@

.PHONY: clean
clean: ## Remove all that setup and the tests made, but not var/
	rm -rf $(VENV) .tools $(WIDGET)/node_modules search_api/static/widget *.egg-info build dist \
		.mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache tests/pictures
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMPS)/venv:
	@python=$$(PYTHON="$(PYTHON)" sh scripts/find_python.sh) && echo "Making $(VENV) with $$python" && \
		"$$python" -m venv --clear $(VENV)
	@mkdir -p $(STAMPS) && touch $@

# A requirement that comes as source is built with the locked setuptools, not with one fetched without a hash.
$(STAMPS)/installed: requirements/build.txt requirements/dev.txt $(STAMPS)/venv
	@echo "Installing requirements/dev.txt (about a minute)"
	@$(PIP) install --require-hashes -r requirements/build.txt
	@$(PIP) install --require-hashes --no-build-isolation --use-pep517 -r requirements/dev.txt
	@touch $@

$(STAMPS)/project: pyproject.toml $(STAMPS)/installed
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(WIDGET)/node_modules/.installed: $(WIDGET)/package-lock.json $(STAMPS)/project
	@echo "Installing the widget's packages"
	@$(NPM) --prefix $(WIDGET) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
