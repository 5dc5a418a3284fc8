"""Notes of a match."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from mentoring.actions.notes import delete_note, edit_note, write_note
from mentoring.forms.notes import NoteChangeForm, NoteForm
from mentoring.models import Note
from mentoring.participants import partner_of
from mentoring.states import SILENT_STATES
from mentoring.views.matches import find_match


@reads_and_writes
def note_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Write a note, for both or for oneself."""
    match = find_match(request, pk)
    is_silent = match.state in SILENT_STATES
    if request.method == "GET" and is_silent and not match.takes_private_notes(timezone.now()):
        return redirect(f"{match.get_absolute_url()}#notes")
    form = NoteForm(posted(request))
    if is_silent and not form.is_bound:
        form.offer_only_private()
    answer = save(
        request,
        form,
        lambda: write_note(
            match=match,
            author=request.user,
            body=form.cleaned_data["body"],
            is_private=form.cleaned_data["readers"] == "me",
            key=form.key,
            at=timezone.now(),
        ),
        to=lambda note: note,
        said=_("Note saved."),
    )
    context = {"match": match, "other": partner_of(match, request.user)}
    return answer or show(request, "mentoring/note_new.html", form, context)


def _find_note(request: MemberRequest, pk: int) -> Note:
    found = Note.objects.visible_to(request.user)
    note = get_object_or_404(found.select_related("match__mentor", "match__mentee"), pk=pk)
    require(request.user, "mentoring.change_note", note)
    return note


@reads_and_writes
def note_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change one's own note."""
    note = _find_note(request, pk)
    form = NoteChangeForm(posted(request), initial={"body": note.body})
    answer = save(
        request,
        form,
        lambda: edit_note(note=note, body=form.cleaned_data["body"], at=timezone.now()),
        to=note,
        said=_("Note saved."),
    )
    context = {"note": note, "match": note.match, "other": partner_of(note.match, request.user)}
    return answer or show(request, "mentoring/note_edit.html", form, context)


@require_POST
def note_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Delete one's own note; one that is gone stays gone."""
    if not Note.objects.filter(pk=pk).exists():
        messages.success(request, _("Note deleted."))
        return redirect("mentoring:mentoring_home")
    note = _find_note(request, pk)
    delete_note(note=note)
    messages.success(request, _("Note deleted."))
    return redirect(f"{note.match.get_absolute_url()}#notes")
