"""What browsers are told to remember of HTTPS."""

import json
import os
import subprocess
import sys

import pytest

from benchmarks.server import ROOT


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({}, [31_536_000, False, False]),
        ({"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}, [31_536_000, True, True]),
        ({"HSTS_SECONDS": "0"}, [0, False, False]),
    ],
)
def test_only_this_name_is_bound_to_https_unless_chosen(tmp_path, chosen, told):
    names = ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD")
    program = (
        "import json; from config import settings;"
        f" print(json.dumps([getattr(settings, name) for name in {names}]))"
    )
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "platform"),
        "PRAXIS_VAR": str(tmp_path),
        "PRAXIS_ENV_FILE": "",
        "SECRET_KEY": "x",
    }

    said = subprocess.run(
        [sys.executable, "-c", program],
        env={**environment, **chosen},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(said.stdout) == told
