"""What no view answers is answered in the design, with a way on, and reports of errors keep readers' words."""

import pytest
from django.test import Client
from django.urls import path, reverse
from django.views.debug import get_default_exception_reporter_filter

from core.refusals import Conflict
from core.web.middleware import nearest_page, page_before
from demo.factories.accounts import UserFactory
from demo.factories.courses import EnrolmentFactory
from tests.mails import error_mails

pytestmark = pytest.mark.django_db


def breaks(request):
    note = request.POST["body"]
    raise ZeroDivisionError(len(note))


def is_closed(request):
    raise Conflict("It is closed.")


urlpatterns = [path("breaks/", breaks), path("", is_closed, name="dashboard:public_home")]


def test_opening_what_only_takes_a_form_leads_to_the_page_above(client):
    enrolment = EnrolmentFactory()
    client.force_login(enrolment.user)
    course = enrolment.release.course

    response = client.get(reverse("courses:course_leave", args=[course.slug]))

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert f'<a class="button" href="{course.get_absolute_url()}">' in response.text


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/courses/a-course/leave/", "/courses/a-course/"),
        ("/networks/x/discussions/3/pin/", "/networks/x/discussions/3/"),
        ("/nothing/here/", "/"),
        ("//evil.example/x/", "/"),
        ("/", "/"),
    ],
)
def test_the_nearest_page_is_one_of_ours(path, above):
    assert nearest_page(path) == above


@pytest.mark.parametrize(
    ("referer", "way_on"),
    [
        ("http://testserver/courses/", "http://testserver/courses/"),
        ("https://evil.example/", "/courses/a/"),
        ("", "/courses/a/"),
    ],
)
def test_a_conflict_leads_back_to_where_the_button_was(rf, referer, way_on):
    request = rf.post("/courses/a/leave/", headers={"referer": referer})

    assert page_before(request) == way_on


@pytest.mark.parametrize("address", ["/nothing/here/", "/library/999999/"])
def test_developers_see_the_page_that_readers_see(client, settings, address):
    settings.DEBUG = True

    response = client.get(address)

    assert response.status_code == 404
    assert "Page not found" in response.text
    assert "URLconf" not in response.text


@pytest.fixture
def as_in_production(settings):
    """Reports as production sends them; Django keeps the filter that it used first."""
    settings.DEFAULT_EXCEPTION_REPORTER_FILTER = "core.logs.error_reports.FieldNamesOnlyFilter"
    get_default_exception_reporter_filter.cache_clear()
    yield
    get_default_exception_reporter_filter.cache_clear()


@pytest.mark.usefixtures("as_in_production")
def test_a_report_about_an_error_never_tells_what_was_written(settings):
    settings.ROOT_URLCONF = __name__
    settings.ADMINS = [("", "care@example.org")]
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory())

    response = client.post("/breaks/", {"body": "a private note"})

    assert response.status_code == 500
    (report,) = error_mails()
    assert "ZeroDivisionError" in report.body
    assert "body" in report.body
    assert "a private note" not in str(report.message())
