"""References for managers and spreadsheets: of one record, of a fixed version, of a whole search."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.files.uploads import answer_whole
from core.web.ratelimit import limit_rate
from library.catalogue.models import Record, Version
from library.exchange.citing.cited_work import describe_with_notes
from library.exchange.citing.formats import FORMATS, MOST_ROWS, Format, export_records
from library.finding.search_address import run_search
from library.practice.shown import with_stages


@login_not_required
@require_safe
@limit_rate("references", "120/m")
def record_reference(
    request: HttpRequest, pk: int, ending: str, number: int | None = None
) -> HttpResponse:
    """Send the reference of a record, or of one fixed version. A withdrawn one is still cited, and says so."""
    format_ = _format(ending)
    records = with_stages(Record.objects.for_list().with_places().with_terms())
    record = get_object_or_404(records, pk=pk)
    version = None
    if number is not None:
        version = get_object_or_404(Version, record=record, number=number)
    if format_.cite is None:
        raise Http404
    pieces = format_.cite([describe_with_notes(record, version)])
    answer = HttpResponse("".join(pieces), content_type=format_.media_type)
    answer["Content-Disposition"] = f'attachment; filename="record-{record.pk}.{format_.ending}"'
    answer["X-Robots-Tag"] = "noindex"
    return answer


@login_not_required
@require_safe
@limit_rate("export", "20/m")
def finder_export(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Send the records of a search in its order, at most ``MOST_ROWS``."""
    format_ = _format(ending)
    results = run_search(request.GET, user=request.user)
    answer = answer_whole(
        export_records(results.in_batches(MOST_ROWS), ending),
        name=f"library-{timezone.localdate().isoformat()}.{format_.ending}",
        media_type=format_.media_type,
    )
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _format(ending: str) -> Format:
    try:
        return FORMATS[ending]
    except KeyError as error:
        raise Http404 from error
