"""Which Python ``deploy/bootstrap.sh`` makes the environment with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.server import ROOT

SYSTEM = "/usr/bin/python3"
NEEDED = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))"
MAKES_ENVIRONMENTS = (
    Path(SYSTEM).exists()
    and subprocess.run([SYSTEM, "-c", NEEDED], capture_output=True, check=False).returncode == 0
)
# Answers as a real one but when it is to make an environment.
STAND_IN = """#!/bin/sh
test "$1 $2" = "-m venv" && { echo "asked for $3"; exit 7; }
exec THE_REAL_ONE "$@"
"""


def prepare(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(ROOT / "deploy/bootstrap.sh")],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_that_is_none_is_named_and_nothing_is_made(tmp_path):
    done = prepare(tmp_path, PYTHON="/bin/false")
    assert done.returncode == 1
    assert "needs python3, version 3.11 or newer. /bin/false is none." in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not MAKES_ENVIRONMENTS, reason="The system's Python makes no environments here")
def test_the_systems_python_is_taken_before_another_one_on_the_path(tmp_path):
    first = tmp_path / "first"
    first.mkdir()
    for name, words in {"python3": STAND_IN, "uv": "#!/bin/sh\n"}.items():
        (first / name).write_text(words.replace("THE_REAL_ONE", sys.executable), encoding="utf-8")
        (first / name).chmod(0o755)
    place = tmp_path / "checkout"
    place.mkdir()

    done = prepare(place, PATH=f"{first}:{os.environ['PATH']}", PYTHON="")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "home = /usr/bin\n" in (place / ".venv/pyvenv.cfg").read_text(encoding="utf-8")


def test_the_python_that_is_named_makes_the_environment(tmp_path):
    named = tmp_path / "a folder" / "python3"
    named.parent.mkdir()
    named.write_text(STAND_IN.replace("THE_REAL_ONE", sys.executable), encoding="utf-8")
    named.chmod(0o755)
    done = prepare(tmp_path, PYTHON=str(named))
    assert (done.returncode, done.stdout) == (7, "asked for .venv\n")


def test_an_environment_that_is_there_keeps_its_python_and_says_so(tmp_path):
    for place, words in {".venv/bin/python": "#!/bin/sh\n", "path/uv": "#!/bin/sh\n"}.items():
        (tmp_path / place).parent.mkdir(parents=True)
        (tmp_path / place).write_text(words, encoding="utf-8")
        (tmp_path / place).chmod(0o755)

    done = prepare(tmp_path, PYTHON=sys.executable, PATH=f"{tmp_path}/path:{os.environ['PATH']}")

    assert done.returncode == 0, done.stderr
    assert f"keeps its Python. To make it with {sys.executable}: rm -r .venv" in done.stdout
