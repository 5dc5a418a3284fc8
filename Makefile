# Praxis: `make run` starts it, `make test` proves it, `make check` judges the code.

PY := .venv/bin/python
PORT ?= 8000
SIZES ?= 1000 20000
export DEBUG ?= 1
# Who runs what is decided in tests/conftest.py.
SHARED := -n auto --dist loadscope --no-loadscope-reorder

.PHONY: run test quick coverage check browsers bench bench-search relevance harvest clean

run: .venv/.installed
	@$(PY) manage.py serve --port $(PORT)

# Everything, in as many processes as there are cores; the longest tests are shared out first.
# The browser tests install Debian's chromium when it is missing and they may.
# One file, one test, or those whose names hold some words:
#   .venv/bin/python -m pytest tests/library/test_finder.py
#   .venv/bin/python -m pytest tests/library/test_finder.py::test_ten_thousand_filters_give_a_page
#   .venv/bin/python -m pytest tests/library -k "withdrawn and not api"
# On PostgreSQL and Redis: set DATABASE_URL and REDIS_URL before any of these, as .ci/run does.
test: .venv/.installed browsers
	@$(PY) -m pytest $(SHARED)

# What is told soon: all but the browser, the walks over every address, what takes seconds of its own,
# and what starts servers and processes.
quick: .venv/.installed
	@$(PY) -m pytest $(SHARED) -m "not (browser or crawl or slow or concurrency)"

# The same tests as `make test`, and which lines and branches they run; the least covered files last.
coverage: .venv/.installed browsers
	@rm -f .coverage .coverage.*
	@$(PY) -m pytest $(SHARED) --cov --cov-report=
	@$(PY) -m coverage report --skip-covered --sort=-cover

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
