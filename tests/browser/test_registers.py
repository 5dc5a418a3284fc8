"""Registers and desks of evidence, advice and measures show the work as the older working pages do."""

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from courses.states import LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.advice import AdviceCaseFactory
from demo.factories.briefs import make_brief, publish
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from demo.factories.courses import CourseFactory
from demo.factories.events import EventFactory
from demo.factories.gaps import EvidenceGapFactory
from demo.factories.indicators import IndicatorFactory, ObservationFactory, ReleaseFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.mentoring import FeedbackFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from demo.factories.newsletters import IssueFactory
from demo.factories.practice import CaseStudyFactory, TrialFactory
from demo.factories.recommendations import (
    CommitmentFactory,
    RecommendationFactory,
    RepresentationFactory,
    ResponseFactory,
)
from demo.factories.submissions import SubmissionFactory
from indicators.calculator.models import DataSet
from indicators.catalogue.models import Dimension
from library.gaps.states import GapState
from library.recommendations.states import RepresentationState
from networks.actions.cases import flag
from networks.models import NetworkEvent
from newsletters.states import IssueState
from submissions.states import SubmissionState
from tests.browser.first_screen import HEAD, HIGHEST_HEAD, TITLE, assert_it_shows_the_work
from tests.browser.window import open_as
from tests.courses.grades.classroom import cohort_with

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 25
# Its rows and columns are chosen above it.
LOWEST_ROW_OF_THE_MAP = 450
FIGURES = "Fifth\tSmokers\tAdults\n1\t900\t4000\n2\t700\t4000\n3\t600\t4000\n"
SUMMARY = "Three councils tell how they pay for warmth, and what they would not do again. "


def recommendations() -> tuple[User, str]:
    record = RecordFactory(title="Fair society, healthy lives")
    for number in range(ROWS):
        RecommendationFactory(record=record, title=f"{number:02} {TITLE}")
    return UserFactory(roles=[Role.EDITOR]), reverse("recommendations:recommendation_list")


def commitments() -> tuple[User, str]:
    response = ResponseFactory()
    for number in range(ROWS):
        CommitmentFactory(
            response=response,
            action=f"{number:02} {TITLE}",
        )
    return UserFactory(), reverse("recommendations:commitment_list")


def representations() -> tuple[User, str]:
    RepresentationFactory.create_batch(ROWS, state=RepresentationState.OPEN)
    return UserFactory(roles=[Role.EDITOR]), reverse("recommendations:representation_list")


def evidence_gaps() -> tuple[User, str]:
    topic = TopicFactory(label="Empowerment, participation and control")
    for number in range(ROWS):
        EvidenceGapFactory(title=f"{number:02} {TITLE}", topic=topic)
    return UserFactory(roles=[Role.EDITOR]), reverse("library:evidence_gap_list")


def evidence_gaps_to_decide() -> tuple[User, str]:
    author = UserFactory()
    topic = TopicFactory(label="Empowerment, participation and control")
    for number in range(ROWS):
        by = author if number < 10 else UserFactory()
        words = {"title": f"{number:02} {TITLE}", "topic": topic}
        EvidenceGapFactory(state=GapState.PROPOSED, proposed_by=by, **words)
    return UserFactory(roles=[Role.EDITOR]), reverse("library:evidence_gap_desk")


def trials() -> tuple[User, str]:
    record = CaseStudyFactory(title=f"01 {TITLE}")
    TrialFactory.create_batch(ROWS, record=record)
    return UserFactory(roles=[Role.EDITOR]), reverse("library:trial_list")


def case_studies_to_judge() -> tuple[User, str]:
    for number in range(ROWS):
        CaseStudyFactory(title=f"{number:02} {TITLE}")
    return UserFactory(roles=[Role.EDITOR]), reverse("library:practice_desk")


def advice_given() -> tuple[User, str]:
    AdviceCaseFactory.create_batch(ROWS, title=f"01 {TITLE}")
    return UserFactory(roles=[Role.COORDINATOR]), reverse("advice:case_list")


def advice_to_work_on() -> tuple[User, str]:
    lead = UserFactory(roles=[Role.EDITOR])
    AdviceCaseFactory.create_batch(ROWS, title=f"01 {TITLE}", lead=lead)
    return lead, reverse("advice:work_list")


def newsletter_desk() -> tuple[User, str]:
    IssueFactory.create_batch(ROWS, title=f"01 {TITLE}")
    return UserFactory(roles=[Role.EDITOR]), reverse("newsletters:desk")


def indicators() -> tuple[User, str]:
    release = ReleaseFactory()
    for number in range(ROWS):
        ObservationFactory(release=release, indicator__name=f"{number:02} {TITLE}")
    return UserFactory(roles=[Role.DATA_MANAGER]), reverse("indicators:indicator_list")


def indicators_to_manage() -> tuple[User, str]:
    for number in range(ROWS):
        IndicatorFactory(name=f"{number:02} {TITLE}")
    return UserFactory(roles=[Role.DATA_MANAGER]), reverse("indicators:indicator_table")


def releases_of_figures() -> tuple[User, str]:
    for number in range(ROWS):
        ReleaseFactory(title=f"{number:02} {TITLE}")
    return UserFactory(roles=[Role.DATA_MANAGER]), reverse("indicators:release_list")


def data_sets() -> tuple[User, str]:
    owner = UserFactory()
    now = timezone.now()
    DataSet.objects.bulk_create(
        DataSet(
            owner=owner,
            name=f"{n:02} {TITLE}",
            query=f"d={n}",
            created_at=now,
            changed_at=now,
        )
        for n in range(ROWS)
    )
    return owner, reverse("indicators:data_set_list")


def feedback() -> tuple[User, str]:
    FeedbackFactory.create_batch(ROWS)
    return UserFactory(roles=[Role.COORDINATOR]), reverse("mentoring:feedback_list")


def cohorts() -> tuple[User, str]:
    facilitator = UserFactory(roles=[Role.FACILITATOR])
    course = CourseFactory(by=facilitator)
    for number in range(ROWS):
        CohortFactory(name=f"{number:02} {TITLE}"[:80], course=course)
    return facilitator, reverse("courses:cohort_list", args=[course.slug])


def briefs() -> tuple[User, str]:
    for number in range(ROWS):
        made = make_brief(title=f"{number:02} {TITLE}", question="What helps before the winter?")
        publish(made)
    return UserFactory(), reverse("briefs:brief_list")


def events() -> tuple[User, str]:
    for number in range(ROWS):
        EventFactory(title=f"{number:02} {TITLE}", summary=SUMMARY, topics=[TopicFactory()])
    return UserFactory(), reverse("events:event_list")


def past_events() -> tuple[User, str]:
    EventFactory.create_batch(
        ROWS, title=f"01 {TITLE}", summary=SUMMARY, starts_at=timezone.now() - dt.timedelta(days=3)
    )
    return UserFactory(roles=[Role.EDITOR]), reverse("events:event_list") + "?when=past"


def events_of_a_network() -> tuple[User, str]:
    moderator = UserFactory()
    network = NetworkFactory(by=moderator)
    for number in range(ROWS):
        event = EventFactory(title=f"{number:02} {TITLE}")
        NetworkEvent.objects.create(network=network, event=event, added_at=timezone.now())
    return moderator, reverse("networks:network_events", args=[network.slug])


def newsletter_archive() -> tuple[User, str]:
    IssueFactory.create_batch(
        ROWS,
        title=f"01 {TITLE}",
        introduction_html=f"<p>{SUMMARY * 3}</p>",
        state=IssueState.SENT,
        sent_at=timezone.now(),
    )
    return UserFactory(), reverse("newsletters:issue_list")


def dimensions() -> tuple[User, str]:
    Dimension.objects.bulk_create(
        Dimension(code=f"d-{n}", name=f"{n:02} {TITLE}") for n in range(ROWS)
    )
    return UserFactory(roles=[Role.DATA_MANAGER]), reverse("indicators:dimension_table")


def flags() -> tuple[User, str]:
    moderator = UserFactory()
    network = NetworkFactory(by=moderator)
    for number in range(ROWS):
        discussion = DiscussionFactory(network=network, title=f"{number:02} {TITLE}")
        flagger = MembershipFactory(network=network).user
        flag(
            discussion=discussion,
            post=None,
            person=flagger,
            reason="spam",
            words="It sells something.",
            at=timezone.now(),
        )
    return moderator, reverse("networks:case_list", args=[network.slug])


def gradebook() -> tuple[User, str]:
    cohort = cohort_with(*[LessonKind.QUIZ] * 14)
    CohortPlaceFactory.create_batch(ROWS, cohort=cohort)
    address = reverse("courses:gradebook", args=[cohort.release.course.slug, cohort.pk])
    return cohort.facilitators.get(), address


def what_was_learnt() -> tuple[User, str]:
    editor = UserFactory(roles=[Role.EDITOR])
    for number in range(ROWS):
        SubmissionFactory(
            title=f"{number:02} {TITLE}", state=SubmissionState.ACCEPTED, editor=editor
        )
    return editor, reverse("submissions:learnt_list")


PAGES = [recommendations, commitments, representations, evidence_gaps, evidence_gaps_to_decide]
PAGES += [trials, case_studies_to_judge]
PAGES += [advice_given, advice_to_work_on, newsletter_desk, indicators]
PAGES += [briefs, events, past_events, events_of_a_network, newsletter_archive, dimensions]
PAGES += [flags, gradebook, what_was_learnt]
PAGES += [indicators_to_manage, releases_of_figures, data_sets, feedback, cohorts]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_a_register_shows_the_work(visitor, page: Callable[[], tuple[User, str]]):
    user, address = page()
    window = open_as(visitor, user, address)

    assert_it_shows_the_work(window, page.__name__)


def one_data_set() -> tuple[User, str]:
    now = timezone.now()
    query = urlencode({"data": FIGURES, "title": "Smoking in our town"})
    kept = DataSet.objects.create(
        owner=UserFactory(), name=TITLE, query=query, created_at=now, changed_at=now
    )
    return kept.owner, kept.get_absolute_url()


def one_indicator() -> tuple[User, str]:
    figure = ObservationFactory(indicator__name="Healthy life expectancy at birth of women")
    return UserFactory(roles=[Role.DATA_MANAGER]), figure.indicator.get_absolute_url()


def one_recommendation() -> tuple[User, str]:
    made = RecommendationFactory(title=TITLE)
    return UserFactory(roles=[Role.EDITOR]), made.get_absolute_url()


def one_course_to_write() -> tuple[User, str]:
    facilitator = UserFactory(roles=[Role.FACILITATOR])
    course = CourseFactory(by=facilitator, title=TITLE)
    return facilitator, reverse("courses:teach_course", args=[course.slug])


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize(
    "page",
    [one_data_set, one_indicator, one_recommendation, one_course_to_write],
    ids=lambda page: page.__name__,
)
def test_the_head_of_a_page_about_one_thing_is_low(visitor, page, width: int):
    user, address = page()
    window = open_as(visitor, user, address, viewport={"width": width, "height": 800})

    assert window.page.evaluate(HEAD) <= HIGHEST_HEAD


def test_the_evidence_map_shows_numbers_in_the_first_screen_of_a_phone(visitor):
    RecordFactory.create_batch(20, topics=TopicFactory.create_batch(3))
    size = {"width": 375, "height": 800}
    window = open_as(visitor, UserFactory(), reverse("library:evidence_map"), viewport=size)

    top = window.page.evaluate(
        "() => document.querySelector('#map tbody tr').getBoundingClientRect().top"
    )

    assert top <= LOWEST_ROW_OF_THE_MAP


def test_arrows_lead_from_row_to_row_of_a_list(visitor):
    user, address = newsletter_archive()
    window = open_as(visitor, user, address)
    links = window.main.locator(".row-title a")
    links.first.focus()

    walked = []
    for key in ("ArrowUp", "ArrowDown", "ArrowDown", "ArrowUp"):
        window.page.keyboard.press(key)
        walked.append(
            window.page.evaluate(
                "[...document.querySelectorAll('main .row-title a')].indexOf(document.activeElement)"
            )
        )
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/newsletter/*/")

    assert walked == [0, 1, 2, 1]


@pytest.mark.parametrize(
    "page", [recommendations, evidence_gaps_to_decide], ids=lambda page: page.__name__
)
def test_nothing_that_can_only_be_pressed_is_printed(visitor, page):
    user, address = page()
    # As wide as a sheet.
    window = open_as(visitor, user, address, viewport={"width": 794, "height": 1123})
    window.page.emulate_media(media="print")

    seen = window.page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, summary, .button")]
          .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height > 1)
          .map((each) => each.outerHTML)"""
    )

    assert seen == []
