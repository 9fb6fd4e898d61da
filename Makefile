# Everything that can be done here. It needs Python 3.11 or later, make and git, and installs the rest into .venv.
#
#   make demo     the whole pipeline on this machine, on the seeds; ONCE=1 ends it when they are through
#   make test     every test; nothing has to be started for it
#   make check    ruff and mypy
#   make chaos    thousands of reports while everything is killed, stopped and restarted, then the audit
#   make bench    how fast it is
#   make clean    removes .venv, .wirewatch and caches in this folder
#
# PYTHON=/path/to/python makes .venv with that one.

.DEFAULT_GOAL := help
.PHONY: help env demo test check chaos bench clean
.SUFFIXES:

bin := .venv/bin
ready := .venv/ready
ready_dev := .venv/ready-dev

help:
	@sed -n '2,/^$$/s/^# \{0,1\}//p' Makefile

env: $(ready_dev)  ## everything installed, tests' and checks' tools as well

# The stamps are newer than what they were made from, so that a second call starts at once.
$(ready): requirements.lock pyproject.toml scripts/env.sh
	@sh scripts/env.sh requirements.lock
	@touch $@

$(ready_dev): requirements-dev.lock pyproject.toml scripts/env.sh
	@sh scripts/env.sh requirements-dev.lock
	@touch $(ready) $@

demo: $(ready)
	@$(bin)/wirewatch demo

test: $(ready_dev)
	@sh scripts/browser.sh
	@$(bin)/pytest $(ARGS)

check: $(ready_dev)
	@$(bin)/ruff check .
	@$(bin)/ruff format --check .
	@$(bin)/mypy

chaos: $(ready_dev)
	@$(bin)/python -m tests.chaos.run $(ARGS)

bench: $(ready)
	@$(bin)/wirewatch bench $(ARGS)

clean:
	@if [ -x $(bin)/wirewatch ] && [ -d .wirewatch ]; then $(bin)/wirewatch broker stop; fi
	@rm -rf .venv .wirewatch .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
