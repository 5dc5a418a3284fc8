"""The units of systemd: they name what is there, and systemd understands them."""

import re
import shutil
import subprocess

import pytest

from benchmarks.server import ROOT

UNITS = ["praxis-web.socket", "praxis-web@.service", "praxis-jobs.service"]
SERVICES = [unit for unit in UNITS if unit.endswith(".service")]


def text_of(unit: str) -> str:
    return (ROOT / "deploy" / unit).read_text(encoding="utf-8")


def test_systemd_understands_every_unit(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed here")
    for unit in UNITS:
        text = text_of(unit).replace("/srv/praxis/app", str(ROOT))
        (tmp_path / unit.replace("@.", "@1.")).write_text(text, encoding="utf-8")

    # Of the units that ours are started after, some are not on this machine.
    said = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.iterdir())], capture_output=True, text=True
    )

    ours = [line for line in said.stderr.splitlines() if "praxis" in line]
    assert (said.returncode, ours) == (0, [])


@pytest.mark.parametrize("unit", SERVICES)
def test_a_service_starts_again_and_may_write_only_where_its_data_is(unit):
    said = dict(re.findall(r"^(\w+)=(.*)$", text_of(unit), re.MULTILINE))

    assert {
        "User": "praxis",
        "Restart": "always",
        "EnvironmentFile": "/etc/praxis/production.env",
        "StateDirectory": "praxis",
        "ProtectSystem": "strict",
        "NoNewPrivileges": "yes",
        "CapabilityBoundingSet": "",
    }.items() <= said.items()
    assert "ReadWritePaths" not in said


def test_both_web_services_take_the_one_socket_and_say_when_they_serve():
    service = text_of("praxis-web@.service")

    assert "Type=notify" in service
    assert "Sockets=praxis-web.socket" in service
    # A HUP would start workers of the old code.
    assert "ExecReload" not in service
