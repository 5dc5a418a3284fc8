"""What every address of the API does with what goes wrong in the view of a part."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from api.cursors import WrongCursor, read_cursor, write_cursor
from api.problems import ApiProblem
from api.views.programs import for_programs
from core.refusals import TooManyRequests


@pytest.fixture
def asked(rf):
    request = rf.get("/api/v1/things/")
    request.user = AnonymousUser()
    return request


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ApiProblem(410, "It was withdrawn."), 410),
        (Http404("nothing"), 404),
        (PermissionDenied("things.read"), 403),
        (TooManyRequests("Wait a little."), 429),
    ],
)
def test_refusals_are_problem_documents(asked, error, status):
    @for_programs
    def view(request):
        raise error

    answer = view(asked)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert json.loads(answer.content)["status"] == status
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_an_error_is_one_of_the_whole_site(asked):
    @for_programs
    def view(request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        view(asked)


def test_an_answer_that_is_no_success_has_no_etag(asked):
    answer = for_programs(lambda request: HttpResponse(status=301))(asked)

    assert "ETag" not in answer


def test_a_cursor_is_the_same_at_every_moment(time_machine):
    time_machine.move_to("2026-03-02T10:00:00Z", tick=False)
    first = write_cursor("things", ["a search"], 17)
    time_machine.move_to("2026-03-02T11:00:00Z", tick=False)

    assert write_cursor("things", ["a search"], 17) == first


def test_a_cursor_leads_back_to_its_place_in_its_list_only():
    cursor = write_cursor("things", ["a search"], 17)

    assert read_cursor("things", ["a search"], cursor) == 17
    assert read_cursor("things", ["a search"], "") == 0
    for kind, words in (("others", ["a search"]), ("things", ["another"]), ("things", [])):
        with pytest.raises(WrongCursor):
            read_cursor(kind, words, cursor)
