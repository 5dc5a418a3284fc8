"""Writing a draft: its text, its co-authors, its files, and sending it in."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.files.uploads import download
from core.forms.answering import autosave, save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from submissions.actions.co_authors import add_co_author, remove_co_author
from submissions.actions.drafts import save_draft
from submissions.actions.files import attach_file, remove_file
from submissions.actions.submitting import problems_of, submit
from submissions.content import MAX_FILES
from submissions.draft_steps import steps_of
from submissions.forms.drafts import CoAuthorForm, DraftForm, FileForm, SubmitForm
from submissions.models import Attachment, CoAuthor, Submission
from submissions.states import SubmissionState
from workflow.flows import TransitionNotAllowed


@reads_and_writes
def submission_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Write the draft. It can be saved however little is written; ``?check=1`` marks what is missing."""
    submission = find_draft(request, pk)
    if request.method != "POST":
        if not submission.is_editable:
            return redirect(submission)
        form = DraftForm.of(submission, is_asking="check" in request.GET)
        context = draft_page(submission, form, "submission_edit")
        return render(request, "submissions/submission_edit.html", context)

    form = DraftForm(request.POST, submission=submission)
    page = "submission_co_authors" if "next" in request.POST else "submission_edit"
    if answer := save(
        request,
        form,
        lambda: save_draft(
            submission=submission,
            values=form.answers(),
            at=timezone.now(),
            edit_number=form.opened_at,
        ),
        to=(f"submissions:{page}", pk),
        said=_("Draft saved."),
    ):
        return answer
    context = draft_page(submission, form, "submission_edit")
    context["is_conflict"] = bool(form.conflict)
    return show(request, "submissions/submission_edit.html", form, context)


@require_POST
def submission_autosave(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep the draft while it is written. Answers the number of this save, or why nothing was saved."""
    submission = find_draft(request, pk)
    form = DraftForm(request.POST, submission=submission)
    return autosave(
        form,
        lambda: save_draft(
            submission=submission,
            values=form.answers(),
            at=timezone.now(),
            edit_number=form.opened_at,
        ),
    )


@reads_and_writes
def submission_co_authors(request: MemberRequest, pk: int) -> HttpResponse:
    """Name the others who wrote the work."""
    submission = find_draft(request, pk)
    form = CoAuthorForm(posted(request))
    if answer := save(
        request,
        form,
        lambda: add_co_author(submission=submission, **form.words),
        to=("submissions:submission_co_authors", pk),
        said=lambda _named: _("%(name)s added.") % {"name": form.words["name"]},
    ):
        return answer
    if not submission.is_editable and request.method != "POST":
        return redirect(submission)
    context = draft_page(submission, form, "submission_co_authors")
    return show(request, "submissions/submission_co_authors.html", form, context)


@require_POST
def co_author_remove(request: MemberRequest, pk: int, co_author_pk: int) -> HttpResponse:
    """Remove a co-author."""
    submission = find_draft(request, pk)
    co_author = CoAuthor.objects.filter(submission=submission, pk=co_author_pk).first()
    if co_author is not None:
        remove_co_author(co_author=co_author)
        messages.success(request, _("%(name)s removed.") % {"name": co_author.name})
    return redirect("submissions:submission_co_authors", pk)


@reads_and_writes
def submission_files(request: MemberRequest, pk: int) -> HttpResponse:
    """Add files to the draft, one at a time, each after a check of its content."""
    submission = find_draft(request, pk)
    # A form sent without a file may hold no data at all, so the method tells whether it was sent.
    is_sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if is_sent else FileForm()
    if answer := save(
        request,
        form,
        lambda: attach_file(submission=submission, at=timezone.now(), **form.words),
        to=("submissions:submission_files", pk),
        said=lambda attachment: _("%(name)s added.") % {"name": attachment.name},
    ):
        return answer
    if not submission.is_editable and request.method != "POST":
        return redirect(submission)
    context = draft_page(submission, form, "submission_files")
    context |= {"has_room": len(context["attachments"]) < MAX_FILES, "most": MAX_FILES}
    return show(request, "submissions/submission_files.html", form, context)


@require_POST
def file_remove(request: MemberRequest, pk: int, file_pk: int) -> HttpResponse:
    """Take a file away from the draft."""
    submission = find_draft(request, pk)
    attachment = Attachment.objects.filter(submission=submission, pk=file_pk).first()
    if attachment is not None:
        remove_file(attachment=attachment)
        messages.success(request, _("%(name)s removed.") % {"name": attachment.name})
    return redirect("submissions:submission_files", pk)


@require_safe
def file_download(request: MemberRequest, pk: int, file_pk: int) -> FileResponse:
    """Send a file to its authors, the editors, and reviewers who agreed to review."""
    files = Attachment.objects.visible_to(request.user)
    attachment = get_object_or_404(files, submission=pk, pk=file_pk)
    return download(attachment.content, name=attachment.name, media_type=attachment.media_type)


@reads_and_writes
def submission_submit(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the checklist and the consent, and submit."""
    submission = find_draft(request, pk)
    if not submission.is_editable:
        # Also reached by a second click on the button, and by going back to this page after submitting.
        if submission.state != SubmissionState.SUBMITTED and request.method == "POST":
            raise TransitionNotAllowed("submit", submission)
        return redirect(submission)
    form = SubmitForm(posted(request))
    if answer := save(
        request,
        form,
        lambda: submit(
            submission=submission,
            by=request.user,
            at=timezone.now(),
            note=form.cleaned_data["note"],
        ),
        to=submission,
        said=_("Submitted. Thank you. An editor will read it."),
    ):
        return answer
    draft = DraftForm(submission=submission)
    context = draft_page(submission, form, "submission_submit")
    context["missing"] = [
        (name, draft[name].label, ask) for name, ask in context["problems"].items()
    ]
    return show(request, "submissions/submission_submit.html", form, context)


def draft_page(submission: Submission, form: Any, step: str) -> dict[str, Any]:
    """Return the context of every page of a draft: its steps, what is done and what is missing."""
    problems = problems_of(submission)
    co_authors = list(submission.co_authors.in_order())
    sources = list(submission.draws_on.order_by("title", "pk"))
    attachments = list(submission.attachments.in_order())
    return {
        "submission": submission,
        "form": form,
        "problems": problems,
        "co_authors": co_authors,
        "sources": sources,
        "attachments": attachments,
        "steps": steps_of(
            submission,
            current=step,
            missing=problems,
            co_authors=len(co_authors),
            sources=len(sources),
            files=len(attachments),
        ),
    }


def find_draft(request: MemberRequest, pk: int) -> Submission:
    """Find the author's own draft: 404 for strangers, 403 for co-authors and editors."""
    visible = Submission.objects.visible_to(request.user)
    submission = get_object_or_404(visible.select_related("author", "editor"), pk=pk)
    require(request.user, "submissions.edit", submission)
    return submission
