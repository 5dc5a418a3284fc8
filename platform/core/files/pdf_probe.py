"""Counts the pages of the PDF on its standard input: prints the number, or ``locked``. Fails on a broken one.

It runs as a process of its own, started by ``core.files.uploads``, with little time and memory: a file made to keep a
reader busy for minutes then costs two seconds and no more than this process.
"""

import io
import resource
import sys

SECONDS = 2
MEMORY = 1024 * 1024 * 1024


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    sys.stdout.write("locked" if reader.is_encrypted else str(len(reader.pages)))


if __name__ == "__main__":
    main()
