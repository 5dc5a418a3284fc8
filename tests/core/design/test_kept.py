"""Parts of templates that are kept, and fixed words that are looked up once."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from accounts.models import User
from core.design import kept


def written(template, **values):
    return template.render(Context(values))


def test_a_kept_part_sees_what_it_names_and_nothing_else():
    template = Template(
        "{% load praxis %}{% kept a=a %}{{ a }}{{ b }}{{ request.path }}{% endkept %}"
    )

    found = written(template, a="one", b="secret", request=RequestFactory().get("/me/"))

    assert found == "one"


def test_a_kept_part_is_rendered_once_for_what_it_shows():
    template = Template("{% load praxis %}{% kept a=a %}{{ a }}{% endkept %}")
    values = ["1", 1, True, SafeString("<b>"), "<b>", "1"]

    found = [written(template, a=value) for value in values]

    assert found == ["1", "1", "True", "<b>", "&lt;b&gt;", "1"]
    assert len(template.nodelist[1]._kept) == 5


def test_a_kept_part_and_fixed_words_are_kept_for_each_language():
    template = Template(
        "{% load i18n praxis %}{% kept %}{% translate 'Home' %}{% endkept %}"
        " {% translate 'Home' %}{% translate 'Home' as home %} {{ home }}"
    )

    found = []
    for language in ("en-gb", "de", "en-gb", "de"):
        with translation.override(language):
            found.append(written(template))

    assert found == ["Home Home Home", "Start Start Start"] * 2


def test_no_more_than_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(kept, "_MOST", 3)
    template = Template("{% load praxis %}{% kept a=a %}{{ a }}{% endkept %}")

    found = [written(template, a=number) for number in range(10)]

    assert found == [str(number) for number in range(10)]
    assert len(template.nodelist[1]._kept) <= 3


def test_what_a_kept_part_shows_has_a_name():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load praxis %}{% kept user %}{% endkept %}")


def test_words_that_are_not_fixed_are_translated_each_time():
    template = Template("{% load i18n %}{% translate word %} {% translate 'Home'|upper %}")

    with translation.override("de"):
        found = [written(template, word=word) for word in ("Home", "Yes")]

    assert found == ["Start START", "Ja START"]


def test_a_kept_part_says_times_in_the_time_zone_of_whoever_reads():
    template = Template("{% load praxis %}{% kept at=at %}{{ at|date:'H:i' }}{% endkept %}")
    at = dt.datetime(2031, 5, 17, 23, 30, tzinfo=dt.UTC)

    found = []
    for zone in ("Europe/London", "Asia/Kathmandu", "Europe/London"):
        with timezone.override(zone):
            found.append(written(template, at=at))

    assert found == ["00:30", "05:15", "00:30"]


def test_what_is_safe_and_what_is_not_differ_in_a_row_too():
    template = Template("{% load praxis %}{% kept row=row %}{{ row.0.0 }}{% endkept %}")

    found = [written(template, row=((words,),)) for words in (SafeString("<b>"), "<b>")]

    assert found == ["<b>", "&lt;b&gt;"]


@dataclass(frozen=True)
class Shown:
    words: str


def test_what_is_safe_and_what_is_not_differ_within_a_thing_of_its_own_class():
    template = Template("{% load praxis %}{% kept row=row %}{{ row.words }}{% endkept %}")

    found = [written(template, row=Shown(words)) for words in (SafeString("<b>"), "<b>")]

    assert found == ["<b>", "&lt;b&gt;"]


def test_what_is_safe_and_what_is_not_differ_in_a_set_too():
    template = Template(
        "{% load praxis %}{% kept a=a %}{% for b in a %}{{ b }}{% endfor %}{% endkept %}"
    )

    found = [written(template, a=frozenset({words})) for words in (SafeString("<b>"), "<b>")]

    assert found == ["<b>", "&lt;b&gt;"]


class Shouted(NamedTuple):
    words: str

    def __str__(self):
        return self.words.upper()


class Whispered(NamedTuple):
    words: str

    def __str__(self):
        return self.words.lower()


def test_rows_of_two_classes_differ_though_they_hold_the_same():
    template = Template("{% load praxis %}{% kept row=row %}{{ row }}{% endkept %}")

    found = [written(template, row=kind("Aha")) for kind in (Shouted, Whispered)]

    assert found == ["AHA", "aha"]


def test_what_a_mail_wrote_without_escaping_is_not_what_a_page_shows():
    template = Template("{% load praxis %}{% kept a=a %}{{ a }}{% endkept %}")

    found = [template.render(Context({"a": "<b>"}, autoescape=on)) for on in (False, True)]

    assert found == ["<b>", "&lt;b&gt;"]


@pytest.mark.parametrize("value", [Decimal("1.00"), 1.5])
def test_what_can_be_equal_and_read_otherwise_is_refused(value):
    template = Template("{% load praxis %}{% kept row=row %}{{ row }}{% endkept %}")

    with pytest.raises(TypeError, match="is equal to"):
        written(template, row=("row", value))


@pytest.mark.parametrize("wrap", [lambda model: model, lambda model: ("row", (model,))])
def test_a_model_is_not_kept_as_it_is_equal_to_what_it_was(wrap):
    template = Template("{% load praxis %}{% kept row=row %}{{ row }}{% endkept %}")

    with pytest.raises(TypeError, match="name what is shown of it"):
        written(template, row=wrap(User(pk=1, full_name="Ann")))


def test_the_oldest_makes_room_and_the_others_stay(monkeypatch):
    monkeypatch.setattr(kept, "_MOST", 3)
    template = Template("{% load praxis %}{% kept a=a %}{{ a }}{% endkept %}")

    for number in range(4):
        written(template, a=number)

    assert sorted(template.nodelist[1]._kept.values()) == ["1", "2", "3"]


def test_long_parts_make_room_for_others_sooner(monkeypatch):
    monkeypatch.setattr(kept, "_MOST_CHARACTERS", 10)
    template = Template("{% load praxis %}{% kept a=a %}{{ a }}{% endkept %}")

    found = [written(template, a=words) for words in ("one", "four", "seven", "one", "x" * 99)]

    assert found == ["one", "four", "seven", "one", "x" * 99]
    # What is too long for all of it is shown and not kept, and what was there stays.
    assert list(template.nodelist[1]._kept.values()) == ["seven", "one"]
