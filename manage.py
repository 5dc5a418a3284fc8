#!/usr/bin/env python
"""Django's command line, with the folder ``platform`` as a second source root."""

import os
import sys
from pathlib import Path


def main() -> None:
    # ``platform`` is a source root, not a package: the standard library keeps its module of that name.
    sys.path.insert(1, str(Path(__file__).resolve().parent / "platform"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
