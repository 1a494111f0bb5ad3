# One way to do each chore. `make help` lists them.

PYTHON ?= python3
BIN := .venv/bin
N ?= 200000
COVERED := core rules syntax engine
COVERING := $(COVERED:%=tests/%) tests/catalogue tests/policy
FLOOR := 95

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench fuzz cover clean

help: ## list the chores
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet -e .
	@touch $@

.venv/.dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	@touch $@ .venv/.installed

demo: .venv/.installed ## run the worked example
	$(BIN)/python policies/examples/consumer_credit/demo.py

test: lint ## lint, then every test; those of the covered parts under coverage, with a floor
	$(BIN)/python -m pytest -n auto --dist worksteal $(COVERING) \
	  $(COVERED:%=--cov=policydsl/%) --cov-report=
	@$(MAKE) --no-print-directory cover
	$(BIN)/python -m pytest -n auto --dist worksteal $(COVERING:%=--ignore=%)

lint: .venv/.dev ## style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev ## rewrite the source in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.installed ## measure decisions per second and latency
	$(BIN)/python -m benchmarks

fuzz: .venv/.dev ## compare the engine with its reference on N random cases
	$(BIN)/python -m tests.property.fuzz $(N)

cover: .venv/.dev ## report coverage of the last test run; fail under the floor
	@for part in $(COVERED); do \
	  echo "coverage of policydsl/$$part (at least $(FLOOR) %)"; \
	  $(BIN)/coverage report --include="policydsl/$$part/*" --fail-under=$(FLOOR) || exit 1; \
	done

clean: ## remove everything that can be made again
	rm -rf .venv build dist .coverage .coverage.* htmlcov .mypy_cache .ruff_cache .pytest_cache
	rm -rf .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
