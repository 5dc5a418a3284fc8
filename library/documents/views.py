"""The first page of a file for its readers; for editors its embargo, and whether its text could be read."""

import logging

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.forms.answering import save, show
from core.permissions import require
from core.types import MemberRequest
from core.web.requests import posted, reads_and_writes
from library.catalogue.forms.editing import EmbargoForm
from library.catalogue.models import File
from library.catalogue.record_covers import FIRST_PAGE_WIDTHS, first_page_name
from library.documents.actions.extracting import ExtractionInProgress, retry_extraction
from library.documents.actions.files import change_embargo

logger = logging.getLogger(__name__)


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


@login_not_required
@require_safe
def first_page(request: HttpRequest, pk: int, width: int) -> HttpResponseBase:
    """Send the picture of a document's first page to those who may open the document today; 404 for others."""
    today = timezone.localdate()
    files = File.objects.visible_to(request.user, on=today).filter(has_first_page=True)
    file = get_object_or_404(files, pk=pk)
    if width not in FIRST_PAGE_WIDTHS:
        raise Http404
    try:
        picture = default_storage.open(first_page_name(file.sha256, width))
    except FileNotFoundError as error:
        logger.exception("The first page of file %s is missing from the storage.", file.pk)
        raise Http404 from error
    answer = FileResponse(picture, content_type="image/webp")
    # A document that only editors may open is not left behind in a browser.
    is_closed = file.is_closed_on(today)
    answer["Cache-Control"] = "private, no-store" if is_closed else "private, max-age=3600"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


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
