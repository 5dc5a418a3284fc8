"""Writing a programme: its page, its courses, and whether it is offered."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import allows, require
from core.queries.ordering import step_of
from core.types import MemberRequest
from core.web.requests import paginate, posted, reads_and_writes
from courses.actions.programmes.writing import (
    add_course,
    archive_programme,
    create_programme,
    delete_programme,
    edit_programme,
    missing_in,
    move_course,
    publish_programme,
    remove_course,
    reopen_programme,
    require_course,
)
from courses.forms.programmes import AddCourseForm, EditProgrammeForm, NewProgrammeForm
from courses.models import Programme, ProgrammeCompletion, ProgrammeCourse
from courses.programmes.refusals import LastRequiredCourse, ProgrammeNotReady
from courses.states import ProgrammeState


def _find(request: MemberRequest, slug: str) -> Programme:
    """Return the programme to those who may change it. Raises 404 for a draft of others, else 403."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require(request.user, "courses.write_programme", programme)
    return programme


@require_safe
def programme_write_list(request: MemberRequest) -> HttpResponse:
    """Show the programmes that the reader may change."""
    programmes = Programme.objects.written_by(request.user).order_by("title", "pk")
    may_begin = allows(request.user, "courses.write_programme")
    if not may_begin and not programmes.exists():
        require(request.user, "courses.write_programme")
    context = {"page": paginate(request, programmes), "may_begin": may_begin}
    return render(request, "courses/programmes/programme_write_list.html", context)


@reads_and_writes
def programme_new(request: MemberRequest) -> HttpResponse:
    """Begin a programme."""
    require(request.user, "courses.write_programme")

    form = NewProgrammeForm(posted(request), author=request.user)
    answer = save(
        request,
        form,
        lambda: create_programme(by=request.user, at=timezone.now(), key=form.key, **form.words),
        to=lambda programme: ("courses:programme_write", programme.slug),
        said=_("Programme created as a draft. Now add its courses."),
    )
    return answer or show(request, "courses/programmes/programme_edit.html", form)


@reads_and_writes
def programme_edit(request: MemberRequest, slug: str) -> HttpResponse:
    """Change what the programme says of itself."""
    programme = _find(request, slug)

    form = EditProgrammeForm(posted(request), instance=programme, author=request.user)
    answer = save(
        request,
        form,
        lambda: edit_programme(programme=Programme.objects.get(pk=programme.pk), **form.words),
        to=("courses:programme_write", slug),
        said=_("Programme saved."),
    )
    context = {"programme": programme}
    return answer or show(request, "courses/programmes/programme_edit.html", form, context)


@require_safe
def programme_write(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the page on which a programme is made: its courses in order, and what is missing."""
    programme = _find(request, slug)
    form = AddCourseForm(programme=programme, address=_address("programme_add", slug))
    return render(
        request, "courses/programmes/programme_write.html", {**_parts(programme), "form": form}
    )


@reads_and_writes
def programme_add(request: MemberRequest, slug: str) -> HttpResponse:
    """Add a course at the end."""
    programme = _find(request, slug)

    form = AddCourseForm(
        posted(request), programme=programme, address=_address("programme_add", slug)
    )
    answer = save(
        request,
        form,
        lambda: add_course(
            programme=programme,
            course=form.cleaned_data["course"],
            is_required=not form.cleaned_data["is_optional"],
        ),
        to=("courses:programme_write", slug),
        said=lambda part: _("“%(course)s” added.") % {"course": part},
    )
    return answer or show(
        request, "courses/programmes/programme_write.html", form, _parts(programme)
    )


@require_POST
def programme_change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Move a course up or down, make it required or optional, or take it out; one that is gone stays gone."""
    programme = _find(request, slug)
    parts = ProgrammeCourse.objects.filter(programme=programme)
    part = parts.select_related("programme", "course").filter(pk=pk).first()
    if part is not None:
        try:
            _change(request, part)
        except LastRequiredCourse as refusal:
            messages.error(request, str(refusal))
    return redirect(f"{_address('programme_write', slug)}#courses")


def _change(request: MemberRequest, part: ProgrammeCourse) -> None:
    if "remove" in request.POST:
        remove_course(part=part)
        messages.success(request, _("“%(course)s” removed from the programme.") % {"course": part})
    elif "require" in request.POST:
        is_required = request.POST["require"] == "yes"
        require_course(part=part, is_required=is_required)
        said = (
            _("“%(course)s” is required now.")
            if is_required
            else _("“%(course)s” is optional now.")
        )
        messages.success(request, said % {"course": part})
    else:
        move_course(part=part, step=step_of(request))


@require_POST
def programme_state(request: MemberRequest, slug: str, move: str) -> HttpResponse:
    """Publish, archive or reopen the programme."""
    programme = _find(request, slug)
    by, at = request.user, timezone.now()
    try:
        if move == "publish":
            publish_programme(programme=programme, by=by, at=at)
            messages.success(request, _("Programme published. It is in the catalogue now."))
        elif move == "archive":
            archive_programme(programme=programme, by=by, at=at)
            messages.success(request, _("Programme archived. It is no longer in the catalogue."))
        elif move == "reopen":
            reopen_programme(programme=programme, by=by, at=at)
            messages.success(request, _("Programme published again."))
        else:
            raise Http404
    except ProgrammeNotReady as refusal:
        messages.error(request, str(refusal))
    return redirect("courses:programme_write", slug)


@require_POST
def programme_delete(request: MemberRequest, slug: str) -> HttpResponse:
    """Delete a draft that was never published; one that is gone stays gone."""
    if not Programme.objects.filter(slug=slug).exists():
        require(request.user, "courses.write_programme")
        return redirect("courses:programme_write_list")
    programme = _find(request, slug)
    delete_programme(programme=programme)
    messages.success(request, _("“%(programme)s” deleted.") % {"programme": programme})
    return redirect("courses:programme_write_list")


def _parts(programme: Programme) -> dict[str, object]:
    parts = ProgrammeCourse.objects.filter(programme=programme).in_order()
    is_draft = programme.state == ProgrammeState.DRAFT
    return {
        "programme": programme,
        "parts": list(parts.select_related("course")),
        "missing": missing_in(programme) if is_draft else [],
        "completed": ProgrammeCompletion.objects.filter(programme=programme).count(),
    }


def _address(name: str, slug: str) -> str:
    return reverse(f"courses:{name}", args=[slug])
