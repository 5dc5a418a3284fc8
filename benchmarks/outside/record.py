"""Start Django, then write the record: a process of its own, whose environment ``__main__`` has prepared."""

import sys
from pathlib import Path

import django


def main(folder: Path, jobs: int) -> None:
    """Write the record into the folder, with so many readers at the same time."""
    django.setup()
    # What it imports has models, which are there only now.
    from benchmarks.outside.recording import write_record

    write_record(folder, jobs)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
