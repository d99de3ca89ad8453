# Selon: `make demo` shows it, `make test` checks it; each does all the set-up on its first run.
.DEFAULT_GOAL := help
SHELL := bash
BIN := .venv/bin
LOCKED := pyproject.toml requirements.lock requirements-setup.lock
ROOM ?= /tmp/selon-bench.selon
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate $(UPGRADE)

.PHONY: help demo test lint format bench docs screenshots forms lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.venv/.ready-run: $(LOCKED) tools/set_up.sh
	@tools/set_up.sh run

.venv/.ready-dev: $(LOCKED) requirements-dev.lock tools/set_up.sh
	@tools/set_up.sh dev

demo: .venv/.ready-run ## set up, read the small corpus that Selon carries, show what it found
	@$(BIN)/selon demo

test: lint ## set up, then everything that a change must pass
	$(BIN)/pytest -q -n 2 --dist worksteal

lint: .venv/.ready-dev ## style, types, and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.ready-dev ## lay out the code, and mend what can be mended by rule
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.ready-dev ## measure reading, linking, linking one document more, and the lists of the reading room
	$(BIN)/python bench/reading.py
	$(BIN)/python bench/linkage.py
	$(BIN)/python bench/increments.py $(ROOM)
	$(BIN)/python bench/room.py $(ROOM)
	$(BIN)/python bench/serving.py $(ROOM)

docs: .venv/.ready-dev ## write the generated parts of docs/ anew
	$(BIN)/python tools/write_reference.py
	$(BIN)/python tools/write_sessions.py

screenshots: .venv/.ready-dev ## take pictures of every page of the reading room, at both widths and in both themes
	$(BIN)/python tools/take_screenshots.py

forms: .venv/.ready-dev ## compile the inflected forms of the codebook
	$(BIN)/uv pip install --quiet --require-hashes -r requirements.lock -r requirements-codebook.lock
	$(BIN)/python tools/compile_forms.py

lock: .venv/.ready-dev ## resolve the lock files anew (UPGRADE=--upgrade for newer versions)
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --group setup -o requirements-setup.lock
	$(COMPILE) -c requirements.lock -c requirements-setup.lock --group dev -o requirements-dev.lock
	$(COMPILE) -c requirements.lock --group codebook -o requirements-codebook.lock

clean: ## remove the environment and every cache
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
