"""YAML as people write it: names in their order, and texts of several lines as blocks."""

from typing import Any

import yaml

_WIDTH = 120


class _Dumper(yaml.SafeDumper):
    """Writes long texts as blocks, and lists below their names."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def as_yaml(value: dict[str, Any]) -> str:
    """Return what ``yaml.safe_load`` reads as the same value."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


def without_nothing(words: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: the files say only what is not as usual."""
    return {name: value for name, value in words.items() if value not in (None, "", [], {})}
