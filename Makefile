# Praxis: `make run` starts it, `make test` proves it, `make check` judges the code.

PY := .venv/bin/python
PORT ?= 8000
SIZES ?= 1000 20000
PEOPLE ?= 2000
UV = $(shell command -v uv || echo .venv/bin/uv)
# What the formatters of templates, style sheets and scripts work on.
DJADE = find templates -name '*.html' -not -path 'templates/django/*' -print0 | xargs -0 .venv/bin/djade --target-version 5.2
SHEETS = platform/core/styles platform/core/static
export DEBUG ?= 1
# Some machines tell Python to note nothing down. Then each process compiles all code anew, three seconds for each of
# the hundreds that a run of the tests starts.
unexport PYTHONDONTWRITEBYTECODE
# One process more than there are cores: those that wait for a browser or a server leave theirs to others.
# Who runs what is decided in tests/conftest.py.
WORKERS ?= $(shell expr $$(nproc) + 1)
# In a fresh clone each process would compile all code and tests at the same time as the others: one does it before.
COMPILED = test -d tests/__pycache__ || $(PY) -m pytest --collect-only -qq >/dev/null || true
SHARED = -n $(WORKERS) --dist loadscope --no-loadscope-reorder

.PHONY: run test test-browser quick coverage check lint types contracts migrations deployment format hooks outdated upgrade \
  pictures browsers bench bench-cpu bench-suggestions bench-cohorts bench-progress bench-figures bench-search bench-map bench-mails bench-reload first-screens soak mishaps relevance harvest outside outside-compare clean

run: .venv/.installed
	@$(PY) manage.py serve --port $(PORT)

# All but what needs a browser, in as many processes as there are cores; the longest tests are shared out first.
# One file, one test, or those whose names hold some words:
#   .venv/bin/python -m pytest tests/library/finding/test_finder.py
#   .venv/bin/python -m pytest tests/library/finding/test_finder.py::test_ten_thousand_filters_give_a_page
#   .venv/bin/python -m pytest tests/library -k "withdrawn and not api"
# On PostgreSQL and Redis: set DATABASE_URL and REDIS_URL before any of these, as .ci/run does.
# What else shall be left out is said by LEFT_OUT: make test LEFT_OUT=crawl
test: .venv/.installed
	@$(COMPILED)
	@$(PY) -m pytest $(SHARED) -m "not ($(if $(LEFT_OUT),$(LEFT_OUT) or )browser)"

# The pages in a real Chromium, Debian's, which is installed where it is missing and may be.
test-browser: .venv/.installed browsers
	@$(COMPILED)
	@$(PY) -m pytest $(SHARED) tests/browser

# What is told soon: `make test` but for the walks over every address, what takes seconds of its own,
# and what starts servers and processes.
quick: .venv/.installed
	@$(COMPILED)
	@$(PY) -m pytest $(SHARED) -m "not (browser or crawl or slow or concurrency)"

# Every test, in the browser too, and which lines and branches they run; the least covered files last.
coverage: .venv/.installed browsers
	@$(COMPILED)
	@rm -f .coverage .coverage.*
	@$(PY) -m pytest $(SHARED) --cov --cov-report=
	@$(PY) -m coverage report --skip-covered --sort=-cover

check: lint types contracts migrations deployment

lint: .venv/.installed
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	$(DJADE) --check
	.venv/bin/djangofmt check templates
	.venv/bin/oxfmt --check $(SHEETS)
	.venv/bin/oxlint $(SHEETS)

types: .venv/.installed
	.venv/bin/mypy

contracts: .venv/.installed
	PYTHONPATH=platform:. .venv/bin/lint-imports

migrations: .venv/.installed
	$(PY) manage.py makemigrations --check --dry-run

# Django's own judgement of the settings as they are in production.
deployment: .venv/.installed
	DEBUG=0 DEMO=0 SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(60))") \
	  ALLOWED_HOSTS=praxis.example.org $(PY) manage.py check --deploy --fail-level WARNING

# Writes what `make lint` would only complain about. djade fails when it changed a file: then it is asked once more.
format: .venv/.installed
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .
	$(DJADE) || $(DJADE) --check
	.venv/bin/oxfmt $(SHEETS)

# From now on git runs the checks before each commit.
hooks: .venv/.installed
	.venv/bin/pre-commit install

# What an upgrade would change, and which of our own dependencies have something newer than we allow.
outdated: .venv/.installed
	@$(UV) lock --upgrade --dry-run
	@$(UV) tree --outdated --depth 1 | grep '(latest:' || echo "Every dependency of our own is the latest."

upgrade: .venv/.installed
	$(UV) lock --upgrade
	@sh deploy/bootstrap.sh

# Takes the pictures of README and docs anew. All that the browser's tests took are in var/screenshots.
pictures: .venv/.installed browsers
	rm -rf var/screenshots
	PRAXIS_SCREENSHOTS=1 $(PY) -m pytest -n auto --dist loadfile tests/browser
	set -e; for picture in docs/screenshots/*.png; do cp var/screenshots/$$(basename $$picture) docs/screenshots/; done

# SECONDS=10 measures each page longer, PAGE=home only that one.
bench: .venv/.installed
	@$(PY) -m benchmarks $(if $(SECONDS),--seconds $(SECONDS)) $(if $(PAGE),--only "$(PAGE)")

# What each main page costs in processor time, in one process: a few requests tell, on a busy machine too.
bench-cpu: .venv/.installed
	@$(PY) -m benchmarks.cpu $(if $(TURNS),--turns $(TURNS)) $(if $(PAGE),--only "$(PAGE)")

# What suggesting mentors costs among 5,000 of them, and who is suggested.
bench-suggestions: .venv/.installed
	@$(PY) -m benchmarks.suggestions

# Importing 200,000 figures, and pages among a million of them.
bench-figures: .venv/.installed
	@$(PY) -m benchmarks.figures

# The search on a collection that people have judged: make relevance COLLECTION=DIR
relevance: .venv/.installed
	@$(PY) -m benchmarks.relevance $(COLLECTION)

# How fast the pages of a cohort of 500 learners and 60 quizzes answer
bench-cohorts: .venv/.installed
	@$(PY) -m benchmarks.cohorts

# How many lessons four clients at once mark as done in a second; DATABASE_URL says on which server
bench-progress: .venv/.installed
	@$(PY) -m benchmarks.cohorts.writes

# The figures of docs/working-pages.md that are taken on a running demo: make first-screens ADDRESS=http://127.0.0.1:9000
first-screens: .venv/.installed
	@$(PY) -m benchmarks.first_screens $(ADDRESS)

# The speed of the search with so many made-up records: make bench-search SIZES="1000 20000"
bench-search: .venv/.installed
	@$(PY) -m benchmarks.search $(SIZES)

# The evidence map beside the finder, with so many made-up records: make bench-map SIZES="1000 20000"
bench-map: .venv/.installed
	@$(PY) -m benchmarks.evidence_map $(SIZES)

# How fast the weekly summary or an issue of the newsletter leaves for so many people: make bench-mails PEOPLE=2000 WHAT=newsletter
bench-mails: .venv/.installed
	@$(PY) -m benchmarks.mails $(or $(PEOPLE),2000) $(WHAT)

# What visitors notice of fresh workers, and of a reload under 20 requests a second.
bench-reload: .venv/.installed
	@$(PY) -m benchmarks.reload

# The site under steady use, a line a minute: make soak MINUTES=10 A_SECOND=30
soak: .venv/.installed
	@$(PY) -m benchmarks.soak $(if $(MINUTES),--minutes $(MINUTES)) $(if $(A_SECOND),--a-second $(A_SECOND))

# What a bad day costs: killed workers while mail leaves, a full disk of uploads. As root, on PostgreSQL and Redis.
mishaps: .venv/.installed
	@$(PY) -m benchmarks.mishaps

# Two clients harvest 5,000 records over OAI-PMH while 200 of them change.
harvest: .venv/.installed
	@$(PY) -m benchmarks.harvest

# What every page, API answer, export and mail says, written to a folder: make outside RECORD=/tmp/before
outside: .venv/.installed
	@$(PY) -m benchmarks.outside write $(RECORD)

# Two such records, before and after the code was redrawn: make outside-compare BEFORE=DIR AFTER=DIR [EXPECT=FILE]
outside-compare: .venv/.installed
	@$(PY) -m benchmarks.outside compare $(BEFORE) $(AFTER) $(if $(EXPECT),--expect $(EXPECT))

browsers:
	@sh deploy/browser.sh

.venv/.installed: pyproject.toml uv.lock deploy/bootstrap.sh
	@sh deploy/bootstrap.sh

clean:
	rm -rf .venv var staticfiles .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
