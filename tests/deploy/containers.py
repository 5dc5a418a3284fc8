"""Dockerfile and .dockerignore, read as far as ours go, and built in a folder where no container engine is at hand."""

import fnmatch
import os
import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.server import ROOT
from tests.deploy.bytecode import take_over

# Steps that need a container's system: what they ask for is compared, and not done.
OF_THE_SYSTEM = ("apt-get", "rm -rf /var/lib/apt", "useradd")


@dataclass(frozen=True)
class Step:
    """One instruction of a Dockerfile."""

    what: str
    words: str


def steps() -> list[Step]:
    """Return the instructions in their order, continued lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", "").splitlines()
    return [Step(*line.split(maxsplit=1)) for line in lines if line.strip()]


def build_stage() -> list[Step]:
    """Return the instructions of the stage that is called "build"."""
    all_steps = steps()
    names = [i for i, step in enumerate(all_steps) if step.what == "FROM"]
    start = next(i for i in names if all_steps[i].words.endswith(" AS build"))
    return all_steps[start + 1 : next(i for i in names if i > start)]


def is_ignored(path: str) -> bool:
    """Tell whether .dockerignore keeps a file out: the last pattern that fits it, or a folder of it, decides."""
    ignored = False
    parts = path.split("/")
    above = ["/".join(parts[: i + 1]) for i in range(len(parts))]
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        pattern = line.removeprefix("!")
        if pattern.startswith("**/"):
            fits = any(fnmatch.fnmatch(part, pattern[3:]) for part in parts)
        else:
            depth = pattern.count("/")
            fits = len(above) > depth and fnmatch.fnmatch(above[depth], pattern)
        if fits:
            ignored = not line.startswith("!")
    return ignored


def files_of_the_project() -> list[str]:
    """Return what git knows, or would know after the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def copy_files(names: list[str], folder: Path) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, folder / name)


def of_this_machine() -> dict[str, str]:
    """Return what programs of this machine need to find each other and the registry, and nothing of Praxis."""
    kept = re.compile(r"PATH|HOME|LANG|(SSL|PIP|UV|REQUESTS)_.*|https?_proxy", re.IGNORECASE)
    return {name: value for name, value in os.environ.items() if kept.fullmatch(name)}


def uv() -> str:
    return shutil.which("uv") or str(ROOT / ".venv/bin/uv")


def build(folder: Path) -> Path:
    """Take the steps of the build stage in ``folder``, which stands for /, and return the folder of the site."""
    site = folder / "srv/praxis/app"
    site.mkdir(parents=True)
    context = [name for name in files_of_the_project() if not is_ignored(name)]
    environment = of_this_machine()
    for step in build_stage():
        if step.what == "COPY":
            *sources, target = step.words.split()
            assert target in {".", "./"}
            copy_files([n for n in context if sources == ["."] or n in sources], site)
        elif step.what == "RUN":
            for command in step.words.split("&&"):
                _run(command.strip(), folder, site, environment)
        if step.what == "COPY" or "uv sync" in step.words:
            take_over(ROOT, site)
    return site


def _run(command: str, folder: Path, site: Path, environment: dict[str, str]) -> None:
    if (
        command.startswith(OF_THE_SYSTEM)
        or "/opt/uv/bin/pip" in command
        or "-m venv /opt/uv" in command
    ):
        return
    here = command.replace("/opt/uv/bin/uv", shlex.quote(uv()))
    # What was compiled for these tests is taken over below, and not compiled anew.
    here = here.replace(" --compile-bytecode", "")
    here = here.replace("/srv/praxis", str(folder / "srv/praxis")).replace(
        "/tmp/praxis",  # noqa: S108  (where the Dockerfile puts what it throws away)
        str(folder / "tmp"),
    )
    done = subprocess.run(
        ["sh", "-c", here], cwd=site, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise AssertionError(f"{command}\n{done.stdout}\n{done.stderr}")
