# Broadsheet. `make` alone lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 7860
INSTALLED := $(VENV)/.installed
DEVELOPING := $(VENV)/.developing

.DEFAULT_GOAL := help
MINUTES ?= 60
# More for the command behind `make chat`: OPTIONS=--no-browser serves the page and leaves it to be opened.
OPTIONS ?=
# What docs/reliability.md promises is held by the tests that it names, and by no other list.
PROMISED = $(sort $(shell grep -o 'tests/test_[a-z_]*\.py' docs/reliability.md))
# Where the quick tests write: into memory where there is a gigabyte of it, as they wait for nothing as long as for the
# disk, on which each of their libraries makes sure of what it has written.
MEMORY = $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 1000000 && $$6 == "/dev/shm" { print $$6 }')
QUICK = $(if $(MEMORY),PYTEST_DEBUG_TEMPROOT=$(MEMORY)) $(BIN)/python -m pytest -n auto
# What Python has compiled is kept, also where the environment forbids it: without that, each of the hundreds of
# processes that the tests start compiles the package anew, and each run of pytest all tests.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help install models chat test test-quick test-faults reliability check format browser eval audit load soak words wheel clean

help: ## list the targets
	@echo "Broadsheet: ask your own articles, check the answers."
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.11 chat"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
	  { echo "Installing Debian's python3-venv ..." >&2; apt-get update -qq && apt-get install -y -qq python3-venv; } >/dev/null || \
	  { echo "Python's venv is missing and could not be installed. As root: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "The environment could not be made in $(VENV). Check the disk space and the folder's permissions."; rm -rf $(VENV); exit 1; }

$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Broadsheet into $(VENV) (about 2 GB, once; some minutes) ..."
	@# pip first: the one that comes with Debian 12 (23.0) spells extras otherwise than packages name them, and leaves
	@# out what it does not find: without a word of failure, the library that reads web pages was not there.
	@{ $(BIN)/python -m pip install --disable-pip-version-check -q 'pip>=24' && \
	  $(BIN)/python -m pip install --disable-pip-version-check --progress-bar on -c constraints.txt -e .; } || \
	  { echo "The installation failed. Check the network and the disk space, then run the same command again: it goes on where it stopped."; exit 1; }
	@touch $@

$(DEVELOPING): $(INSTALLED)
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --disable-pip-version-check -q -c constraints.txt -e '.[dev]' || \
	  { echo "The installation failed. Check the network, then run the same command again."; exit 1; }
	@touch $@

install: $(INSTALLED) ## make the environment and install Broadsheet

models: $(INSTALLED) ## get and verify the default models (1.2 GB, once)
	@$(BIN)/broadsheet models pull

chat: models ## open the chat on 127.0.0.1:7860 with the articles in seeds/ (PORT=7861 for another port)
	@$(BIN)/broadsheet chat --load seeds --port $(PORT) $(OPTIONS)

test: check browser ## run the linters and all tests, real models and real browser included
	@$(BIN)/broadsheet models pull
	@$(BIN)/broadsheet models pull smollm2-135m
	@# All cores for those that need no model: each worker starts servers and a browser of its own, and a file stays with
	@# one worker, so that what its tests share is started once. The others have the machine to themselves.
	@$(QUICK)
	@$(BIN)/python -m pytest -m "(slow or postgres) and not browser and not model and not long and not alone" -n auto --dist loadfile
	@$(BIN)/python -m pytest -m "browser and not model and not long" -n 2 --dist loadfile --durations=10
	@$(BIN)/python -m pytest -m "(model or alone) and not long" --durations=10

test-quick: $(DEVELOPING) ## run the tests that need no model, browser, server or process of their own
	@$(QUICK)

test-faults: $(DEVELOPING) ## kill, fill, tear and flip at hundreds of points (docs/reliability.md)
	@$(BIN)/python -m pytest -m "long or not long" --durations=10 tests/test_crash.py tests/test_faults_power.py \
	  tests/test_faults_disk.py tests/test_faults_flips.py tests/test_faults_processes.py tests/test_backup.py \
	  tests/test_doctor.py tests/test_watching.py tests/test_ray.py

reliability: $(DEVELOPING) browser ## all that docs/reliability.md promises, then the load of 50 readers (12 minutes and more)
	@$(BIN)/python -m pytest -m "not model" --durations=10 $(PROMISED)
	@$(BIN)/python tests/load/run.py load

browser: # the browser tests drive Debian's Chromium
	@command -v chromium >/dev/null || { \
	  echo "Installing Debian's Chromium for the browser tests ..."; \
	  (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium) >/dev/null || \
	  { echo "Chromium is missing and could not be installed. As root: apt-get install chromium"; exit 1; }; }

check: $(DEVELOPING) ## run the linters and the type checker
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(DEVELOPING) ## format the code
	@$(BIN)/ruff check --fix -q .
	@$(BIN)/ruff format -q .

audit: $(DEVELOPING) ## look the dependencies up in the list of known weaknesses (needs the internet)
	@$(BIN)/python tests/audit.py

load: $(DEVELOPING) ## 50 readers ask 1,000 questions, add documents and rebuild (some minutes)
	@$(BIN)/python tests/load/run.py load

soak: $(DEVELOPING) ## ten readers for an hour (MINUTES=10 for less)
	@$(BIN)/python tests/load/run.py soak --readers 10 --minutes $(MINUTES)

words: $(DEVELOPING) ## bring the catalogues of the page up to date with the code; new messages wait there for their translation
	@mkdir -p build
	@$(BIN)/pybabel -q extract -F pyproject.toml -k mark -k _mark_both:1,2 --no-location -o build/messages.pot ui
	@$(BIN)/pybabel -q update -i build/messages.pot -d ui/browser/words -N -w 1000 --ignore-obsolete --ignore-pot-creation-date

wheel: $(DEVELOPING) ## build the wheel into dist/
	@$(BIN)/python -m build --wheel

clean: ## remove the environment and everything that was built
	@rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
