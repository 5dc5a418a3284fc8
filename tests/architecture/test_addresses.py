"""Every address: who may come without an account, and which methods it answers."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver, reverse

# Pages for everyone. A view that is not named here asks for an account first.
PUBLIC = {
    "briefs:brief_detail",
    "briefs:brief_list",
    "briefs:edition_detail",
    "briefs:edition_pdf",
    "api:api_home",
    "api:endpoint",
    "api:openapi",
    "calendars:feed",
    "accounts:photo",
    "certificates:certificate_detail",
    "certificates:certificate_look_up",
    "core:cover",
    "core:cover_png",
    "core:design",
    "core:health_live",
    "core:health_ready",
    "core:metrics",
    "courses:cohort_detail",
    "courses:cohort_invitation",
    "courses:course_cover",
    "courses:course_detail",
    "courses:course_list",
    "advice:case_detail",
    "advice:case_document",
    "advice:case_ics",
    "advice:case_list",
    "courses:course_past",
    "courses:programme_detail",
    "courses:suggestions",
    "dashboard:accessibility",
    "dashboard:area",
    "dashboard:help",
    "dashboard:institute",
    "dashboard:person",
    "dashboard:public_home",
    "dashboard:search",
    "dashboard:suggestions",
    "dashboard:team",
    "events:event_detail",
    "events:event_feed",
    "events:event_ics",
    "events:event_list",
    "events:series_detail",
    "indicators:indicator_csv",
    "indicators:indicator_detail",
    "indicators:indicator_json",
    "indicators:indicator_list",
    "indicators:release_csv",
    "indicators:release_detail",
    "indicators:release_json",
    "indicators:calculator",
    "indicators:calculator_csv",
    "indicators:calculator_pdf",
    "indicators:calculator_svg",
    "indicators:measure_list",
    "library:collection_cover",
    "library:collection_list",
    "library:evidence_gap_detail",
    "library:evidence_gap_list",
    "library:evidence_map",
    "library:file_download",
    "library:finder",
    "library:first_page",
    "library:finder_export",
    "library:finder_feed",
    "library:reading_list_detail",
    "library:reading_list_export",
    "library:practice_criteria",
    "library:practice_detail",
    "library:record_detail",
    "library:record_reference",
    "library:shared_list",
    "library:shared_list_export",
    "library:suggestions",
    "library:version_detail",
    "library:version_reference",
    "mentoring:mentoring_home",
    "networks:conduct_detail",
    "networks:invitation_detail",
    "networks:network_cover",
    "networks:network_detail",
    "networks:network_list",
    "newsletters:choices",
    "newsletters:confirm",
    "newsletters:issue_detail",
    "newsletters:issue_feed",
    "newsletters:issue_list",
    "newsletters:subscribe",
    "newsletters:subscribe_done",
    "newsletters:unsubscribe",
    "notifications:unsubscribe",
    "places:place_compare",
    "places:place_csv",
    "places:place_detail",
    "places:place_json",
    "places:place_list",
    "places:place_pdf",
    "submissions:co_author_answer",
    "submissions:submission_new",
    "recommendations:commitment_detail",
    "recommendations:commitment_list",
    "recommendations:place_scorecard",
    "recommendations:place_scorecard_csv",
    "recommendations:place_scorecard_pdf",
    "recommendations:recommendation_detail",
    "recommendations:recommendation_export",
    "recommendations:recommendation_feed",
    "recommendations:recommendation_list",
    "recommendations:record_export",
    "recommendations:report_scorecard",
    "recommendations:report_scorecard_csv",
    "recommendations:report_scorecard_pdf",
    "recommendations:respondent_detail",
    "recommendations:response_detail",
}
OF_LIBRARIES = ("account", "mfa", "usersessions", "socialaccount", "admin")


def our_views(
    patterns: list[URLPattern | URLResolver], space: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from our_views(pattern.url_patterns, pattern.namespace or space)
        elif space and space != "admin":
            yield f"{space}:{pattern.name}", pattern


VIEWS = dict(our_views(get_resolver().url_patterns))


def test_the_public_pages_are_these():
    public = {
        name
        for name, pattern in VIEWS.items()
        if not getattr(pattern.callback, "login_required", True)
    }

    assert public == PUBLIC


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_every_view_says_which_methods_it_answers(name):
    view = VIEWS[name].callback

    # The decorators of django.views.decorators.http wrap the function.
    assert hasattr(view, "__wrapped__") or hasattr(view, "view_class")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "args", "most"),
    [
        ("library:finder", [], 600),
        ("dashboard:search", [], 300),
        ("dashboard:suggestions", [], 600),
        ("library:suggestions", [], 600),
        ("networks:invitation_detail", ["forged"], 60),
        ("courses:cohort_invitation", ["forged"], 60),
        ("submissions:co_author_answer", ["forged"], 60),
        ("notifications:unsubscribe", ["forged"], 60),
        ("calendars:feed", ["forged"], 60),
    ],
)
def test_public_pages_that_search_or_take_a_token_are_not_asked_without_end(
    client, time_machine, name, args, most
):
    time_machine.move_to("2026-11-24T09:00:00Z", tick=False)
    cache.clear()
    address = reverse(name, args=args)
    first = client.get(address).status_code
    for key in list(cache._cache):
        cache.incr(key.removeprefix(":1:"), most - 1)

    assert first in {200, 404}
    assert client.get(address).status_code == 429


def test_signing_out_and_confirming_an_address_need_a_post():
    assert settings.ACCOUNT_LOGOUT_ON_GET is False
    assert getattr(settings, "ACCOUNT_CONFIRM_EMAIL_ON_GET", False) is False
