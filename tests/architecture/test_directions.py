"""What people wrote is shown in the direction of its own script, whatever the language of the page."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "templates"
# Words of several lines, and Markdown that was rendered when it was written: people wrote these.
WORDS = re.compile(r"\{\{[^}]*(?:\|linebreaks(?:br)?|\|urlize|_html\|(?:safe|words_of))\b[^}]*\}\}")
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b((?:[^<>\"]|\"[^\"]*\")*)>")
VOID = {"br", "hr", "img", "input", "link", "meta"}
# Words in the language of a work, which its tag names together with its direction.
DIRECTED = ('dir="auto"', "said_in")


def open_tags(text: str) -> list[tuple[str, str]]:
    """Give the tags, with their attributes, that are open where the text ends."""
    stack: list[tuple[str, str]] = []
    for closes, name, attributes in TAG.findall(text):
        if name in VOID:
            continue
        if not closes:
            stack.append((name, attributes))
        elif name in {each for each, _attributes in stack}:
            while stack.pop()[0] != name:
                pass
    return stack


def undirected(template: str) -> list[str]:
    return [
        found[0]
        for found in WORDS.finditer(template)
        if not any(
            direction in attributes
            for _name, attributes in open_tags(template[: found.start()])
            for direction in DIRECTED
        )
    ]


def test_words_of_people_name_no_direction_but_their_own():
    wrong = {
        (path.relative_to(ROOT).as_posix(), words)
        for path in ROOT.rglob("*.html")
        for words in undirected(path.read_text(encoding="utf-8"))
    }

    assert wrong == set()


def test_the_law_sees_words_outside_of_their_element():
    inside = '<p dir="auto">{{ a|linebreaksbr }}</p>'

    assert undirected(inside) == []
    assert undirected(f"{inside}{{{{ b_html|safe }}}}") == ["{{ b_html|safe }}"]


def test_templates_show_the_words_of_html_without_its_entities():
    # ``striptags`` leaves ``&amp;`` in words that are escaped again.
    wrong = [p.name for p in ROOT.rglob("*.html") if "|striptags" in p.read_text(encoding="utf-8")]

    assert wrong == []
