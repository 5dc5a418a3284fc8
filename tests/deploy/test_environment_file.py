"""One environment file, read alike by a shell, systemd, docker compose and ``manage.py``.

The shell and Praxis are the real ones. The two others are not at hand where tests run: their rules are written down
here, from systemd.exec(5), "EnvironmentFile=", and the reference of compose files, "env_file".
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / "deploy/production.env.example").read_text(encoding="utf-8")
TRICKY = r"""
# A comment, and an empty line.

SPACES='Institute of Health  Equity '
HASH='a #b#c # d'
DOLLARS='$HOME ${HOME} $$ $'
LEADING_DOLLAR='$abc'
EQUALS='a=b==c'
DOUBLE_QUOTES='say "yes" "'
SINGLE_QUOTE="the people's # institute = yours"
BACKTICKS='`id`'
SIGNS='!*?[]{}()<>|&;~%@:,./-+^'
UMLAUTS='Zürich – Łódź'
EMPTY=''
NOTHING=
PLAIN=redis://127.0.0.1:6379/0
"""
VALUES = {
    "SPACES": "Institute of Health  Equity ",
    "HASH": "a #b#c # d",
    "DOLLARS": "$HOME ${HOME} $$ $",
    "LEADING_DOLLAR": "$abc",
    "EQUALS": "a=b==c",
    "DOUBLE_QUOTES": 'say "yes" "',
    "SINGLE_QUOTE": "the people's # institute = yours",
    "BACKTICKS": "`id`",
    "SIGNS": "!*?[]{}()<>|&;~%@:,./-+^",
    "UMLAUTS": "Zürich – Łódź",
    "EMPTY": "",
    "NOTHING": "",
    "PLAIN": "redis://127.0.0.1:6379/0",
}
PRINTS_ITS_ENVIRONMENT = "import json, os; print(json.dumps(dict(os.environ)))"


def read_by_a_shell(file: Path) -> dict[str, str]:
    """What ``set -a; . file`` gives to the programs that are started next."""
    program = f'set -a; . "$1"; exec {sys.executable} -c "{PRINTS_ITS_ENVIRONMENT}"'
    said = subprocess.run(
        ["sh", "-euc", program, "sh", file],
        env={"HOME": "/root", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)


def read_by_manage_py(file: Path) -> dict[str, str]:
    """What the settings are filled from, each value as they read it."""
    program = (
        "import json, sys; from config.environment import Environment; env = Environment();"
        " env.read_usual_file(); print(json.dumps({n: env.str(n) for n in sys.argv[1:]}))"
    )
    names = re.findall(r"^(\w+)=", file.read_text(encoding="utf-8"), re.MULTILINE)
    said = subprocess.run(
        [sys.executable, "-c", program, *names],
        env={"PYTHONPATH": str(ROOT / "platform"), "PRAXIS_ENV_FILE": str(file), "HOME": "/root"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(said.stdout)


def read_by_systemd(file: Path) -> dict[str, str]:
    """Quotes are removed, text in single ones is literal; between double ones a backslash keeps the next sign.

    No variable is replaced. Lines that begin with # or ; are comments; spaces around an unquoted value are dropped.
    """
    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and line[0] not in "#;":
            name, _, text = line.partition("=")
            value, quote, signs = "", "", iter(text.strip())
            for sign in signs:
                if sign == "\\" and quote != "'":
                    value += next(signs, "")
                elif sign in "\"'" and quote in ("", sign):
                    quote = "" if quote else sign
                else:
                    value += sign
            found[name] = value
    return found


def read_by_compose(file: Path) -> dict[str, str]:
    """Single-quoted is literal. Elsewhere variables are replaced, and what follows " #" is a comment when unquoted."""

    def replace(text: str) -> str:
        return re.sub(r"\$\$|\$\{?\w+\}?", lambda m: "$" if m[0] == "$$" else "<replaced>", text)

    found = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, text = line.partition("=")
        if text.startswith("'"):
            found[name] = re.fullmatch(r"'((?:[^'\\]|\\.)*)'(?:\s+#.*)?", text)[1].replace(
                "\\'", "'"
            )
        elif text.startswith('"'):
            inner = re.fullmatch(r'"((?:[^"\\]|\\.)*)"(?:\s+#.*)?', text)[1]
            found[name] = replace(re.sub(r"\\(.)", r"\1", inner))
        else:
            found[name] = replace(re.split(r"\s#", text)[0].strip())
    return found


READERS = [read_by_a_shell, read_by_manage_py, read_by_systemd, read_by_compose]


@pytest.mark.parametrize("read", READERS)
def test_every_reader_gets_what_is_meant(tmp_path, read):
    file = tmp_path / "production.env"
    file.write_text(TRICKY, encoding="utf-8")

    assert {name: value for name, value in read(file).items() if name in VALUES} == VALUES


def test_every_reader_gets_the_same_from_the_example():
    file = ROOT / "deploy/production.env.example"

    got = [read(file) for read in READERS]

    names = re.findall(r"^(\w+)=", EXAMPLE, re.MULTILINE)
    assert len(names) > 8
    assert [{name: each[name] for name in names} for each in got] == [got[1]] * len(READERS)
    assert got[1]["DEFAULT_FROM_EMAIL"] == "Praxis <praxis@example.org>"


@pytest.mark.parametrize(
    "line",
    [
        "NAME=Praxis <praxis@example.org>",
        "NAME=two words",
        "NAME=$OTHER",
        'NAME="$OTHER"',
        'NAME="`id`"',
        r"NAME='a\b'",
        r"NAME='it'\''s'",
        "NAME='a' # why",
        "NAME = 'a'",
        " NAME='a'",
        "export NAME='a'",
        "NAME='a",
        "NAME='a'\r",
        "NAME='a\u2028b'",
        "NAME='a\tb'",
        "NAME=#",
        "NAME=~",
        "; a comment of systemd's alone",
        "NAME",
    ],
)
def test_a_line_that_others_would_read_differently_is_refused_by_its_number(tmp_path, line):
    file = tmp_path / "production.env"
    file.write_bytes(f"# First.\n{line}\n".encode())

    with pytest.raises(ImproperlyConfigured) as refusal:
        Environment().read_file(file)

    assert str(refusal.value).startswith(f"Line 2 of {file} would be read differently")


def test_a_file_in_another_encoding_is_refused(tmp_path):
    file = tmp_path / "production.env"
    file.write_bytes("NAME='Zürich'\n".encode("latin-1"))

    with pytest.raises(ImproperlyConfigured, match="is not in UTF-8"):
        Environment().read_file(file)


def settings_of(**environment: str) -> subprocess.CompletedProcess[str]:
    """Print two settings of a process that was started with this environment."""
    program = "import django; from django.conf import settings as s; print(s.SECRET_KEY, s.INSTITUTE_NAME)"
    return subprocess.run(
        [sys.executable, "-c", program],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT / "platform"),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **environment,
        },
        capture_output=True,
        text=True,
    )


def test_what_a_process_was_started_with_wins_over_the_file(tmp_path):
    file = tmp_path / "production.env"
    file.write_text("SECRET_KEY='$from-the-file'\nINSTITUTE_NAME='File'\n", encoding="utf-8")

    said = settings_of(
        PRAXIS_ENV_FILE=str(file), PRAXIS_VAR=str(tmp_path), INSTITUTE_NAME="Process"
    )

    assert said.stdout == "$from-the-file Process\n"


def test_without_a_key_the_error_says_where_to_put_one(tmp_path):
    said = settings_of(PRAXIS_ENV_FILE="", PRAXIS_VAR=str(tmp_path))

    assert said.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: Set SECRET_KEY, in the environment or in"
        " /etc/praxis/production.env (docs/deploy.md); or DEBUG=1 for development."
    )


def test_the_key_of_the_example_is_refused(tmp_path):
    example = ROOT / "deploy/production.env.example"

    said = settings_of(PRAXIS_ENV_FILE=str(example), PRAXIS_VAR=str(tmp_path))

    assert said.stderr.splitlines()[-1].endswith(
        "Put a key of your own in place of the example's SECRET_KEY (docs/deploy.md)."
    )


def test_a_file_that_is_named_and_missing_is_told(tmp_path):
    missing = tmp_path / "missing.env"

    said = settings_of(PRAXIS_ENV_FILE=str(missing), PRAXIS_VAR=str(tmp_path))

    assert (
        f"The environment file {missing} cannot be read (No such file or directory)." in said.stderr
    )
