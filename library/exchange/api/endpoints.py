"""The addresses of records and facets for programs: read only, with the same permission rule as the pages."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from ninja import P, PathEx, Query

from api.addresses import api_path, full_address
from api.callers import ApiRequest
from api.problems import ApiProblem
from api.routing import ApiRouter
from core.web.querystrings import with_query
from library.catalogue.models import Record
from library.exchange.api import schemas
from library.exchange.api.describing import describe_facets, describe_record, with_all_that_is_told
from library.exchange.api.parameters import RecordParameters, SearchParameters, read_page_request
from library.finding.search_address import run_search

router = ApiRouter()
SCOPE = "library:read"


@router.reads(
    "/records/",
    name="list_records",
    answers=schemas.RecordList,
    summary="Records of a search, a page at a time",
    scope=SCOPE,
    problems=(400,),
)
def list_records(request: ApiRequest, parameters: Query[RecordParameters]) -> schemas.RecordList:
    """Without parameters: all records, in the order of their numbers."""
    person = request.caller.person
    asked = read_page_request(request.GET, parameters, person=person)
    keys = asked.keys()
    wanted = keys[: asked.limit]
    records = with_all_that_is_told(Record.objects.visible_to(person)).in_bulk(wanted)
    today = timezone.localdate()
    cursor = asked.cursor_after(keys)
    return schemas.RecordList(
        total=asked.results.index.total,
        searched_for=asked.results.index.query.text,
        items=[describe_record(records[key], on=today) for key in wanted if key in records],
        next=full_address(request.path + with_query(request.GET, cursor=cursor))
        if cursor
        else None,
    )


@router.reads(
    "/records/{key:id}/",
    name="get_record",
    answers=schemas.Record,
    summary="One record with its newest version",
    scope=SCOPE,
    problems=(404, 410),
    redirects="It was merged into another record, whose address follows.",
)
def get_record(
    request: ApiRequest,
    id: PathEx[int, P(description="The number of the record.", example=42)],  # noqa: A002
) -> schemas.Record | HttpResponse:
    """Return one record. A withdrawn one is gone (410), a merged one is elsewhere (301)."""
    records = with_all_that_is_told(Record.objects.visible_to(request.caller.person))
    record = records.filter(pk=id).first()
    if record is not None:
        return describe_record(record, on=timezone.localdate())
    gone = Record.objects.filter(pk=id).first()
    if gone is None:
        raise ApiProblem(404, _("There is no record with this number."))
    if gone.replaced_by_id:
        answer = HttpResponse(status=301)
        answer["Location"] = api_path("get_record", gone.replaced_by_id)
        patch_cache_control(answer, max_age=3600)
        return answer
    raise ApiProblem(410, gone.withdrawal_reason)


@router.reads(
    "/facets/",
    name="list_facets",
    answers=schemas.FacetList,
    summary="What a search can be narrowed by, with the number of records behind each value",
    scope=SCOPE,
    problems=(400,),
)
def list_facets(request: ApiRequest, parameters: Query[SearchParameters]) -> schemas.FacetList:
    """Return the values that the records of the search have, each before the narrower ones."""
    return describe_facets(run_search(request.GET, user=request.caller.person))
