"""Whatever the parts register is there when Django has started, and lower apps name no part."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from core.parts import REGISTERING_MODULES, parts
from core.registry import REGISTRIES

ROOT = settings.BASE_DIR
OURS = [
    config
    for config in apps.get_app_configs()
    if Path(config.path).parent in (ROOT, ROOT / "platform")
]
# The parts above the API: what those below must not know by name.
DOMAINS = {part.name for part in parts()} - {"accounts", "notifications", "api"}

COUNT_AGAIN = """
import importlib, json, pkgutil
import django

django.setup()

from django.apps import apps
from core.registry import REGISTRIES

def registered():
    return sorted((registry.what, name) for registry in REGISTRIES for name in registry)

at_start = registered()
for app in %r:
    package = importlib.import_module(app)
    for module in pkgutil.walk_packages(package.__path__, f"{app}."):
        if "migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
late = [thing for thing in registered() if thing not in at_start]
print(json.dumps({"at_start": len(at_start), "late": late}))
"""


def test_to_import_every_module_adds_nothing_to_what_is_registered_at_the_start():
    names = [config.name for config in OURS]

    done = subprocess.run(
        [sys.executable, "-c", COUNT_AGAIN % names],
        cwd=ROOT,
        env=_environment(),
        capture_output=True,
        text=True,
    )

    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["late"] == []
    assert found["at_start"] > 100


def test_everything_is_registered_in_a_module_of_the_one_list():
    # The groups are those of the apps themselves: the models of notifications need them.
    allowed = {*REGISTERING_MODULES, "apps"}

    elsewhere = {
        (registry.what, name, entry.module)
        for registry in REGISTRIES
        for name, entry in registry.entries.items()
        if _is_ours(entry.module) and entry.module.partition(".")[2] not in allowed
    }

    assert elsewhere == {("group of notifications", "account", "notifications.groups")}


@pytest.mark.parametrize("app", ["core", "accounts", "workflow", "notifications", "api"])
def test_lower_apps_name_no_part(app):
    folder = Path(apps.get_app_config(app).path)
    named = {
        (path.relative_to(folder).as_posix(), word.lower())
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts
        for word in _words(ast.parse(path.read_text(encoding="utf-8")))
        if word in DOMAINS or (word.isupper() and word.lower() in DOMAINS)
    }

    # A profile can be shown to "Members of my networks": who these are is answered by the apps that know.
    files = ("models/profiles.py", "profiles/visibility.py", "views/profile.py")
    # The safeguarding lead has no other name.
    allowed = {*((file, "networks") for file in files), ("roles.py", "safeguarding")}
    # What an operator is told to do about a fault is called advice there, as in everyday language.
    findings = ("backups/postgresql", "doctor/disks", "doctor/findings", "doctor_checks", "management/commands/doctor")  # fmt: skip
    told = {(f"{file}.py", "advice") for file in findings}
    assert named == {"accounts": allowed, "core": told}.get(app, set())


def test_every_part_has_an_address_of_its_own():
    addresses = [part.address for part in parts()]

    assert sorted(set(addresses)) == sorted(addresses)


def _words(tree: ast.AST) -> Iterator[str]:
    """Every name in the code, and the words of its texts except docstrings."""
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield from re.findall(r"\w+", node.value)
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.ImportFrom | ast.Import):
            modules = [alias.name for alias in node.names]
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            yield from (module.split(".")[0] for module in modules)


def _is_ours(module: str) -> bool:
    return module.split(".")[0] in {config.name for config in OURS}


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "platform")]),
    }
