"""Words are looked up in as few catalogues as have words, and are found as before."""

from gettext import GNUTranslations

import pytest
from django.utils import translation
from django.utils.translation import ngettext, trans_real

from core.operation.translation_chains import shorten_chain

LANGUAGES = ["en-gb", "de", "cy", "fr"]


@pytest.fixture(autouse=True)
def fresh_catalogues(monkeypatch):
    monkeypatch.setattr(trans_real, "_translations", {})


def links_of(language: str) -> list[GNUTranslations]:
    link, found = trans_real.translation(language), []
    while link is not None:
        found.append(link)
        link = link._fallback
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalogue_without_words_is_left_in_the_chain(language):
    before = len(links_of(language))

    left_out = shorten_chain(language)

    after = links_of(language)
    assert left_out > 0
    assert len(after) == before - left_out
    assert [link for link in after[1:] if not any(link._catalog.keys())] == []
    assert shorten_chain(language) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_reads_as_before(language):
    words = {
        key
        for each in LANGUAGES
        for link in links_of(each)
        for key in link._catalog.keys()  # noqa: SIM118
        if isinstance(key, str) and key
    } | {"When will you look back?"}
    with translation.override(language):
        before = {word: translation.gettext(word) for word in words}
        shorten_chain(language)

        after = {word: translation.gettext(word) for word in words}
        hours = ngettext("%(num)d hour", "%(num)d hours", 2)

    assert len(words) > 300
    assert after == before
    assert hours == {"en-gb": "%(num)d hours", "de": "%(num)d Stunden"}.get(language, hours)
