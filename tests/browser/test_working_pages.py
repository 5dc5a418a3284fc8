"""Working pages show the work: rows in the first screen, heads and feet that leave room for them, keys.

The figures of all pages, with those from before there was one table, are in docs/working-pages.md.
"""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, ProfileFactory, UserFactory
from demo.factories.api import ServiceFactory, TokenFactory
from demo.factories.cohorts import CohortFactory, CohortPlaceFactory
from demo.factories.courses import CourseFactory, EnrolmentFactory
from demo.factories.coursework import AssignmentCourseFactory, HandInFactory
from demo.factories.events import EventFactory, RegistrationFactory
from demo.factories.library import RecordFactory
from demo.factories.mentoring import (
    MatchFactory,
    MentoringRequestFactory,
    MentorProfileFactory,
)
from demo.factories.networks import MembershipFactory, NetworkFactory
from demo.factories.notifications import NotificationFactory
from demo.factories.safeguarding import ConcernFactory
from demo.factories.submissions import ReviewFactory, SubmissionFactory
from library.curation.actions.proposals import propose_correction
from library.curation.models import BulkChange, BulkEdit
from library.exchange.models import Import, ImportState
from library.finding.actions import save_search
from library.finding.models import Gap
from mentoring.states import MatchState, MentorState
from networks.actions.memberships import join_network
from networks.models import Invitation
from submissions.states import SubmissionState
from tests.browser.first_screen import TITLE, assert_it_shows_the_work
from tests.browser.window import open_as

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 30


def people() -> tuple[User, str]:
    for number in range(ROWS):
        ProfileFactory(user__full_name=f"Person {number:02}", organisation=OrganisationFactory())
    return UserFactory(roles=[Role.ADMINISTRATOR]), reverse("accounts:people")


def mentor_desk() -> tuple[User, str]:
    mentor = MentorProfileFactory(capacity=20).user
    for number in range(20):
        MatchFactory(
            mentor=mentor, mentee__full_name=f"Mentee {number:02}", state=MatchState.SIGNING
        )
    for _number in range(ROWS - 20):
        MentoringRequestFactory(mentor=mentor)
    return mentor, reverse("mentoring:desk")


def coordinator_desk() -> tuple[User, str]:
    for _number in range(ROWS):
        MentorProfileFactory(state=MentorState.OFFERED)
    return UserFactory(roles=[Role.COORDINATOR]), reverse("mentoring:coordinator_desk")


def learners() -> tuple[User, str]:
    facilitator = UserFactory(roles=[Role.FACILITATOR])
    course = CourseFactory(by=facilitator)
    for _number in range(ROWS):
        EnrolmentFactory(course=course)
    return facilitator, reverse("courses:learner_list", args=[course.slug])


def cohort_learners() -> tuple[User, str]:
    cohort = CohortFactory(name="Health visitors in Leeds, spring")
    for _number in range(ROWS):
        CohortPlaceFactory(cohort=cohort)
    address = reverse("courses:cohort_learners", args=[cohort.release.course.slug, cohort.pk])
    return cohort.facilitators.get(), address


def editors_desk() -> tuple[User, str]:
    for number in range(ROWS):
        SubmissionFactory(title=f"{number:02} {TITLE}", state=SubmissionState.SUBMITTED)
    return UserFactory(roles=[Role.EDITOR]), reverse("submissions:desk")


def own_submissions() -> tuple[User, str]:
    author = UserFactory()
    for number in range(ROWS):
        SubmissionFactory(author=author, title=f"{number:02} {TITLE}")
    return author, reverse("submissions:submission_list")


def own_reviews() -> tuple[User, str]:
    reviewer = UserFactory(roles=[Role.REVIEWER])
    for number in range(ROWS):
        submission = SubmissionFactory(
            title=f"{number:02} {TITLE}", state=SubmissionState.IN_REVIEW
        )
        ReviewFactory(reviewer=reviewer, submission=submission)
    return reviewer, reverse("submissions:review_list")


def library_desk() -> tuple[User, str]:
    for number in range(ROWS):
        RecordFactory(title=f"{number:02} {TITLE}", publisher="", url="")
    return UserFactory(roles=[Role.EDITOR]), reverse("library:desk_queue", args=["incomplete"])


def imports() -> tuple[User, str]:
    editor = UserFactory(roles=[Role.EDITOR])
    for number in range(ROWS):
        Import.objects.create(
            name=f"{number:02} {TITLE}"[:-4] + ".csv",
            ending="csv",
            state=ImportState.DONE,
            rows_total=12,
            started_by=editor,
            started_at=timezone.now() - dt.timedelta(days=number),
        )
    return editor, reverse("library:import_list")


def members() -> tuple[User, str]:
    moderator = UserFactory()
    network = NetworkFactory(by=moderator)
    for number in range(ROWS):
        member = ProfileFactory(
            user__full_name=f"Person {number:02}",
            job_title="Public health specialist",
            place="Leeds",
        ).user
        MembershipFactory(network=network, user=member)
    return moderator, reverse("networks:network_members", args=[network.slug])


def people_of_event() -> tuple[User, str]:
    host = UserFactory()
    event = EventFactory(hosts=[host], starts_at=timezone.now() - dt.timedelta(hours=3))
    RegistrationFactory.create_batch(ROWS, event=event)
    return host, reverse("events:event_people", args=[event.pk])


def inbox() -> tuple[User, str]:
    reader = UserFactory()
    for number in range(ROWS):
        NotificationFactory(recipient=reader, title=f"{number:02} {TITLE}")
    return reader, reverse("notifications:inbox")


def proposals() -> tuple[User, str]:
    # One person may have 20 proposals that wait.
    readers = [UserFactory(), UserFactory()]
    for number in range(ROWS):
        record = RecordFactory(title=f"{number:02} {TITLE}")
        propose_correction(
            record=record,
            words={"title": f"{number:02} {TITLE}!"},
            reason="The title page says it otherwise, and so does the summary on page three.",
            by=readers[number % 2],
            at=timezone.now(),
            key=uuid.uuid4(),
        )
    return UserFactory(roles=[Role.EDITOR]), reverse("library:proposal_list")


def gaps() -> tuple[User, str]:
    today = timezone.localdate()
    for number in range(ROWS):
        Gap.objects.create(text=f"{number:02} {TITLE}", times=3, first_on=today, last_on=today)
    return UserFactory(roles=[Role.EDITOR]), reverse("library:gap_list")


def duplicates() -> tuple[User, str]:
    for number in range(ROWS):
        RecordFactory.create_batch(2, title=f"{number:02} {TITLE}", year=2020)
    return UserFactory(roles=[Role.EDITOR]), reverse("library:duplicate_list")


def bulk_edits() -> tuple[User, str]:
    editor = UserFactory(roles=[Role.EDITOR])
    record = RecordFactory()
    for number in range(ROWS):
        made = BulkEdit.objects.create(
            by=editor, words=f"{number:02} {TITLE}", made_at=timezone.now()
        )
        BulkChange.objects.create(bulk_edit=made, record=record, before={}, after={})
    return editor, reverse("library:bulk_edit_list")


def saved_searches() -> tuple[User, str]:
    reader = UserFactory()
    for number in range(ROWS):
        save_search(
            user=reader,
            query=f"q=homes+{number}",
            name=f"{number:02} {TITLE}"[:80],
            rhythm="weekly",
            at=timezone.now(),
        )
    return reader, reverse("library:saved_search_list")


def join_requests() -> tuple[User, str]:
    moderator = UserFactory()
    network = NetworkFactory(by=moderator, access="approval")
    for number in range(ROWS):
        join_network(
            network=network,
            user=UserFactory(full_name=f"Person {number:02}"),
            message="I work on cold homes in Leeds.",
            at=timezone.now(),
        )
    return moderator, reverse("networks:request_list", args=[network.slug])


def invitations() -> tuple[User, str]:
    moderator = UserFactory()
    network = NetworkFactory(by=moderator)
    for number in range(ROWS):
        Invitation.objects.create(
            network=network,
            email=f"p{number}@example.org",
            invited_by=moderator,
            invited_at=timezone.now(),
            expires_at=timezone.now() + dt.timedelta(days=30),
        )
    return moderator, reverse("networks:invitation_list", args=[network.slug])


def organisations() -> tuple[User, str]:
    OrganisationFactory.create_batch(ROWS)
    return UserFactory(roles=[Role.EDITOR]), reverse("accounts:organisation_list")


def tokens() -> tuple[User, str]:
    for number in range(ROWS):
        TokenFactory(name=f"Study {number}")
    return UserFactory(roles=[Role.ADMINISTRATOR]), reverse("api:all_tokens")


def concerns() -> tuple[User, str]:
    for number in range(ROWS):
        ConcernFactory(person=UserFactory(full_name=f"Person {number:02}"))
    return UserFactory(roles=[Role.SAFEGUARDING_LEAD]), reverse("safeguarding:concern_list")


def endings() -> tuple[User, str]:
    for number in range(ROWS):
        MatchFactory(
            mentee__full_name=f"Mentee {number:02}",
            state=MatchState.ENDED,
            ended_at=timezone.now(),
            end_reason="We reached what we had set out to do, and both want time for other things.",
        )
    return UserFactory(roles=[Role.COORDINATOR]), reverse("mentoring:ending_list")


def services() -> tuple[User, str]:
    ServiceFactory.create_batch(ROWS)
    return UserFactory(roles=[Role.ADMINISTRATOR]), reverse("api:service_list")


def work_to_grade() -> tuple[User, str]:
    course = AssignmentCourseFactory()
    HandInFactory.create_batch(ROWS, course=course)
    return course.facilitators.get(), reverse("courses:grading_list")


PAGES = [people, mentor_desk, coordinator_desk, learners, editors_desk, own_submissions]
PAGES += [cohort_learners, work_to_grade]
PAGES += [own_reviews, library_desk, imports, members, inbox, people_of_event]
PAGES += [proposals, gaps, duplicates, bulk_edits, saved_searches, join_requests, invitations]
PAGES += [organisations, tokens, services, concerns, endings]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_a_working_page_shows_the_work(visitor, page: Callable[[], tuple[User, str]]):
    user, address = page()
    window = open_as(visitor, user, address)

    assert_it_shows_the_work(window, page.__name__)


def focused(window) -> str:
    """Return what the place in focus is called."""
    return str(
        window.page.evaluate(
            "document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()"
        )
    )


def test_arrows_lead_from_row_to_row_and_keys_choose_and_explain(visitor):
    user, address = library_desk()
    window = open_as(visitor, user, address + "?sort=title")
    keys = window.page.keyboard
    titles = window.main.locator("tbody th a").all_inner_texts()
    window.main.locator("tbody th a").first.focus()

    walked = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "End", "Home"):
        keys.press(key)
        walked.append(focused(window))
    keys.press("x")
    chosen = window.main.locator("tbody input:checked").count()
    keys.press("?")
    sheet = window.page.get_by_role("dialog", name="Keyboard shortcuts")
    is_open = sheet.is_visible()
    window.check("working-shortcuts")
    sheet.get_by_label("Use single-key shortcuts").uncheck()
    keys.press("Escape")
    keys.press("?")

    assert walked == [titles[1], titles[2], titles[1], titles[-1], titles[0]]
    assert (chosen, is_open, sheet.is_visible()) == (1, True, False)


def test_all_rows_of_a_page_are_chosen_and_edited_together(visitor):
    user, address = library_desk()
    window = open_as(visitor, user, address)

    window.follow("Choose all")
    chosen = window.main.locator("tbody input:checked").count()
    window.press("Edit together")

    assert chosen == 25
    assert window.page.url.count("record=") == 25


@pytest.mark.parametrize("width", [1280, 375])
def test_what_has_the_focus_never_hides_behind_the_bar(visitor, width):
    user, address = library_desk()
    window = open_as(visitor, user, address, viewport={"width": width, "height": 800})
    window.main.locator("tbody th a").last.focus()
    hidden = """() => {
      const top = document.activeElement.getBoundingClientRect().top;
      const edges = [...document.querySelectorAll(".work-bar, .work-table thead th")]
        .filter((each) => getComputedStyle(each).position === "sticky")
        .map((each) => each.getBoundingClientRect().bottom);
      return top < Math.max(...edges);
    }"""

    found = []
    for _step in range(24):
        window.page.keyboard.press("ArrowUp")
        found.append(window.page.evaluate(hidden))

    assert found == [False] * 24


def test_a_working_page_does_not_scroll_sideways_in_a_window_of_320_pixels(visitor):
    user, address = library_desk()
    window = open_as(visitor, user, address, viewport={"width": 320, "height": 640})

    assert window.page.evaluate("document.documentElement.scrollWidth") <= 320
