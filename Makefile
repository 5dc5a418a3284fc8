# Praxis: `make run` starts it, `make test` proves it, `make check` judges the code.

PY := .venv/bin/python
PORT ?= 8000
SIZES ?= 1000 20000
export DEBUG ?= 1

.PHONY: run test check browsers bench bench-search relevance harvest clean

run: .venv/.installed
	@$(PY) manage.py serve --port $(PORT)

# The browser tests install Debian's chromium when it is missing and they may.
test: .venv/.installed browsers
	@$(PY) -m pytest -n auto --dist loadfile

check: .venv/.installed
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	PYTHONPATH=platform:. .venv/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	DEBUG=0 DEMO=0 SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(60))") \
	  ALLOWED_HOSTS=praxis.example.org $(PY) manage.py check --deploy --fail-level WARNING

# SECONDS=10 measures each page longer, PAGE=home only that one.
bench: .venv/.installed
	@$(PY) -m benchmarks $(if $(SECONDS),--seconds $(SECONDS)) $(if $(PAGE),--only "$(PAGE)")

# The search on a collection that people have judged: make relevance COLLECTION=DIR
relevance: .venv/.installed
	@$(PY) -m benchmarks.relevance $(COLLECTION)

# The speed of the search with so many made-up records: make bench-search SIZES="1000 20000"
bench-search: .venv/.installed
	@$(PY) -m benchmarks.search $(SIZES)

# Two clients harvest 5,000 records over OAI-PMH while 200 of them change.
harvest: .venv/.installed
	@$(PY) -m benchmarks.harvest

browsers:
	@sh deploy/browser.sh

.venv/.installed: pyproject.toml uv.lock deploy/bootstrap.sh
	@sh deploy/bootstrap.sh

clean:
	rm -rf .venv var staticfiles .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
