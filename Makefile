# What a maintainer types. Needs Python 3.11 to 3.13, git and make; everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 3000
DAGSTER_HOME ?= $(CURDIR)/.dagster
READY := $(VENV)/.ready
READY_FOR_TESTS := $(VENV)/.ready-for-tests
export DAGSTER_DISABLE_TELEMETRY := 1
export GX_ANALYTICS_ENABLED := false

.PHONY: dataset test lint types serve setup clean
.DEFAULT_GOAL := dataset

dataset: $(READY)  ## read, clean, split, check and publish the volumes in raw/
	@$(BIN)/gongwen build

test: $(READY_FOR_TESTS)  ## all tests
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(READY_FOR_TESTS)  ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY_FOR_TESTS)  ## types
	$(BIN)/mypy

serve: $(READY)  ## the Dagster UI on localhost
	@mkdir -p $(DAGSTER_HOME)
	@cp deploy/dagster.yaml $(DAGSTER_HOME)/dagster.yaml
	DAGSTER_HOME=$(DAGSTER_HOME) $(BIN)/dagster dev --host 127.0.0.1 --port $(PORT) --module-name pipeline.definitions

setup: $(READY)  ## only make .venv

clean:  ## remove what was built and installed
	rm -rf $(VENV) output .dagster

$(READY): requirements.lock pyproject.toml .ci/setup
	@bash .ci/setup $(PYTHON) $(VENV) requirements.lock
	@rm -f $(READY_FOR_TESTS)
	@touch $@

$(READY_FOR_TESTS): requirements-dev.lock pyproject.toml .ci/setup
	@bash .ci/setup $(PYTHON) $(VENV) requirements-dev.lock
	@touch $(READY) $@
