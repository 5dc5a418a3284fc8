"""Parts of templates that are kept, and fixed words that are looked up once."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString

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
