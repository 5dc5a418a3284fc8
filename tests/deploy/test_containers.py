"""The container image and its composition. No engine builds them here: their steps are taken in a clean folder."""

import json
import os
import re
import shutil
import subprocess
import time
import tomllib
from pathlib import Path

import pytest
import yaml

from benchmarks.server import ROOT, free_port
from benchmarks.visitors import visit
from tests.deploy.containers import build, files_of_the_project, is_ignored, steps
from tests.migrated import migrated_once

COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = ["migrate", "web", "worker", "beat"]


def test_the_image_has_the_libraries_of_the_plain_server_and_what_backs_up_its_database():
    bootstrap = (ROOT / "deploy/bootstrap.sh").read_text(encoding="utf-8")
    for_both = set(re.findall(r'missing="\$missing ([\w.-]+)"', bootstrap)) - {"python3-venv"}

    installs = [step.words for step in steps() if "apt-get install" in step.words]
    (named,) = [
        re.search(r"--no-install-recommends ([\w.\- ]+)", words)[1].split() for words in installs
    ]

    dump = f"postgresql-client-{SERVICES['database']['image'].partition(':')[2]}"
    assert set(named) == {*for_both, dump}


def test_the_image_runs_as_a_user_without_rights_and_is_given_no_secret():
    words = [f"{step.what} {step.words}" for step in steps()]
    last = max(i for i, step in enumerate(steps()) if step.what == "FROM")

    assert "USER praxis" in words[last:]
    assert [line for line in words if line.startswith("ARG")] == []
    assert [line for line in words[last:] if "SECRET" in line] == []


def test_only_what_the_site_runs_with_goes_into_the_image():
    inside = {name for name in files_of_the_project() if not is_ignored(name)}

    assert {"manage.py", "uv.lock", "templates/base.html", "deploy/gunicorn.conf.py"} <= inside
    assert {name.split("/")[0] for name in inside} == {
        *("manage.py", "pyproject.toml", "uv.lock", "LICENSE", "platform", "courses", "library"),
        *("mentoring", "networks", "submissions", "advice", "templates", "deploy"),
    }
    assert [name for name in inside if name.startswith("platform/demo/")] == []
    assert is_ignored("var/secret_key")
    assert is_ignored("production.env")
    assert is_ignored("deploy/production.env")


def test_the_composition_has_every_process_and_each_is_watched():
    assert set(SERVICES) == {*OURS, "database", "redis"}
    assert {n for n, s in SERVICES.items() if "healthcheck" not in s} == {"migrate"}
    assert {n for n, s in SERVICES.items() if s.get("restart") == "no"} == {"migrate"}
    assert [n for n in OURS if SERVICES[n]["env_file"] != ["production.env"]] == []


def test_pages_and_tasks_wait_until_the_tables_are_made():
    for name in ("web", "worker", "beat"):
        waits = {on: how["condition"] for on, how in SERVICES[name]["depends_on"].items()}

        assert waits == {
            "migrate": "service_completed_successfully",
            "database": "service_healthy",
            "redis": "service_healthy",
        }


def test_data_outlives_containers_and_only_pages_have_a_port_on_this_machine():
    kept = {v.split(":")[0] for s in SERVICES.values() for v in s.get("volumes", [])}

    assert kept == set(COMPOSE["volumes"])
    assert {n: s["ports"] for n, s in SERVICES.items() if "ports" in s} == {
        "web": ["127.0.0.1:8000:8000"]
    }


def names_of(requirements: list[str | dict[str, str]]) -> set[str]:
    """Return the names of packages; a group that is included in another is not one of them."""
    packages = [each for each in requirements if isinstance(each, str)]
    return {re.match(r"[\w.-]+", each)[0].lower().replace("_", "-") for each in packages}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("image")
    return build(folder)


@pytest.fixture(scope="module")
def environment(built):
    """What a container of ours is started with, on SQLite and without Redis."""
    var = built.parents[2] / "var"
    var.mkdir()
    return {
        "PATH": f"{built}/.venv/bin:{os.environ['PATH']}",
        "PRAXIS_VAR": str(var),
        "STATIC_ROOT": str(built.parent / "static"),
        "PRAXIS_ENV_FILE": "",
        "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "ALLOWED_HOSTS": "127.0.0.1",
    }


def run(command: str, built, environment) -> str:
    done = subprocess.run(
        command.split(), cwd=built, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_nothing_of_development_is_installed_or_imported(built, environment):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    of_development = names_of(project["dependency-groups"]["dev"])
    program = (
        "import importlib.metadata as m, json, sys; sys.path[:0] = ['platform', '.'];"
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings';"
        "import config.wsgi, config.celery, django.urls;"
        "from importlib import import_module; from pathlib import Path;"
        "django.urls.get_resolver().url_patterns;"
        "[import_module('.'.join(p.with_suffix('').parts[1:] if p.parts[0] == 'platform' else p.with_suffix('').parts))"
        " for top in ('platform', 'courses', 'library', 'mentoring', 'networks', 'submissions')"
        " for p in sorted(Path(top).rglob('*.py'))"
        " if 'migrations' not in p.parts and p.name not in ('__init__.py', 'settings_test.py')];"
        "print(json.dumps([[d.metadata['Name'] for d in m.distributions()],"
        " [r for d in m.distributions() for r in d.requires or ()]]))"
    )

    said = subprocess.run(
        ["python", "-c", program], cwd=built, env=environment, capture_output=True, text=True
    )

    assert said.returncode == 0, said.stderr
    installed, needed = map(names_of, json.loads(said.stdout.splitlines()[-1]))
    assert names_of(project["project"]["dependencies"]) <= installed
    # What WeasyPrint needs too is no tool of development alone.
    assert of_development & installed - needed == set()
    assert {"pytest", "ruff", "mypy", "factory-boy"} & installed == set()


@pytest.mark.slow
def test_what_is_built_checks_migrates_and_serves_a_page(built, environment, tmp_path_factory):
    migrated = migrated_once(tmp_path_factory).file
    shutil.copy2(migrated, Path(environment["PRAXIS_VAR"]) / migrated.name)
    run("python manage.py check --deploy --fail-level WARNING", built, environment)
    migrate = SERVICES["migrate"]["command"]
    for command in re.fullmatch(r'sh -c "(.*)"', migrate)[1].split(" && "):
        run(command, built, environment)
    (command,) = [json.loads(step.words) for step in steps() if step.what == "CMD"]
    port = free_port()
    place = {"WEB_BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "1", "SECURE_SSL_REDIRECT": "0"}

    served = subprocess.Popen(command, cwd=built, env=environment | place)
    try:
        deadline = time.monotonic() + 60
        while not answers(port, "/health/ready") and time.monotonic() < deadline:
            time.sleep(0.2)
        sheet = re.search(r'href="(/static/core/[^"]+\.css)"', text_of(port, "/"))[1]

        assert visit(port, "/library/") < 60
        assert re.search(r"\.[0-9a-f]{12}\.css$", sheet)
        assert visit(port, sheet) < 60
    finally:
        served.terminate()
        served.wait(timeout=40)


def answers(port: int, path: str) -> bool:
    try:
        visit(port, path)
    except OSError:
        return False
    return True


def text_of(port: int, path: str) -> str:
    import urllib.request

    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return answer.read().decode()
