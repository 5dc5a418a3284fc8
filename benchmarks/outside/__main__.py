"""Record what Praxis shows, or compare two records: ``make outside``, ``make outside-compare``."""

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from benchmarks.outside.compare import compare, read_expected

CHECKOUT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Do what the command line says; 1 when something differs that is not meant."""
    parser = ArgumentParser(prog="python -m benchmarks.outside", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write", help="record what this checkout shows")
    write.add_argument("folder", type=Path, help="where the record goes: a new or empty folder")
    write.add_argument("--jobs", type=int, default=1, help="readers at the same time")
    both = commands.add_parser("compare", help="compare two records")
    both.add_argument("before", type=Path)
    both.add_argument("after", type=Path)
    both.add_argument("--expect", type=Path, help="file with the differences that are meant")
    both.add_argument("--lines", type=int, default=6, help="shown of each difference")
    wishes = parser.parse_args()

    if wishes.command == "write":
        return _write(wishes.folder.resolve(), wishes.jobs)
    expected = read_expected(wishes.expect.read_text()) if wishes.expect else []
    return compare(wishes.before, wishes.after, expected, most_lines=wishes.lines)


def _write(folder: Path, jobs: int) -> int:
    """Write the record in a process of its own, whose database, files and order of sets are its own too."""
    if folder.exists() and any(folder.iterdir()):
        print(f"{folder} is not empty. Name a new folder.")
        return 2
    with tempfile.TemporaryDirectory(prefix="praxis-outside-") as own:
        environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "DJANGO_SETTINGS_MODULE": "benchmarks.outside.settings",
            "PRAXIS_VAR": own,
            # The order of a set of words must be the same in both records.
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": os.pathsep.join([str(CHECKOUT), str(CHECKOUT / "platform")]),
            "TZ": "Europe/London",
        }
        command = [sys.executable, "-m", "benchmarks.outside.record", str(folder), str(jobs)]
        return subprocess.run(command, cwd=CHECKOUT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
