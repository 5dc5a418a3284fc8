"""Reading pages keep their air: what one came for begins at most 300 pixels below the top of their head."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from demo.factories.accounts import ProfileFactory, UserFactory
from demo.factories.courses import CourseFactory, ProgrammeFactory
from demo.factories.events import EventFactory
from demo.factories.library import FileFactory, RecordFactory
from demo.factories.mentoring import MentorProfileFactory
from demo.factories.networks import NetworkFactory
from demo.factories.recommendations import RecommendationFactory, ResponseFactory
from networks.actions.conduct import publish_conduct
from tests.browser.first_screen import HEAD, HIGHEST_READING_HEAD
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Closing the gap in a generation: health equity through action on the social determinants of health"
# Some summaries of courses are as long as this.
SUMMARY = "Everyone is for involving communities. Fewer hand over money, seats or decisions. " * 4
LOWEST_RESULT_ON_PHONES = 400
HIGHEST_FRAME_ON_PHONES = 160
HEIGHT_OF_A_LINE = 30


def record() -> str:
    made = RecordFactory(title=TITLE)
    FileFactory(record=made)
    return made.get_absolute_url()


def course() -> str:
    made = CourseFactory(
        title="Communities and power: lessons from seven countries", summary=SUMMARY
    )
    return made.get_absolute_url()


def scorecard() -> str:
    report = RecordFactory(title=TITLE)
    ResponseFactory(recommendation=RecommendationFactory(record=report))
    return reverse("recommendations:report_scorecard", args=[report.pk])


def event() -> str:
    return EventFactory(
        title="Reading a social gradient together, and what to do next"
    ).get_absolute_url()


def network() -> str:
    return NetworkFactory(name="Warm homes and health in towns of the coast").get_absolute_url()


def institute() -> str:
    return reverse("dashboard:institute")


def conduct() -> str:
    publish_conduct(body="Be kind.", by=UserFactory(), at=timezone.now())
    return reverse("networks:conduct_detail")


def programme() -> str:
    made = ProgrammeFactory(
        title="Equity in local decisions",
        summary=SUMMARY,
        courses=CourseFactory.create_batch(2, texts=1),
    )
    return made.get_absolute_url()


def mentor() -> str:
    profile = MentorProfileFactory(user__full_name="Owain Llywelyn-Prytherch", headline=TITLE)
    return profile.get_absolute_url()


def person() -> str:
    someone = ProfileFactory(job_title=TITLE[:80]).user
    MentorProfileFactory(user=someone)
    return reverse("dashboard:person", args=[someone.pk])


PAGES = [record, course, scorecard, event, network, institute, conduct, programme, mentor, person]


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_the_head_of_a_reading_page_is_low(visitor, page: Callable[[], str], width: int):
    window = open_as(visitor, UserFactory(), page(), viewport={"width": width, "height": 800})

    assert window.page.evaluate(HEAD) <= HIGHEST_READING_HEAD


def test_the_frame_above_a_page_is_low_on_a_phone(visitor):
    window = open_as(visitor, UserFactory(), record(), viewport={"width": 375, "height": 800})

    heights = window.page.evaluate(
        """() => ({
          frame: document.querySelector(".page-head").getBoundingClientRect().top
            - document.querySelector(".site-head").getBoundingClientRect().top,
          crumbs: document.querySelector(".breadcrumbs").getBoundingClientRect().height,
        })"""
    )

    assert heights["frame"] <= HIGHEST_FRAME_ON_PHONES
    assert heights["crumbs"] <= HEIGHT_OF_A_LINE


def test_a_menu_in_the_head_of_a_record_stays_within_a_phone(visitor):
    window = open_as(visitor, UserFactory(), record(), viewport={"width": 375, "height": 800})
    window.main.get_by_text("Use this").click()

    window.sees("Add to action plan")
    assert window.page.evaluate("document.documentElement.scrollWidth") <= 375
    assert window.page.evaluate(
        """() => {
          const box = document.querySelector(".page-head .menu-list").getBoundingClientRect();
          return box.left >= 0 && box.right <= innerWidth;
        }"""
    )


def test_the_first_result_of_the_finder_is_high_up_on_a_phone(visitor):
    RecordFactory.create_batch(25, title="Cold homes")
    window = open_as(
        visitor, UserFactory(), reverse("library:finder"), viewport={"width": 375, "height": 800}
    )

    top = window.page.evaluate(
        "() => Math.round(document.querySelector('#results .row').getBoundingClientRect().top)"
    )

    assert top <= LOWEST_RESULT_ON_PHONES
