"""The environment that the settings are filled from, and the file that may hold it.

The file is read alike by systemd, docker compose, a shell and ``manage.py``, so it keeps to what all four understand:
``NAME='value'`` on a line of its own (docs/deploy.md, "The environment file").
"""

import os
import re
from collections import UserDict
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

# Names the file; empty for none.
NAMED_BY = "PRAXIS_ENV_FILE"
USUAL_PLACE = Path("/etc/praxis/production.env")

# Between single quotes nothing has a meaning of its own to any of the four readers, but the backslash to some. Only what
# holds a single quote stands between double ones, without what they would replace there.
# Signs that some take for the end of a line stand nowhere.
_TEXT = r"""\\\x00-\x1f\x7f\x85\u2028\u2029"""
_LINE = re.compile(
    rf"""[A-Za-z_][A-Za-z0-9_]*=(?:'[^'{_TEXT}]*'|"[^"$`{_TEXT}]*"|[A-Za-z0-9_@%+=:,./-]*)""",
    re.ASCII,
)


class _AsWritten(UserDict[str, str]):
    """The process's environment, from which a value that begins with a dollar sign is read as it is.

    ``environ`` takes such a value for the name of another variable, unless a backslash stands before it.
    """

    def __init__(self) -> None:
        super().__init__()
        # ``Any`` as this is no dict; what is set here is set for the process.
        self.data: Any = os.environ

    def __getitem__(self, name: str) -> str:
        value = self.data[name]
        return f"\\{value}" if value.startswith("$") else value


class Environment(environ.Env):
    """Reads settings from the environment. What the process was started with wins over the file."""

    ENVIRON = _AsWritten()

    def __init__(self) -> None:
        super().__init__()
        self.escape_proxy = True

    def read_usual_file(self) -> None:
        """Read the file that ``PRAXIS_ENV_FILE`` names, or the usual one where there is one.

        The usual one is left alone with ``DEBUG=1``: it is the production's. Raises ``ImproperlyConfigured`` when
        the file that is named cannot be read, or when one of its lines would be read differently by others.
        """
        named = self.str(NAMED_BY, default=None)
        if named is None and (self.bool("DEBUG", default=False) or not os.path.exists(USUAL_PLACE)):
            return
        if named != "":
            self.read_file(Path(named or USUAL_PLACE))

    def read_file(self, file: Path) -> None:
        """Add what the file says to the environment, without replacing anything. Repeats safely."""
        try:
            text = file.read_bytes().decode("utf-8")
        except OSError as error:
            raise ImproperlyConfigured(
                f"The environment file {file} cannot be read ({error.strerror}). Run this command as the user of the"
                f" service, or name another file in {NAMED_BY}."
            ) from error
        except UnicodeDecodeError as error:
            raise ImproperlyConfigured(f"The environment file {file} is not in UTF-8.") from error
        for number, line in enumerate(text.split("\n"), 1):
            if line and not line.startswith("#") and not _LINE.fullmatch(line):
                raise ImproperlyConfigured(
                    f"Line {number} of {file} would be read differently by a shell, systemd or docker compose. Write"
                    " it as NAME='value', without backslashes; a value that holds a single quote as NAME=\"value\","
                    " without $, ` and backslashes."
                )
        self.read_env(file)
