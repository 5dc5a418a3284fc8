"""Notes of a match."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.permissions import require
from core.refusals import Conflict
from core.types import MemberRequest
from core.web import posted, reads_and_writes
from mentoring.actions.notes import delete_note, edit_note, write_note
from mentoring.forms.work import NoteForm
from mentoring.models import Note
from mentoring.people import other_of
from mentoring.views.matches import find_match


@reads_and_writes
def note_new(request: MemberRequest, pk: int) -> HttpResponse:
    """Write a note, for both or for oneself."""
    match = find_match(request, pk)
    form = NoteForm(posted(request))
    if form.is_valid():
        try:
            note = write_note(
                match=match,
                author=request.user,
                body=form.cleaned_data["body"],
                is_private=form.cleaned_data["readers"] == "me",
                key=form.cleaned_data["form_key"],
                at=timezone.now(),
            )
        except Conflict as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The note is saved."))
            return redirect(note)
    context = {"match": match, "form": form, "other": other_of(match, request.user)}
    return render(request, "mentoring/note_new.html", context)


def _find_note(request: MemberRequest, pk: int) -> Note:
    found = Note.objects.visible_to(request.user)
    note = get_object_or_404(found.select_related("match__mentor", "match__mentee"), pk=pk)
    require(request.user, "mentoring.change_note", note)
    return note


@reads_and_writes
def note_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change one's own note."""
    note = _find_note(request, pk)
    form = NoteForm(posted(request), initial={"body": note.body}, is_new=False)
    if form.is_valid():
        edit_note(note=note, body=form.cleaned_data["body"], at=timezone.now())
        messages.success(request, _("The note is saved."))
        return redirect(note)
    context = {
        "note": note,
        "match": note.match,
        "form": form,
        "other": other_of(note.match, request.user),
    }
    return render(request, "mentoring/note_edit.html", context)


@require_POST
def note_delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Take one's own note away; one that is gone stays gone."""
    if not Note.objects.filter(pk=pk).exists():
        messages.success(request, _("The note is deleted."))
        return redirect("mentoring:mentoring_home")
    note = _find_note(request, pk)
    delete_note(note=note)
    messages.success(request, _("The note is deleted."))
    return redirect(f"{note.match.get_absolute_url()}#notes")
