"""What people read is everyday English: words that were weeded out of labels, messages and mails stay out."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("advice", "courses", "library", "mentoring", "networks", "platform", "submissions")
QUAINT = re.compile(
    r"\b(?:stands?|waits|c[ao]me of|comes of|go(?:es)? on|going on|went on|gone on|begun|anew"
    r"|(?:take|come|comes|go) along|somebody|Resume|(?:is|are|been) told|by hand|become of|rests? on|lets? in"
    r"|turned down|cannot come|opened? (?:it )?again)\b",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r'(?:\b_|gettext(?:_lazy|_noop)?)\(\s*((?:"(?:[^"\\]|\\.)*"\s*,?\s*)+)'
    r'|{%\s*translate\s+"([^"]*)"'
    r"|{%\s*blocktranslate\b[^%]*%}(.*?){%\s*endblocktranslate",
    re.DOTALL,
)


def marked(text: str) -> list[str]:
    """Return the words that a file marks for translation, each as it is read."""
    found = ("".join(each) for each in _MARKED.findall(text))
    return [re.sub(r'"\s*"|\s+', lambda m: "" if '"' in m[0] else " ", words) for words in found]


def files() -> list[Path]:
    code = (path for folder in CODE for path in (ROOT / folder).rglob("*.py"))
    templates = (path for path in (ROOT / "templates").rglob("*") if path.is_file())
    return [path for path in [*code, *templates] if "migrations" not in path.parts]


def test_what_people_read_has_no_quaint_words():
    found = {
        (str(path.relative_to(ROOT)), words)
        for path in files()
        for words in marked(path.read_text(encoding="utf-8", errors="replace"))
        if QUAINT.search(words)
    }

    assert found == set()


@pytest.mark.parametrize(
    "text",
    [
        '_("You can go "\n    "on tomorrow.")',
        'ngettext("%(n)d waits", "%(n)d wait", n)',
        '{% translate "Resume" %}',
        "{% blocktranslate trimmed with a=b %}What\n  came of {{ a }}{% endblocktranslate %}",
    ],
)
def test_the_law_sees_words_wherever_they_are_marked(text):
    assert [bool(QUAINT.search(words)) for words in marked(text)] == [True]
