# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: install demo test check lint bench soak clean

install: $(VENV)/.installed
test-install: $(VENV)/.test-installed

# Debian's python3 comes without venv; root gets its package, others are told its name.
$(BIN)/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && apt-get install -y -qq python3-venv; \
	else echo "make: needs Debian's package python3-venv: apt-get install python3-venv" >&2; exit 1; fi
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements/base.txt requirements/trial.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt -r requirements/trial.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.test-installed: $(VENV)/.installed requirements/test.txt
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/test.txt
	touch $@

demo: install
	$(BIN)/yigong demo $(if $(ONCE),--once)

test: test-install
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: test-install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

bench: test-install
	$(BIN)/python -m benchmarks

soak: test-install
	SOAK=1 $(BIN)/python -m pytest tests/federation

clean:
	rm -rf $(VENV) build *.egg-info
