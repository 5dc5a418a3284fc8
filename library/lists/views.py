"""Reading lists: pages of one's own, pages that a link opens, and the collections that everyone sees."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.covers.pages import edit_cover, send_cover
from core.files.uploads import answer_whole
from core.forms.answering import save, show
from core.permissions import require
from core.queries.ordering import step_of
from core.types import MemberRequest
from core.web.ratelimit import limit_rate
from core.web.requests import paginate, posted, reads_and_writes
from core.web.telling import Undo, linked, told
from library.catalogue.models import Record
from library.exchange.citing.formats import FORMATS, export_records
from library.lists.actions import (
    ListIsGone,
    add_to_list,
    change_list,
    change_note,
    create_list,
    delete_list,
    move_in_list,
    put_into_list,
    remove_from_list,
)
from library.lists.contents import list_entries, readable_records
from library.lists.forms import (
    ListedAgainForm,
    ListForm,
    ListNoteForm,
    ListRecordForm,
    NewListForm,
)
from library.lists.models import Listed, ReadingList


@require_safe
def reading_list_list(request: MemberRequest) -> HttpResponse:
    """Show the reader's own lists, the last changed first."""
    lists = ReadingList.objects.of(request.user).with_counts().latest_first()
    return render(
        request, "library/lists/reading_list_list.html", {"page": paginate(request, lists)}
    )


@login_not_required
@require_safe
def collection_list(request: HttpRequest) -> HttpResponse:
    """Show the collections that the library's editors keep for everyone."""
    collections = ReadingList.objects.curated().with_counts().with_cover()
    return render(
        request,
        "library/lists/collection_list.html",
        {"page": paginate(request, collections.order_by("name", "pk"))},
    )


@reads_and_writes
def reading_list_new(request: MemberRequest) -> HttpResponse:
    """Make an empty list."""
    form = NewListForm(posted(request), user=request.user)
    answer = save(
        request,
        form,
        lambda: create_list(user=request.user, at=timezone.now(), key=form.key, **form.words),
        to=lambda made: made,
        said=_("List created. Add works to it from their pages."),
    )
    return answer or show(request, "library/lists/reading_list_new.html", form)


@login_not_required
@require_safe
def reading_list_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a collection, for everyone, or a list of one's own."""
    lists = ReadingList.objects.visible_to(request.user).with_cover()
    reading_list = get_object_or_404(lists, pk=pk)
    return _show(request, reading_list, exports="library:reading_list_export", args=[pk])


@login_not_required
@require_safe
@limit_rate("shared_list", "60/m")
def shared_list(request: HttpRequest, token: str) -> HttpResponse:
    """Show the list that a shared link opens, to whoever has the link."""
    reading_list = get_object_or_404(ReadingList.objects.with_link_token(token).with_cover())
    answer = _show(request, reading_list, exports="library:shared_list_export", args=[token])
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@login_not_required
@require_safe
@limit_rate("export", "20/m")
def reading_list_export(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """Send the works of a list in their order, for reference managers and spreadsheets."""
    reading_list = get_object_or_404(ReadingList.objects.visible_to(request.user), pk=pk)
    return _export(reading_list, ending)


@login_not_required
@require_safe
@limit_rate("export", "20/m")
def shared_list_export(request: HttpRequest, token: str, ending: str) -> HttpResponseBase:
    """Export the list that a shared link opens."""
    return _export(get_object_or_404(ReadingList.objects.with_link_token(token)), ending)


@reads_and_writes
def reading_list_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change the name and text of a list, and who can read it."""
    reading_list = _editable(request, pk)

    initial = {name: getattr(reading_list, name) for name in ("name", "about", "sharing")}
    form = ListForm(posted(request), initial=initial, user=request.user, reading_list=reading_list)
    answer = save(
        request,
        form,
        lambda: change_list(reading_list=reading_list, **form.words, at=timezone.now()),
        to=lambda changed: changed,
        said=_("List saved."),
        page_for=(ListIsGone,),
    )
    return answer or show(
        request, "library/lists/reading_list_edit.html", form, {"reading_list": reading_list}
    )


@login_not_required
@require_safe
def collection_cover(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Send a picture of a collection's own cover; a list that is none shows no cover to others."""
    reading_list = get_object_or_404(ReadingList.objects.visible_to(request.user), pk=pk)
    return send_cover(reading_list, name, is_for_everyone=reading_list.is_curated)


@reads_and_writes
def collection_cover_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a collection a cover of its own, or take it away."""
    reading_list = _editable(request, pk)
    if not reading_list.is_curated:
        raise Http404
    return edit_cover(request, reading_list, back=reading_list)


@require_POST
def reading_list_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete a list with its notes; one that is gone stays gone."""
    reading_list = ReadingList.objects.visible_to(request.user).filter(pk=pk).first()
    if reading_list is not None:
        require(request.user, "library.edit_list", reading_list)
        delete_list(reading_list=reading_list)
    messages.success(request, _("List deleted."))
    return redirect("library:reading_list_list")


@reads_and_writes
def listed_edit(request: MemberRequest, pk: int, listed_pk: int) -> HttpResponse:
    """Change the note on a record in a list."""
    reading_list = _editable(request, pk)
    listed = get_object_or_404(reading_list.listed.select_related("record"), pk=listed_pk)

    form = ListNoteForm(posted(request), initial={"note": listed.note})
    answer = save(
        request,
        form,
        lambda: change_note(listed=listed, at=timezone.now(), **form.words),
        to=reading_list,
        said=_("Note saved."),
        page_for=(ListIsGone,),
    )
    context = {"reading_list": reading_list, "listed": listed}
    return answer or show(request, "library/lists/listed_edit.html", form, context)


@require_POST
def listed_move(request: MemberRequest, pk: int, listed_pk: int) -> HttpResponse:
    """Move a work one place up or down."""
    reading_list = _editable(request, pk)
    step = step_of(request)

    listed = get_object_or_404(Listed, reading_list=reading_list, pk=listed_pk)
    move_in_list(listed=listed, step=step, at=timezone.now())
    return redirect(f"{reading_list.get_absolute_url()}#work-{listed.pk}")


@require_POST
def listed_remove(request: MemberRequest, pk: int, listed_pk: int) -> HttpResponse:
    """Take a work out of a list; one that is gone stays gone."""
    reading_list = _editable(request, pk)

    of_list = Listed.objects.filter(reading_list=reading_list).select_related("record")
    listed = of_list.filter(pk=listed_pk).first()
    if listed is not None:
        remove_from_list(listed=listed, at=timezone.now())
        fields = {"record": listed.record_id, "note": listed.note, "position": listed.position}
        undo = Undo(reverse("library:listed_restore", args=[pk]), fields)
        work = linked(f"“{listed.record}”", listed.record)
        messages.success(request, told(_("%(work)s removed from the list."), undo, work=work))
    return redirect(reading_list)


@require_POST
def listed_restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a work back where it was in a list, for those who took it out by mistake."""
    reading_list = _editable(request, pk)

    form = ListedAgainForm(posted(request))
    if not form.is_valid():
        raise Http404
    add_to_list(reading_list=reading_list, at=timezone.now(), **form.words)
    work = linked(f"“{form.words['record']}”", form.words["record"])
    messages.success(request, told(_("%(work)s is back in the list."), work=work))
    return redirect(reading_list)


@reads_and_writes
def record_list(request: MemberRequest, pk: int) -> HttpResponse:
    """Put a record into a list, or into a new one."""
    record = get_object_or_404(Record.objects.visible_to(request.user), pk=pk)

    form = ListRecordForm(posted(request), user=request.user)
    answer = save(
        request,
        form,
        lambda: put_into_list(
            record=record, user=request.user, at=timezone.now(), key=form.key, **form.words
        ),
        to=lambda chosen: chosen,
        said=lambda chosen: _told_of_adding(record, chosen),
    )
    there = ReadingList.objects.editable_by(request.user).filter(listed__record=record)
    context = {"record": record, "there": there.latest_first()}
    return answer or show(request, "library/lists/record_list.html", form, context)


def _told_of_adding(record: Record, reading_list: ReadingList) -> str:
    listed = reading_list.listed.get(record=record)
    remove = reverse("library:listed_remove", args=[reading_list.pk, listed.pk])
    sentence = _("%(work)s added to “%(list)s”.")
    work = linked(f"“{record}”", record)
    return told(sentence, Undo(remove), work=work, list=reading_list.name)


def _editable(request: MemberRequest, pk: int) -> ReadingList:
    """Return the list to those who may change it. Raises 404 for a list of others, 403 for a collection."""
    lists = ReadingList.objects.visible_to(request.user).with_cover()
    reading_list = get_object_or_404(lists, pk=pk)
    require(request.user, "library.edit_list", reading_list)
    return reading_list


def _show(
    request: HttpRequest, reading_list: ReadingList, *, exports: str, args: list[Any]
) -> HttpResponse:
    listed = reading_list.listed.select_related("record").in_order()
    page = paginate(request, listed, per_page=50)
    link = reverse("library:shared_list", args=[reading_list.token]) if reading_list.token else ""
    context = {
        "reading_list": reading_list,
        "page": page,
        "entries": list_entries(list(page.object_list)),
        "link": request.build_absolute_uri(link) if link else "",
        "exports": [
            (each.label, reverse(exports, args=[*args, each.ending])) for each in FORMATS.values()
        ],
    }
    return render(request, "library/lists/reading_list_detail.html", context)


def _export(reading_list: ReadingList, ending: str) -> HttpResponseBase:
    if ending not in FORMATS:
        raise Http404
    answer = answer_whole(
        export_records(readable_records(reading_list), ending),
        name=f"reading-list.{ending}",
        media_type=FORMATS[ending].media_type,
    )
    answer["X-Robots-Tag"] = "noindex"
    return answer
