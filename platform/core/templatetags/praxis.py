"""Tags and filters of every page."""

import html
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import (
    BaseForm,
    BoundField,
    CheckboxSelectMultiple,
    Field,
    MultiWidget,
    RadioSelect,
)
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django_stubs_ext import StrOrPromise

from core.addresses import address_of
from core.covers.cover import Cover
from core.design import icons
from core.design.kept import kept
from core.forms.bases import Helper
from core.forms.fields import field_html
from core.forms.markup import attributes, escape
from core.forms.sent_words import sent_words
from core.forms.unsent import will_keep
from core.forms.widgets import part_html
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
def words_are_kept(context: Context) -> bool:
    """``{% words_are_kept as are_kept %}``: tell whether the refused words will be found again under *Unsent texts*."""
    request = context.get("request")
    return will_keep(request) if request else False


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
    """Return the id of the first thing in the field that takes the focus; nothing in a form without ids."""
    several = (RadioSelect, CheckboxSelectMultiple, MultiWidget)
    widget = field.field.widget
    place = str(widget.attrs.get("id") or field.auto_id)
    return f"{place}_0" if place and isinstance(widget, several) else place


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


register.filter("attributes", attributes)


@register.simple_tag(takes_context=True, name="form")
def write_form(context: Context, form: Any, helper: Helper | None = None) -> SafeString:
    """``{% form form %}``: write a form as its ``helper`` says, or as another one does.

    A page lays out the forms of a FormSet itself. Raises ``TypeError`` for one, and for a name that the page does not know.
    """
    if not isinstance(form, BaseForm):
        told = f"{{% form %}} writes one form, and was given {type(form).__name__}: lay out the forms of a FormSet one by one"
        raise TypeError(told)
    return (helper or getattr(form, "helper", None) or Helper(form)).render(form, context)


@register.simple_tag(name="field")
def write_field(
    field: BoundField, *, label: StrOrPromise = "", says_optional: bool = True, css_class: str = ""
) -> SafeString:
    """``{% field form.place says_optional=False %}``: write one field of a form that a page lays out itself."""
    return field_html(field, label=label, says_optional=says_optional, css_class=css_class)


@register.simple_tag
def part(widget: Mapping[str, Any], *, kind: str = "") -> SafeString:
    """``{% part each %}``, ``{% part widget kind="textarea" %}``: write a widget within the template of one's own."""
    return part_html(widget, kind=kind)
