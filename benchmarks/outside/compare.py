"""Comparing two records: which files differ, and which of the differences are meant."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Two files that have this little in common are compared by their first lines only: the rest takes too long.
_MOST_LINES = 4_000


@dataclass(frozen=True)
class Expected:
    """A difference that is meant: a pattern for ``name: -line`` or ``name: +line``, and why."""

    pattern: re.Pattern[str]
    reason: str


@dataclass(frozen=True)
class Difference:
    """A file that is not the same in both records, with the lines that only one of them has."""

    name: str
    lines: tuple[str, ...]

    def reasons(self, expected: Iterable[Expected]) -> list[str]:
        """Return why the file may differ; nothing when one of its lines is not expected."""
        known = list(expected)
        found: list[str] = []
        for line in self.lines:
            matching = [e.reason for e in known if e.pattern.search(f"{self.name}: {line}")]
            if not matching:
                return []
            found += matching[:1]
        return list(dict.fromkeys(found))


def read_expected(text: str) -> list[Expected]:
    """Read the meant differences: a line ``# reason``, then its regular expressions, one a line.

    Raises ``ValueError`` for an expression without a reason before it.
    """
    expected: list[Expected] = []
    reason = ""
    for line in text.splitlines():
        if line.startswith("#"):
            reason = line.lstrip("# ").strip()
        elif line.strip():
            if not reason:
                raise ValueError(
                    f"No reason is given for {line!r}: write a line '# why' before it."
                )
            expected.append(Expected(re.compile(line.strip()), reason))
    return expected


def differing_lines(before: str, after: str) -> Iterator[str]:
    """Yield the lines that only one of two texts has, with ``-`` or ``+`` in front."""
    old, new = before.splitlines()[:_MOST_LINES], after.splitlines()[:_MOST_LINES]
    lines = list(difflib.unified_diff(old, new, n=0, lineterm=""))[2:]
    told = [line for line in lines if not line.startswith("@@")]
    yield from told or ["-(differs further down)", "+(differs further down)"]


def differences(before: Path, after: Path) -> Iterator[Difference]:
    """Yield every file that only one record has, or that differs between them."""
    old, new = _files_of(before), _files_of(after)
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield Difference(name, (f"-{_first_line(old[name])} (only before)",))
        elif name not in old:
            yield Difference(name, (f"+{_first_line(new[name])} (only after)",))
        elif (one := old[name].read_bytes()) != (other := new[name].read_bytes()):
            yield Difference(name, tuple(differing_lines(one.decode(), other.decode())))


def _files_of(record: Path) -> dict[str, Path]:
    if not record.is_dir():
        raise SystemExit(f"{record} is no folder.")
    return {str(file.relative_to(record)): file for file in record.rglob("*") if file.is_file()}


def _first_line(file: Path) -> str:
    return file.read_text().partition("\n")[0]


def compare(before: Path, after: Path, expected: list[Expected], *, most_lines: int) -> int:
    """Print what differs and return 1 if any of it is not meant, 0 otherwise."""
    meant: dict[str, list[str]] = {}
    surprises: list[Difference] = []
    for difference in differences(before, after):
        reasons = difference.reasons(expected)
        for reason in reasons:
            meant.setdefault(reason, []).append(difference.name)
        if not reasons:
            surprises.append(difference)
    for difference in surprises:
        print(difference.name)
        for line in difference.lines[:most_lines]:
            print(f"    {line[:200]}")
        if (hidden := len(difference.lines) - most_lines) > 0:
            print(f"    … and {hidden} more lines")
    for reason, names in meant.items():
        print(f"Meant: {reason}: {len(names)} files, such as {names[0]}")
    print(
        f"{len(_files_of(before))} files before, {len(_files_of(after))} after:"
        f" {len(surprises)} differ, {len(set().union(*meant.values()))} differ as meant."
    )
    return 1 if surprises else 0
