"""The style sheets hold no slip that a browser would pass over in silence."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tinycss2
from django.conf import settings

CORE = Path(settings.BASE_DIR) / "platform" / "core"
PARTS = sorted((CORE / "styles").glob("*.css"))
ALONE = sorted((CORE / "static" / "core").glob("*.css"))


def sheet(path: Path) -> list[Any]:
    return tinycss2.parse_stylesheet(path.read_bytes().decode(), True, True)


def rules(found: list[Any]) -> Iterator[Any]:
    """Every rule with declarations, those inside of @media and @supports too."""
    for rule in found:
        if rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports", "layer"}:
            yield from rules(tinycss2.parse_rule_list(rule.content or [], True, True))
        elif rule.content is not None:
            yield rule


def declarations(rule: Any) -> list[Any]:
    return tinycss2.parse_blocks_contents(rule.content, True, True)


@pytest.mark.parametrize("path", PARTS + ALONE, ids=lambda path: path.name)
def test_a_sheet_can_be_read_to_its_end(path):
    found = sheet(path)
    inside = [each for rule in rules(found) for each in declarations(rule)]

    assert [(e.source_line, e.message) for e in [*found, *inside] if e.type == "error"] == []


@pytest.mark.parametrize("path", PARTS + ALONE, ids=lambda path: path.name)
def test_no_rule_is_empty_and_none_says_a_property_twice(path):
    said = [
        (rule.source_line, [each.name for each in declarations(rule) if each.type == "declaration"])
        for rule in rules(sheet(path))
        if rule.type == "qualified-rule"
    ]

    assert [line for line, names in said if not names or len(names) > len(set(names))] == []


@pytest.mark.parametrize("path", PARTS + ALONE, ids=lambda path: path.name)
def test_every_value_that_is_asked_for_by_name_has_that_name(path):
    text = path.read_text(encoding="utf-8")
    # Pages load the sheet of all parts first; a PDF has nothing but its own.
    beside = "" if path.name == "pdf.css" else joined()

    asked = set(re.findall(r"var\((--[\w-]+)\)", text))

    assert asked - named(text + beside) == set()


def test_no_value_is_named_for_nothing():
    assert named(joined()) - set(re.findall(r"var\((--[\w-]+)", joined())) == set()


def joined() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in PARTS)


def named(text: str) -> set[str]:
    return set(re.findall(r"(--[\w-]+)\s*:", text))
