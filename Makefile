# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SHELL := /bin/sh
.DEFAULT_GOAL := help

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(BIN)/riftline: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "riftline needs Python 3.11 or newer: set PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

install: $(BIN)/riftline  ## make the environment and install into it

demo: $(BIN)/riftline  ## code, store and show the bundled sample corpus
	$(BIN)/riftline demo --folder out/demo

test: $(BIN)/riftline  ## run the whole test suite
	$(BIN)/python -m pytest

check: $(BIN)/riftline  ## lint, format and type checks
	$(BIN)/ruff check src tests training
	$(BIN)/ruff format --check src tests training
	$(BIN)/mypy

format: $(BIN)/riftline  ## put the source in order
	$(BIN)/ruff check --fix src tests training
	$(BIN)/ruff format src tests training

bench: $(BIN)/riftline  ## measure speed and memory as ratios in one run
	$(BIN)/python -m pip install --quiet -e '.[bench]'
	$(BIN)/python -m benchmarks

docs: $(BIN)/riftline  ## write the reference pages that are made from the code
	$(BIN)/python docs/make_reference.py

train: $(BIN)/riftline  ## train the coder from the labelled sets (about two hours on two cores)
	$(BIN)/python -m pip install --quiet -e '.[train]'
	$(BIN)/python training/corpus.py
	$(BIN)/python training/fit.py --no-plv --epochs 8 --out runs/first
	$(BIN)/python training/cross_validate.py runs/first/coder.pt --epochs 3 --replay 200 --out runs/folds
	$(BIN)/python training/fit.py --start runs/first/coder.pt --epochs 2 --lr 1.5e-4 --head-lr 6e-4 --seed 8 --fold -1 --out runs/second
	$(BIN)/python training/fit.py --epochs 5 --seed 21 --fold -1 --out runs/third
	$(BIN)/python training/average.py runs/second/coder.pt runs/third/coder.pt --out runs/average/coder.pt
	$(BIN)/python training/export.py runs/average/coder.pt runs/weights
	$(BIN)/python training/calibrate.py runs/weights
	$(BIN)/python training/figures_fields.py --weights runs/weights

.PHONY: help install demo test check format bench docs train
