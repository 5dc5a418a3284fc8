"""Tags and filters of every page."""

import html
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField, CheckboxSelectMultiple, Field, MultiWidget, RadioSelect
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.addresses import address_of
from core.covers.cover import Cover
from core.design import icons
from core.design.kept import kept
from core.forms.sent_words import sent_words
from core.permissions import allows
from core.web.way_back import WayBack, place_of, way_back

register = template.Library()
register.tag("kept", kept)


@register.simple_tag(takes_context=True)
def can(context: Context, name: str, thing: Any = None) -> bool:
    """``{% can "submissions.decide" submission as may_decide %}``: ask a rule for the reader."""
    return allows(context["request"].user, name, thing)


@register.simple_tag(takes_context=True)
def allowed(context: Context, *names: str) -> frozenset[str]:
    """``{% allowed "courses.teach" "library.edit" as may %}``: return those of these rules that let the reader act."""
    user = context["request"].user
    return frozenset(name for name in names if allows(user, name))


@register.simple_tag(takes_context=True, name="sent_words")
def sent_words_of_reader(context: Context) -> list[tuple[str, str]]:
    """``{% sent_words as words %}``: give back what the reader wrote in the form that the page refuses."""
    request = context.get("request")
    return sent_words(request) if request else []


@register.simple_tag(takes_context=True)
def list_before(context: Context) -> WayBack | None:
    """``{% list_before as list_left %}``: the list that the reader opened this page from, if any."""
    request = context.get("request")
    return way_back(request) if request else None


@register.filter
def place(address: str) -> str:
    """``<li id="{{ address|place }}">``: name the row that leads to this address, for the way back to it."""
    return place_of(address)


@register.simple_tag
def icon(name: str) -> SafeString:
    """``{% icon "book-open" %} Library``: draw an icon of Heroicons, which always stands beside words."""
    return icons.icon(name)


@register.simple_tag
def picture(cover: Cover, *, sizes: str = "4.5rem", first: bool = False) -> SafeString:
    """``{% picture course.cover sizes="18rem" %}``: show a cover, in as many widths as there are.

    ``sizes`` says how wide it is shown, and ``first`` that it stands at the top of its page.
    """
    widths = format_html(' srcset="{}" sizes="{}"', cover.widths, sizes) if cover.widths else ""
    return format_html(
        '<img class="cover" src="{}"{} alt="{}" width="{}" height="{}"{} decoding="async">',
        cover.address,
        widths,
        cover.alt,
        cover.width,
        cover.height,
        "" if first else mark_safe(' loading="lazy"'),
    )


@register.simple_tag
def address(name: str, *args: str | int) -> str:
    """``{% address "app:page" row.pk %}``: as ``{% url %}``, for what stands on every page or in every row."""
    return address_of(name, *args)


@register.simple_tag(takes_context=True)
def current(context: Context, *sections: str, exact: str = "") -> SafeString:
    """Mark a link as the reader's place: ``<a href="…"{% current "/courses/" %}>``.

    The page of exactly that address is the current page, all below it the current section. What is kept has no
    request, and is told the ``path``.
    """
    request = context.get("request")
    path = str(request.path if request else context.get("path") or "")
    if path and path in (*sections, exact):
        return mark_safe(' aria-current="page"')
    if any(section and path.startswith(section) for section in sections):
        return mark_safe(' aria-current="true"')
    return SafeString("")


@register.filter
def section(path: str) -> str:
    """Return the path as far as the main menu knows it: ``/courses/``, or ``/courses/…`` for all that is below."""
    first, below = path[1:].partition("/")[::2]
    return f"/{first}/…" if below else path


@register.simple_tag
def said_in(language: str) -> SafeString:
    """Name the language of words that are not in the one of the page: ``<h1{% said_in record.language %}>``."""
    of_page = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    if not language or language.partition("-")[0] == of_page:
        return SafeString("")
    return format_html(' lang="{}"', language)


@register.simple_block_tag(takes_context=True)
def crumbs(context: Context, content: str) -> SafeString:
    """End the breadcrumbs with the page one is on: its title, unless one of them leads here already."""
    if "request" in context:
        here = f'<a href="{escape(context["request"].path)}"'
        content = content.replace(f"{here}>", f'{here} aria-current="page">')
    if not content.strip() or 'aria-current="page"' in content:
        return mark_safe(content)  # noqa: S308  (it was rendered by the template)
    title = context.render_context[BLOCK_CONTEXT_KEY].get_block("title").render(context)
    words = " ".join(title.split())
    return mark_safe(f'{content}<li><span aria-current="page">{words}</span></li>')  # noqa: S308  (as above)


@register.filter
def tags(topics: Iterable[Any], page: str) -> SafeString:
    """Write topics, each leading to this page about it; a list of records has a hundred of them."""
    return format_html_join(
        "",
        '<li><a class="tag" href="{}?topic={}">{}</a></li>',
        ((page, quote(topic.code), topic.label) for topic in topics),
    )


_BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "Mac",
    "Linux": "Linux",
}


@register.filter
def device(user_agent: str) -> str:
    """Return the browser and the system in words a reader knows; the full text where they are not known."""
    found = [
        next((name for sign, name in names.items() if sign in user_agent), "")
        for names in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(filter(None, found)) or user_agent


@register.filter
def initials(person: object) -> str:
    """Return one or two letters that stand for a person, in any script."""
    words = [word for word in str(person).split() if unicodedata.category(word[0])[0] in "LN"]
    if not words:
        return "?"
    ends = words if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()


@register.filter
def has_loaded_photo(person: Any) -> bool:
    """Tell whether there is a photo, as far as is known without asking the database."""
    state = getattr(person, "_state", None)
    profile = state.fields_cache.get("profile") if state else None
    return bool(profile and profile.photo)


@register.filter
def page_numbers(page: Page) -> Iterable[int | str]:
    """Return the numbers that lead to the other pages, long runs shortened."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def first_id(field: BoundField) -> str:
    """Return the id of the first thing in the field that takes the focus."""
    several = (RadioSelect, CheckboxSelectMultiple, MultiWidget)
    return f"{field.auto_id}_0" if isinstance(field.field.widget, several) else str(field.auto_id)


@register.filter
def kind_of(field: BoundField) -> str:
    """Return the layout of the field: ``check``, ``group`` with a legend, or plain ``input``."""
    if getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset:
        return "check"
    return "group" if field.use_fieldset or isinstance(field.field.widget, MultiWidget) else "input"


@register.filter
def in_summary(field: BoundField, error: str) -> str:
    """Return the error as the summary says it: what says nothing of its field needs the name of it.

    So do "This field is required", and what several fields of the form are told in the same words.
    """
    in_the_same_words = [each for told in field.form.errors.values() for each in told]
    needs_name = in_the_same_words.count(error) > 1
    if needs_name or error == Field.default_error_messages["required"]:
        return f"{field.label}: {error}"
    return error


@register.filter
def words_of(rendered: str) -> str:
    """``{{ issue.introduction_html|words_of|truncatewords:40 }}``: return the words of HTML, without its marks.

    ``striptags`` leaves ``&amp;`` in them, which the page would then show.
    """
    return " ".join(html.unescape(strip_tags(rendered)).split())


def escape(value: Any) -> str:
    """Escape a value as a template does; ``conditional_escape`` takes five times as long, as it keeps texts lazy."""
    return value.__html__() if hasattr(value, "__html__") else html.escape(str(value))


@register.filter
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """Write the attributes of an input, but no placeholder: it vanishes as soon as somebody types; a hint stays."""
    parts = [
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"'
        for name, value in attrs.items()
        if value is not False and name != "placeholder"
    ]
    return mark_safe("".join(parts))  # noqa: S308  (each part is escaped)


@register.filter
def options(group: Iterable[Mapping[str, Any]]) -> SafeString:
    """Write the options of a select, in one piece as there may be hundreds of them."""
    parts = [
        f'\n  <option value="{escape(option["value"])}"'
        f"{attributes(option['attrs']) if option['attrs'] else ''}>"
        f"{escape(option['label'])}</option>"
        for option in group
    ]
    return mark_safe("".join(parts))  # noqa: S308  (each part is escaped)


@register.filter
def choices(group: Iterable[Mapping[str, Any]]) -> SafeString:
    """Write check boxes or radio buttons with their labels, in one piece as the options of a select."""
    return mark_safe("".join(map(_choice, group)))  # noqa: S308  (each part is escaped)


def _choice(option: Mapping[str, Any]) -> str:
    value = "" if option["value"] is None else f' value="{escape(option["value"])}"'
    place = f' for="{escape(option["attrs"]["id"])}"' if "id" in option["attrs"] else ""
    return (
        f'<div class="choice"><input type="{escape(option["type"])}" name="{escape(option["name"])}"'
        f"{value}{attributes(option['attrs'])}><label{place}>{escape(option['label'])}</label></div>"
    )
