# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
LETTERS := /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
SHELL_ALONE := /usr/bin/chromium-headless-shell
BIN := $(VENV)/bin
# The lists are whole, with hashes: nothing is left for pip to choose, whatever came out since.
FETCH := $(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes
RULES := $(foreach package,shared station center association,tests/$(package)/domain)

.PHONY: install browser demo test cover screenshots check lint bench soak clean

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
	$(FETCH) -r requirements/build.txt
	$(FETCH) -r requirements/base.txt -r requirements/trial.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.test-installed: $(VENV)/.installed requirements/test.txt
	$(FETCH) -r requirements/test.txt
	touch $@

# Tests and pictures drive Debian's own Chromium and need Chinese letters; as above.
# Its shell without windows does the same in four fifths of the time, where it can be had.
browser:
	@[ -x $(SHELL_ALONE) ] || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || \
	{ export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && \
	apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null; } || true
	@missing=; [ -x /usr/bin/chromium ] || missing=chromium; \
	[ -e $(LETTERS) ] || missing="$$missing fonts-noto-cjk"; \
	[ -z "$$missing" ] || if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && \
		apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	else echo "make: needs Debian's packages: apt-get install $$missing" >&2; exit 1; fi

demo: install
	$(BIN)/yigong demo $(if $(ONCE),--once)

test: test-install browser cover
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(addprefix --ignore=,$(RULES))

# The rules' own tests reach every line and branch of the rules: the floor that holds.
cover: test-install
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; export COVERAGE_FILE="$$folder/coverage"; \
	$(BIN)/python -m pytest -q -n 2 $(RULES) --cov --cov-report= && \
	$(BIN)/coverage report --include='*/domain/*' --skip-covered --show-missing --fail-under=100

lint: test-install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Every main page of every tier at two widths, light and dark, as it is in docs/screenshots;
# PAGES="station-requests center-request" takes these alone.
screenshots: test-install browser
	$(BIN)/python -m tests.browser.screenshots $(PAGES)

check: lint test

bench: test-install
	$(BIN)/python -m benchmarks

soak: test-install
	SOAK=1 $(BIN)/python -m pytest tests/federation tests/residents

clean:
	rm -rf $(VENV) build *.egg-info
