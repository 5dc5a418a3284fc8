"""Lists of what one writes, plans and looks after show the work as other working pages do."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from courses.actions.cohorts.deadlines import set_deadline
from courses.actions.cohorts.inviting import invite_to_cohort
from courses.models import Lesson
from courses.states import LessonKind
from demo.factories.accounts import UserFactory
from demo.factories.briefs import make_brief
from demo.factories.cohorts import CohortFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory, LessonFactory, ProgrammeFactory
from demo.factories.events import EventFactory
from demo.factories.mentoring import MatchFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from library.lists.actions import create_list
from library.lists.models import Sharing
from networks.models import NetworkAccess, NetworkEvent
from tests.browser.first_screen import HEAD, HIGHEST_READING_HEAD, TITLE, assert_it_shows_the_work
from tests.browser.window import open_as
from tests.courses.grades.classroom import cohort_with

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 14
# Its state and the button that sends a test mail are above it.
LOWEST_CHECK = 250
# With the next event of the network above it.
LOWEST_DISCUSSION = {1280: 330, 375: 400}


def courses_to_write() -> tuple[User, str]:
    facilitator = UserFactory(roles=[Role.FACILITATOR])
    for number in range(ROWS):
        CourseFactory(is_published=False, by=facilitator, title=f"{number:02} {TITLE}")
    return facilitator, reverse("courses:teach_list")


def programmes_to_write() -> tuple[User, str]:
    facilitator = UserFactory(roles=[Role.FACILITATOR])
    for number in range(ROWS):
        title = f"{number:02} {TITLE}"
        ProgrammeFactory(is_published=False, by=facilitator, title=title, courses=[])
    return facilitator, reverse("courses:programme_write_list")


def own_plans() -> tuple[User, str]:
    owner = UserFactory()
    for number in range(ROWS):
        ActionPlanFactory(owner=owner, title=f"{number:02} {TITLE}")
    return owner, reverse("courses:plan_list")


def own_briefs() -> tuple[User, str]:
    author = UserFactory()
    for number in range(ROWS):
        make_brief(author=author, title=f"{number:02} {TITLE}", question="What helps?")
    return author, reverse("briefs:own_briefs")


def reading_lists() -> tuple[User, str]:
    reader = UserFactory()
    for number in range(ROWS):
        create_list(
            user=reader,
            name=f"{number:02} {TITLE}",
            about="For the colleagues who visit cold homes. " * 3,
            sharing=Sharing.PRIVATE,
            at=timezone.now(),
            key=uuid.uuid4(),
        )
    return reader, reverse("library:reading_list_list")


def deadlines() -> tuple[User, str]:
    course = CourseFactory(is_published=True, texts=ROWS)
    Lesson.objects.update(title=f"01 {TITLE}")
    cohort = CohortFactory(course=course)
    for number, lesson in enumerate(Lesson.objects.in_order()):
        set_deadline(cohort=cohort, thing=lesson, days_after=number)
    address = reverse("courses:cohort_deadlines", args=[course.slug, cohort.pk])
    return cohort.facilitators.get(), address


def invitations_to_a_cohort() -> tuple[User, str]:
    cohort = CohortFactory()
    by = cohort.facilitators.get()
    for number in range(ROWS):
        email = f"person.{number}@example.org"
        invite_to_cohort(cohort=cohort, email=email, by=by, at=timezone.now())
    address = reverse("courses:cohort_invitations", args=[cohort.release.course.slug, cohort.pk])
    return by, address


def weights_of_a_cohort() -> tuple[User, str]:
    cohort = cohort_with(*[LessonKind.QUIZ] * ROWS)
    Lesson.objects.filter(kind=LessonKind.QUIZ).update(title=f"01 {TITLE}")
    address = reverse("courses:grade_weights", args=[cohort.release.course.slug, cohort.pk])
    return cohort.facilitators.get(), address


def weights_of_a_draft() -> tuple[User, str]:
    facilitator = UserFactory(roles=[Role.FACILITATOR])
    course = CourseFactory(is_published=False, by=facilitator, texts=1)
    module = course.releases.get().modules.get()
    for number in range(ROWS):
        LessonFactory(module=module, kind=LessonKind.QUIZ, title=f"{number:02} {TITLE}")
    return facilitator, reverse("courses:release_weights", args=[course.slug])


def all_matches() -> tuple[User, str]:
    for number in range(ROWS):
        MatchFactory(mentee__full_name=f"Mentee {number:02}")
    address = reverse("mentoring:coordinator_desk") + "?show=matches"
    return UserFactory(roles=[Role.COORDINATOR]), address


def unanswered_questions() -> tuple[User, str]:
    network = NetworkFactory(access=NetworkAccess.INVITED)
    editor = UserFactory(roles=[Role.EDITOR])
    MembershipFactory(network=network, user=editor)
    long_ago = timezone.now() - dt.timedelta(days=90)
    for number in range(ROWS):
        DiscussionFactory(network=network, title=f"{number:02} {TITLE[:-5]}?", at=long_ago)
    return editor, reverse("networks:question_list")


PAGES = [courses_to_write, programmes_to_write, own_plans, own_briefs, reading_lists, deadlines]
PAGES += [invitations_to_a_cohort, weights_of_a_cohort, weights_of_a_draft, all_matches]
PAGES += [unanswered_questions]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_a_list_of_ones_own_shows_the_work(visitor, page: Callable[[], tuple[User, str]]):
    user, address = page()
    window = open_as(visitor, user, address)

    assert_it_shows_the_work(window, page.__name__)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_head_of_a_course_to_print_is_low(visitor, width: int):
    course = CourseFactory(title=TITLE, texts=12)
    address = reverse("courses:course_print", args=[course.slug])
    size = {"width": width, "height": 800}
    window = open_as(visitor, course.facilitators.get(), address, viewport=size)

    assert window.page.evaluate(HEAD) <= HIGHEST_READING_HEAD


@pytest.mark.parametrize("width", [1280, 375])
def test_the_first_check_of_the_system_is_high_up(visitor, width: int):
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])
    size = {"width": width, "height": 800}
    window = open_as(visitor, administrator, reverse("dashboard:operation"), viewport=size)

    top = window.page.evaluate("document.querySelector('tbody tr').getBoundingClientRect().top")
    words = window.page.evaluate(
        "[...document.querySelectorAll('tbody :is(th, .badge)')].filter((e) => e.scrollWidth > e.clientWidth).length"
    )

    assert (top <= LOWEST_CHECK, words) == (True, 0), top
    window.check("system-status")


@pytest.mark.parametrize("width", [1280, 375])
def test_the_first_discussion_of_a_network_is_high_up(visitor, width: int):
    member = UserFactory()
    network = NetworkFactory(members=[member])
    event = EventFactory(title=TITLE)
    NetworkEvent.objects.create(network=network, event=event, added_at=timezone.now())
    for number in range(ROWS):
        DiscussionFactory(network=network, title=f"{number:02} {TITLE}")
    size = {"width": width, "height": 800}
    window = open_as(visitor, member, network.get_absolute_url(), viewport=size)

    top = window.page.evaluate("document.querySelector('main .row').getBoundingClientRect().top")

    assert top <= LOWEST_DISCUSSION[width]
    window.check("network-discussions")
