"""Icons exist, stand beside words, and are heard by nobody."""

import re

import pytest
from django.conf import settings
from heroicons import IconDoesNotExist

from core.design.icons import icon
from library.templatetags.library import type_icon
from library.vocabularies.choices import RecordType

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
TAG = re.compile(r'{% icon "([\w-]+)" %}')
WORDS = re.compile(r"\s*({%[^%]*%}\s*)*({% (block)?translate|{{ |\w)")


def test_every_icon_that_a_template_names_can_be_drawn():
    names = {name for path in TEMPLATES for name in TAG.findall(path.read_text("utf-8"))}

    assert len(names) > 20
    assert all(icon(name) for name in names)


def test_words_follow_every_icon():
    alone = {
        (path.name, found[1])
        for path in TEMPLATES
        for text in [path.read_text("utf-8")]
        for found in TAG.finditer(text)
        if not WORDS.match(text, found.end())
    }

    assert alone == set()


def test_an_icon_is_small_silent_and_without_style():
    drawing = icon("home")

    assert drawing.startswith("<svg ")
    assert 'aria-hidden="true"' in drawing
    assert 'class="icon"' in drawing
    assert "style" not in drawing
    assert "aria_hidden" not in drawing


def test_an_icon_that_does_not_exist_is_an_error():
    with pytest.raises(IconDoesNotExist):
        icon("unicorn")


def test_every_type_of_records_has_an_icon_of_its_own():
    assert len({type_icon(kind) for kind in RecordType.values}) == len(RecordType)
