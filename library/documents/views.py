"""Pages on which editors look after one file: its embargo, and whether its text could be read."""

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
from library.catalogue.forms.editing import EmbargoForm
from library.catalogue.models import File
from library.documents.actions import ExtractionInProgress, change_embargo, retry_extraction


@reads_and_writes
def file_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change until when a file is closed, and see how the reading of its text went."""
    files = File.objects.with_reading().select_related("version__record")
    file = get_object_or_404(files, pk=pk)
    record = file.version.record
    require(request.user, "library.edit", record)

    today = timezone.localdate()
    until = file.embargo_until if file.is_closed_on(today) else None
    form = EmbargoForm(posted(request), initial={"embargo_until": until})
    answer = save(
        request,
        form,
        lambda: change_embargo(
            file=file, until=form.cleaned_data["embargo_until"], at=timezone.now()
        ),
        to=file.version,
        said=_("Saved."),
    )
    context = {"file": file, "record": record}
    return answer or show(request, "library/documents/file_edit.html", form, context)


@require_POST
def file_read(request: MemberRequest, pk: int) -> HttpResponse:
    """Queue the text extraction of a file again."""
    file = get_object_or_404(File.objects.select_related("version__record"), pk=pk)
    require(request.user, "library.edit", file.version.record)

    try:
        retry_extraction(file=file, at=timezone.now())
    except ExtractionInProgress as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("We will read it again. This takes a minute or two."))
    return redirect("library:file_edit", pk=file.pk)
