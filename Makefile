# The targets people use; `make` alone lists them. Needs Python 3.11 or newer, make and a package
# index. PYTHON=python3.12 chooses another Python; ARGUMENTS='-k rsvp' goes to pytest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell command -v $(name) >/dev/null 2>&1 && $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))) python3)
ARGUMENTS ?=
# Most tests wait for a process, a server or a browser: more of them than cores run at once.
WORKERS ?= $(shell echo $$(( 2 * $$(getconf _NPROCESSORS_ONLN) )))

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
RUNTIME := .venv/runtime.stamp
DEVELOPMENT := .venv/development.stamp

.PHONY: help
help:  ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | column -t -s '|' 2>/dev/null \
	  || sed -nE 's/^([a-z-]+):.*## (.*)/  make \1: \2/p' $(firstword $(MAKEFILE_LIST))

# --- set-up ---------------------------------------------------------------------------------

.PHONY: install
install: $(RUNTIME)  ## build .venv from the locked requirements

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'This needs Python 3.11 or newer, and none was found. Debian: apt-get install python3 python3-venv.' >&2; \
	  echo 'If it has another name here: make $(MAKECMDGOALS) PYTHON=/path/to/python3' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python lacks its venv module. Debian: apt-get install python3-venv." >&2; exit 1; }
	@echo 'Building .venv with the locked packages; the first time this takes a minute.'
	@$(PYTHON) -m venv --clear .venv

# The project itself goes in last, for its console script; it needs nothing from the index.
$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(DEVELOPMENT): requirements-dev.txt | $(RUNTIME)
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# --- use ------------------------------------------------------------------------------------

.PHONY: play
play: install  ## try everything on localhost, without a token
	@$(BIN)/python -m bot playground

# --- checks ---------------------------------------------------------------------------------

.PHONY: test
test: install $(DEVELOPMENT)  ## all tests that can run here; what was left out is said at the end
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGUMENTS)

.PHONY: check
check: install $(DEVELOPMENT) form types words-check test  ## the one gate: form, types, words and tests

.PHONY: form
form: install $(DEVELOPMENT)
	@$(BIN)/ruff format --check --quiet . || { echo 'Run: .venv/bin/ruff format .' >&2; exit 1; }
	@$(BIN)/ruff check --quiet .

.PHONY: types
types: install $(DEVELOPMENT)
	@$(BIN)/mypy

.PHONY: hooks
hooks:  ## check form and types before each commit
	@git config core.hooksPath .githooks

.PHONY: endurance
endurance: install $(DEVELOPMENT)  ## the long tests
	@$(BIN)/python -m pytest -m endurance --timeout=3600 $(ARGUMENTS)

.PHONY: anonymity
anonymity: install $(DEVELOPMENT)  ## attack the anonymous cases, some 20 minutes; the figures at the end
	@$(BIN)/python -m pytest tests/anonymity -m anonymity --timeout=3600 $(ARGUMENTS)

.PHONY: bench
bench: install $(DEVELOPMENT)  ## measure the speed, some minutes (ARGUMENTS='a c' for some figures)
	@$(BIN)/python -m bench $(ARGUMENTS)

# --- words and locks ------------------------------------------------------------------------

EXTRACT := $(BIN)/python -m babel.messages.frontend --quiet extract --mapping babel.cfg \
  --add-comments 'Translators:' --strip-comments --no-wrap --sort-by-file --add-location file \
  --project praktijkgemeenschap --copyright-holder 'the praktijkgemeenschap contributors'
LANGUAGES = $(shell $(BIN)/python -c 'from bot.rules.languages import CODES; print(*CODES)')

.PHONY: words
words: install  ## update the catalogues with the words of the code
	@$(EXTRACT) --output-file locales/bot.pot .
	@for language in $(LANGUAGES); do \
	  file=locales/$$language/bot.po; mkdir -p locales/$$language; \
	  if [ -f $$file ]; then how='update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date'; else how=init; fi; \
	  $(BIN)/pybabel --quiet $$how --no-wrap --input-file locales/bot.pot --output-file $$file --locale $$language; \
	done

# A catalogue's head holds dates, which change at each extraction and mean nothing.
WORDS_OF := grep -vE '^(\# |"POT-Creation-Date|"Generated-By)'

.PHONY: words-check
words-check: install
	@if [ -f locales/bot.pot ]; then \
	  fresh=$$(mktemp); trap 'rm -f "$$fresh"' EXIT; \
	  $(EXTRACT) --output-file "$$fresh" .; \
	  diff -u <($(WORDS_OF) locales/bot.pot) <($(WORDS_OF) "$$fresh") \
	    || { echo 'The catalogues are behind the code. Run: make words' >&2; exit 1; }; \
	fi

COMPILE := CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe \
  --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

.PHONY: lock
lock: install $(DEVELOPMENT)  ## lock the requirements anew (ARGUMENTS=--upgrade for newer versions)
	@$(COMPILE) $(ARGUMENTS) --output-file requirements.txt requirements.in
	@$(COMPILE) $(ARGUMENTS) --output-file requirements-dev.txt requirements-dev.in
