# Claimwire: `make demo` and `make test` do all the set-up on a bare machine.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c

# The first CPython 3.12 or newer that is found, without pyenv's refusals when a version is not installed.
PYTHON ?= $(shell for p in python3 python3.12 python3.13 python3.14 $(wildcard $(HOME)/.pyenv/versions/3.1[2-9]*/bin/python3); do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null && { echo "$$p"; break; }; done)
BIN := .venv/bin
UV_VERSION := 0.9.30
AUDITOR := pip-audit==2.10.1
INSTALLED := .venv/installed

export UV_LINK_MODE ?= copy

.PHONY: help install demo test check audit bench image kibana lock clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

install: $(INSTALLED) ## make .venv with the locked dependencies and the spaCy model

$(INSTALLED): requirements/dev.txt pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "No Python 3.12 or newer was found: install one (apt-get install python3, pyenv install 3.12) or name it: make PYTHON=/path/to/python3" >&2; exit 2; fi
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) has no venv module: install it (apt-get install python3-venv)" >&2; exit 2; }
	@free=$$(df -Pk . | awk 'NR==2{print $$4}'); if [ "$$free" -lt 3000000 ]; then echo "Less than 3 GB free in $$PWD: make room for the virtual environment" >&2; exit 2; fi
	@echo "Installing into .venv with $(PYTHON) (about a minute, 1.5 GB) ..."
	@[ -x $(BIN)/pip ] || "$(PYTHON)" -m venv --clear .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@$(BIN)/python -m compileall -q pipeline transforms config
	@touch $@

demo: install ## run the pipeline over the sample feeds and files, on an embedded Elasticsearch
	@$(BIN)/python deploy/demo/run.py

test: install ## run every test, on servers of their own
	@$(BIN)/pytest

check: install audit ## lint, format, types and advisories
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

audit: install ## ask PyPI's advisories about every locked package, where they can be reached
	@said=$$($(BIN)/uv tool run --quiet $(AUDITOR) --requirement requirements/run.txt --disable-pip --require-hashes 2>&1) || true; \
	missed=$$(grep -c "could not be audited" <<<"$$said" || true); \
	case "$$said" in \
	  *Found*vulnerabilit*) echo "$$said" >&2; exit 1;; \
	  *"No known vulnerabilities"*) echo "Audited: no known vulnerabilities; packages that PyPI could not be asked about: $$missed";; \
	  *) echo "Not audited: $$(tail -1 <<<"$$said")";; \
	esac

bench: install ## benchmarks, as ratios in one run
	@$(BIN)/python deploy/bench/run.py

image: ## build the container image
	docker build --tag claimwire --file deploy/Dockerfile .

kibana: ## import data views, searches and dashboards into the compose file's Kibana
	docker compose --file deploy/compose.yaml run --rm kibana-import

lock: ## pin every dependency with its hashes
	@$(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.12 --extra java --extra knowledge --group dev --group bench pyproject.toml --output-file requirements/dev.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.12 pyproject.toml --output-file requirements/run.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.12 --group image --output-file requirements/build.txt

clean: ## remove what the targets made in this folder
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build *.egg-info
