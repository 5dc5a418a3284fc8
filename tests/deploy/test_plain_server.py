"""The steps of "A plain server" in docs/deploy.md, taken from nothing and as they are written, up to a served page, and those of "A new version".

What stands in for a bare machine is little, and all of it is here: the folders of the server lie below that of the test,
the commands of the system note what they were asked, and the two values of the first step are the test's own.
"""

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.core.management import get_commands
from django.db import connection

from benchmarks.server import ROOT, free_port
from tests.deploy.containers import copy_files, files_of_the_project, of_this_machine, uv
from tests.deploy.test_environment_file import read_by_systemd
from tests.migrated import migrated_once

GUIDE = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
FOLDERS = ("/srv/praxis", "/etc/praxis", "/var/lib/praxis", "/etc/systemd/system", "/etc/nginx")
# They need a system of their own, or a user that is not here: each notes its words in a file.
NOTED = ("apt-get", "adduser", "systemctl", "chown", "nginx")
# This one runs what the service's user is to run; what the database's user is to run is noted.
RUNUSER = """#!/bin/sh
test "$1" = -u && test "$3" = -- || exit 2
if [ "$2" = praxis ]; then shift 3; exec "$@"; fi
echo runuser "$@" >> "$NOTES"
"""
# With uv at hand it need not be fetched. What was compiled for these tests is not compiled anew for the copy.
UV = f"""#!/bin/sh
for word; do
  shift
  test "$word" = --compile-bytecode || set -- "$@" "$word"
done
THE_REAL_ONE "$@" && exec {sys.executable} {ROOT}/tests/deploy/bytecode.py {ROOT} .
"""
PASSWORD = "a long walk by the sea"


def steps_of(heading: str) -> str:
    """The blocks of commands below a heading of the guide, in their order, as one script."""
    section = re.split(r"^## ", GUIDE, flags=re.MULTILINE)
    (text,) = [each for each in section if each.startswith(f"{heading}\n")]
    return "\n".join(re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE))


def placed(text: str, machine: Path) -> str:
    for folder in FOLDERS:
        text = text.replace(folder, f"{machine}{folder}")
    return text


@pytest.fixture
def database(tmp_path, tmp_path_factory):
    """The address of a database of the kind that the tests run on: an empty one, or a file that was migrated from nothing."""
    if connection.vendor == "sqlite":
        file = tmp_path / "praxis.sqlite3"
        shutil.copy2(migrated_once(tmp_path_factory).file, file)
        yield f"sqlite:///{file}"
        return
    place = connection.settings_dict
    login = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT'] or 5432}"
    name = f"praxis_steps_{os.getpid()}"
    with psycopg.connect(f"postgres://{login}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield f"postgres://{login}/{name}"
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def machine(tmp_path, database):
    """A folder that stands for a bare machine, and a repository to clone from."""
    machine, repository, commands = (tmp_path / n for n in ("machine", "repository", "bin"))
    for folder in ("/srv/praxis", "/etc/systemd/system", "/etc/nginx/sites-available", "/etc/nginx/sites-enabled"):  # fmt: skip
        Path(f"{machine}{folder}").mkdir(parents=True)
    copy_files(files_of_the_project(), repository)
    for file in [*(repository / "deploy").iterdir(), repository / "platform/config/environment.py"]:
        file.write_text(placed(file.read_text(encoding="utf-8"), machine), encoding="utf-8")
    example = repository / "deploy/production.env.example"
    text = re.sub(
        r"(?m)^DATABASE_URL=.*$", f"DATABASE_URL='{database}'", example.read_text(encoding="utf-8")
    )
    text = re.sub(r"(?m)^REDIS_URL=.*\n", "", text)
    example.write_text(text, encoding="utf-8")
    git(repository, "init", "--quiet")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "--message", "All")
    commands.mkdir()
    for name in NOTED:
        (commands / name).write_text(f'#!/bin/sh\necho {name} "$@" >> "$NOTES"\n')
    (commands / "runuser").write_text(RUNUSER)
    for command in commands.iterdir():
        command.chmod(0o755)
    (commands / "uv").write_text(UV.replace("THE_REAL_ONE", uv()))
    (commands / "uv").chmod(0o755)
    return machine


def git(repository: Path, *words: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
    subprocess.run(["git", *identity, *words], cwd=repository, check=True, capture_output=True)


def take(script: str, machine: Path) -> None:
    """Run the script as one shell would, with nothing in its environment but what root has."""
    script = re.sub(
        r"(?m)^export REPOSITORY=.*$", f"export REPOSITORY={machine.parent}/repository", script
    )
    done = subprocess.run(
        ["sh", "-eu"],
        input=placed(script, machine),
        env={
            **of_this_machine(),
            "PATH": f"{machine.parent}/bin:{os.environ['PATH']}",
            "NOTES": f"{machine.parent}/notes",
        },
        cwd=machine,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


@pytest.mark.slow
def test_the_steps_lead_from_nothing_to_a_served_page_and_on_to_a_new_version(machine):
    script = steps_of("A plain server")
    # The shell reads its commands from standard input, where the password would be asked for.
    take(re.sub(r"(?m)^(.* create_administrator .*)$", rf"echo '{PASSWORD}' | \1", script), machine)

    notes = (machine.parent / "notes").read_text().splitlines()
    site = Path(f"{machine}/srv/praxis/app")
    file = Path(f"{machine}/etc/praxis/production.env")
    unit = Path(f"{machine}/etc/systemd/system/praxis-web@.service").read_text(encoding="utf-8")
    said = dict(re.findall(r"^(\w+)=(.*)$", unit, re.MULTILINE))
    assert file.stat().st_mode & 0o777 == 0o640
    assert "runuser -u postgres -- createdb --owner praxis praxis" in notes
    assert notes[-1] == "systemctl reload nginx"
    assert said["EnvironmentFile"] == str(file)

    port = free_port()
    served = subprocess.Popen(
        said["ExecStart"].split(),
        cwd=said["WorkingDirectory"],
        env={"PATH": os.environ["PATH"], **read_by_systemd(file), "WEB_BIND": f"127.0.0.1:{port}"},
    )
    try:
        front = ask(port, "/")
        assert "<h1" in front
        sheet = re.search(r'href="(/static/core/[^"]+\.[0-9a-f]{12}\.css)"', front)[1]
        assert ask(port, sheet)
        assert "Sign in" in ask(port, "/accounts/login/")
    finally:
        served.terminate()
        served.wait(timeout=40)
    assert Path(f"{machine}/srv/praxis/static{sheet.removeprefix('/static')}").is_file()
    assert not (site / "var").exists()

    git(machine.parent / "repository", "tag", "v1.3.0")
    take(steps_of("A new version"), machine)

    notes = (machine.parent / "notes").read_text().splitlines()
    assert notes[-4:] == [
        "systemctl stop praxis-jobs.service",
        "systemctl restart praxis-web@1.service",
        "systemctl restart praxis-web@2.service",
        "systemctl start praxis-jobs.service",
    ]


def test_every_command_that_the_guide_names_is_there():
    named = set(re.findall(r"manage\.py ([a-z_]+)", GUIDE))

    assert named - set(get_commands()) == set()
    assert {"migrate", "maintenance", "create_administrator"} <= named


def ask(port: int, path: str) -> str:
    """Ask as the proxy does, again while the server still starts; 200 or an error."""
    deadline = time.monotonic() + 60
    while True:
        sent = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {
            "Host": "praxis.example.org",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.1",
        }
        try:
            sent.request("GET", path, headers=headers)
            answer = sent.getresponse()
            assert answer.status == 200
            return answer.read().decode()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        finally:
            sent.close()
