# The few verbs. Each does all the set-up it needs; `make setup` does it alone.
PYTHON ?= python3
PORT ?= 8001
HOME_DIR ?= home
BIN := .venv/bin

.PHONY: run demo test lint setup setup-test soak bench format requirements clean
.DEFAULT_GOAL := run

run: setup  ## crawl on schedule and serve the archive on http://127.0.0.1:$(PORT)
	@mkdir -p $(HOME_DIR)
	$(BIN)/khobao --home $(HOME_DIR) run --port $(PORT)

demo: setup  ## the same over five small papers made up on this machine
	$(BIN)/python -m demo.tour --port $(PORT)

setup: .venv/ready

setup-test: .venv/ready-for-tests
	@sh tests/machine.sh

# One stamp for each requirements file: set-up is redone when they change. No build isolation: the build's own
# requirements are pinned and hashed with the others.
.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is wanted: make PYTHON=python3.12" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-for-tests: .venv/ready requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

# In two halves, each on two cores: the services want the machine for themselves.
test: setup-test  ## every test, browser and service tests included
ifdef ARGS
	$(BIN)/python -m pytest $(ARGS)
else
	$(BIN)/python -m pytest -m "not service" --numprocesses 2
	$(BIN)/python -m pytest -m service --numprocesses 2 --dist worksteal
endif

lint: .venv/ready-for-tests  ## style, types, layers, dependencies, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/codespell

format: .venv/ready-for-tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

soak: .venv/ready-for-tests  ## seven days of thirty sites with trouble, in a quarter of an hour
	@sh tests/machine.sh
	$(BIN)/python -m bench.soak

bench: .venv/ready-for-tests  ## measured work: pages a second, CPU a page
	$(BIN)/python bench/crawl.py
	$(BIN)/python bench/extract.py
	$(BIN)/python bench/extract.py --memory 10000
	$(BIN)/python bench/languages.py
	$(BIN)/python bench/bounds.py
	$(BIN)/python bench/search.py
	$(BIN)/python bench/readers.py
	$(BIN)/python bench/delivery.py

requirements:  ## pin anew (needs uv)
	uv pip compile $(PIN) pyproject.toml --group build -o requirements.txt
	uv pip compile $(PIN) pyproject.toml --group build --group dev -c requirements.txt -o requirements-dev.txt
PIN := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

clean:
	rm -rf .venv demo-home
