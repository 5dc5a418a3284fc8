"""Answering a form that was sent: act once and redirect, or show the form again with the reason."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from core.forms.bases import AnyForm
from core.forms.edit_conflicts import EditedElsewhere, not_saved_message, saved_at_message
from core.refusals import Refusal
from core.web.telling import linked
from core.web.way_back import FIELD, list_before

_Thing = TypeVar("_Thing")


def save(
    request: HttpRequest,
    form: AnyForm,
    act: Callable[[], _Thing],
    *,
    to: Callable[[_Thing], Any] | Any,
    said: Callable[[_Thing], str] | str = "",
    page_for: tuple[type[Refusal], ...] = (),
) -> HttpResponse | None:
    """Act once on a valid form and redirect; return nothing while the page of the form is to be shown.

    ``to`` is what ``redirect`` takes, several arguments as a tuple, and ``said`` the message of success; both
    may be made from what ``act`` returned. A refusal stays with the form, which ``show`` then answers; those in
    ``page_for`` are left to the page for all refusals, because the form cannot be sent again.
    """
    if not form.is_valid() or form.is_overtaken():
        return None
    try:
        thing = act()
    except page_for:
        raise
    except EditedElsewhere as refusal:
        form.refuse(refusal)
        if form.errors or form.conflict:
            return None
        # No field differs from what is stored: the same form came twice, which is no conflict.
        thing = refusal.stored
    except (Refusal, ValidationError) as refusal:
        form.refuse(refusal)
        return None
    words = said(thing) if callable(said) else said
    way = to(thing) if callable(to) else to
    answer = redirect(*way) if isinstance(way, tuple) else redirect(way)
    if words:
        messages.success(request, _with_way_back(request, words, answer["Location"]))
    return answer


def _with_way_back(request: HttpRequest, words: str, next_page: str) -> str:
    """Add the way back to the list in which the reader works, unless it is the page shown next."""
    before = list_before(request) if FIELD in request.POST else None
    if before is None or before.path == next_page.partition("?")[0]:
        return words
    back = linked(_("Back to %(list)s") % {"list": before.label}, before.address)
    return format_html("{} {}", words, back)


def show(
    request: HttpRequest, template: str, form: AnyForm, context: dict[str, Any] | None = None
) -> HttpResponse:
    """Show the page of a form, as it was opened or with why it was not saved."""
    _ask_for_files_again(form)
    shown = {"form": form, "conflict": form.conflict, **(context or {})}
    return render(request, template, shown, status=form.status)


def _ask_for_files_again(form: AnyForm) -> None:
    """Say beside each file that was sent and is not refused itself that it has to be chosen again."""
    for name in form.files.keys() & form.fields.keys() - form.errors.keys() - form.kept_files:
        field = form.fields[name]
        hint = again_words(form.files.getlist(name)[-1], field.help_text)
        # Bound fields that were looked at before have a copy.
        form[name].help_text = field.help_text = hint


def again_words(file: File[Any], hint: StrOrPromise) -> str:
    """Return the hint of a file field after words that a page cannot choose a file: no browser keeps it."""
    words = _("Choose “%(name)s” again: your browser does not keep chosen files.")
    again = words % {"name": file.name}
    return str(hint) if again in str(hint) else f"{again} {hint}".strip()


def answer_script(act: Callable[[], dict[str, str]]) -> JsonResponse:
    """Act for one of our scripts. Answers what ``act`` returns, or why it was refused."""
    try:
        return JsonResponse(act())
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal)}, status=refusal.status)


def autosave(form: AnyForm, act: Callable[[], Any]) -> JsonResponse:
    """Keep words while they are written. Answers the number of this save, or why nothing was saved."""
    if not form.is_valid():
        return JsonResponse({"message": not_saved_message(form)}, status=422)
    try:
        saved = act()
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal)}, status=refusal.status)
    return JsonResponse({"edit_number": saved.edit_number, "message": saved_at_message()})
