"""From a record in the library to the lesson that rests on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.types import MemberRequest
from core.web import posted, reads_and_writes
from courses.actions import cite_in_lesson
from courses.forms.citing import CiteRecordForm
from courses.models import Course
from courses.refusals import CannotBeCited
from library.models import Record


@reads_and_writes
def cite_record(request: MemberRequest) -> HttpResponse:
    """Choose a lesson that cites the record ``?record=``: one list, one button."""
    if not Course.objects.facilitated_by(request.user).exists():
        raise PermissionDenied
    wanted = request.GET.get("record", "")
    record = get_object_or_404(
        Record.objects.visible_to(request.user).select_related("current_version"),
        pk=wanted if wanted.isdecimal() and len(wanted) < 18 else 0,
        current_version__isnull=False,
    )

    form = CiteRecordForm(posted(request), user=request.user)
    if form.is_valid() and record.current_version is not None:
        try:
            cite_in_lesson(
                lesson=form.cleaned_data["lesson"],
                version=record.current_version,
                by=request.user,
                note=form.cleaned_data["note"],
                at=timezone.now(),
            )
        except CannotBeCited as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("“%(lesson)s” now cites this record.") % {"lesson": form.cleaned_data["lesson"]},
            )
            return redirect(record)
    return render(request, "courses/cite_record.html", {"record": record, "form": form})
