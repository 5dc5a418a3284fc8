"""Daily tasks begin at my home and take few clicks. The figures are in docs/working-pages.md."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator

from accounts.models import User
from accounts.roles import Role
from advice.states import AdviceState
from demo.factories.accounts import UserFactory
from demo.factories.advice import AdviceCaseFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory, EnrolmentFactory
from demo.factories.coursework import HandInFactory
from demo.factories.gaps import EvidenceGapFactory
from demo.factories.library import RecordFactory
from demo.factories.mentoring import MentoringRequestFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from demo.factories.practice import TrialFactory
from demo.factories.submissions import ReviewFactory, SubmissionFactory
from library.gaps.states import GapState
from networks.actions.memberships import join_network
from networks.actions.read_marks import mark_all_read
from networks.models import Invitation
from submissions.states import SubmissionState
from tests.browser.window import Visitor, open_as

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Clicks:
    """One person who starts at home and whose clicks are counted."""

    window: Visitor
    count: int = 0

    def click(self, place: Locator) -> None:
        place.first.click()
        self.window.page.wait_for_load_state()
        self.count += 1

    def link(self, name: str | re.Pattern[str]) -> None:
        self.click(self.window.main.get_by_role("link", name=name))

    def button(self, name: str | re.Pattern[str]) -> None:
        self.click(self.window.main.get_by_role("button", name=name))

    def search(self, words: str) -> None:
        """Search everything: the words are typed, the button is a click."""
        form = self.window.page.get_by_role("search").first
        form.get_by_label("Search everything").fill(words)
        self.click(form.get_by_role("button", name="Search"))


# Who does it, what they click, and what the page says or offers where it leads to.
Errand = tuple[User, Callable[[Clicks], None], str | re.Pattern[str]]
Task = Callable[[], Errand]


def answer_a_mentoring_request() -> Errand:
    request = MentoringRequestFactory()

    def walk(clicks: Clicks) -> None:
        clicks.link(re.compile(f"^Answer {request.mentee.full_name}"))
        clicks.button("Accept")

    return request.mentor, walk, "Sign the agreement"


def screen_the_next_submission() -> Errand:
    work = SubmissionFactory(state=SubmissionState.SUBMITTED)

    def walk(clicks: Clicks) -> None:
        clicks.link("1 new submission")
        clicks.link(work.title)
        clicks.button("Become the editor")

    return UserFactory(roles=[Role.EDITOR]), walk, "Ask a reviewer"


def let_a_member_in() -> Errand:
    moderator = UserFactory()
    network = NetworkFactory(by=moderator, access="approval")
    join_network(network=network, user=UserFactory(), message="Please.", at=timezone.now())

    def walk(clicks: Clicks) -> None:
        clicks.link(re.compile("^Answer 1 request to join"))
        clicks.button(re.compile("^Accept"))

    return moderator, walk, "No requests to answer"


def accept_an_invitation() -> Errand:
    person, moderator = UserFactory(), UserFactory()
    network, now = NetworkFactory(by=moderator), timezone.now()
    Invitation.objects.create(
        network=network,
        email=person.email,
        invited_by=moderator,
        invited_at=now,
        expires_at=now + dt.timedelta(days=30),
    )

    def walk(clicks: Clicks) -> None:
        clicks.link(re.compile("^Answer the invitation"))
        clicks.button("Accept the invitation")

    return person, walk, network.name


def mend_a_record() -> Errand:
    record = RecordFactory(publisher="", url="")

    def walk(clicks: Clicks) -> None:
        clicks.link("Library desk")
        clicks.link(re.compile("^Needs metadata"))
        clicks.link(record.title)

    return UserFactory(roles=[Role.EDITOR]), walk, "Save"


def read_a_new_discussion() -> Errand:
    member = MembershipFactory()
    discussion = DiscussionFactory(network=member.network, title="Cold homes last week")
    return member.user, lambda clicks: clicks.link(discussion.title), "Reply"


def find_last_weeks_discussion() -> Errand:
    """It was read then, and a page of newer ones stands above it: only a word of its title is known."""
    member, week = MembershipFactory(), dt.timedelta(days=7)
    last = DiscussionFactory(
        network=member.network, title="Damp homes last week", at=timezone.now() - week
    )
    for number in range(21):
        DiscussionFactory(network=member.network, author=last.author, body=f"Number {number}?")
    mark_all_read(network=member.network, user=member.user, at=timezone.now())

    def walk(clicks: Clicks) -> None:
        clicks.search("damp homes")
        clicks.link(last.title)

    return member.user, walk, "Reply"


def read_the_next_lesson() -> Errand:
    enrolment = EnrolmentFactory(course=CourseFactory(texts=2))
    return (
        enrolment.user,
        lambda clicks: clicks.link(re.compile("^Continue with")),
        re.compile("minute"),
    )


def write_a_case_study_from_a_plan() -> Errand:
    plan = ActionPlanFactory()

    def walk(clicks: Clicks) -> None:
        clicks.link("Write a case study from it")

    return plan.owner, walk, "Save"


def accept_a_review() -> Errand:
    review = ReviewFactory()

    def walk(clicks: Clicks) -> None:
        clicks.link(review.submission.sent_title)
        clicks.button("I will review it")

    return review.reviewer, walk, "Submit the review"


def open_the_roles_of_a_person() -> Errand:
    person = UserFactory(full_name="Ada Newcomer")

    def walk(clicks: Clicks) -> None:
        clicks.link("People and roles")
        clicks.link(re.compile(f"^{person.full_name}"))

    return UserFactory(roles=[Role.ADMINISTRATOR]), walk, "Save"


def grade_the_next_work() -> Errand:
    work = HandInFactory()
    learner, course = work.enrolment.user, work.enrolment.release.course

    def walk(clicks: Clicks) -> None:
        clicks.link(re.compile("^1 piece of work to grade"))
        clicks.link(re.compile(f"^{learner.full_name}"))

    return course.facilitators.get(), walk, "Accept"


def decide_on_an_evidence_gap() -> Errand:
    gap = EvidenceGapFactory(state=GapState.PROPOSED)

    def walk(clicks: Clicks) -> None:
        clicks.link("Decide on a proposed evidence gap")
        clicks.link(gap.title)
        clicks.button("Accept")

    return UserFactory(roles=[Role.EDITOR]), walk, "Accepted. Everyone can read it now."


def check_a_case_study_tried_elsewhere() -> Errand:
    trial = TrialFactory()

    def walk(clicks: Clicks) -> None:
        clicks.link("Check a report of a case study tried elsewhere")
        clicks.link(trial.record.title)

    return UserFactory(roles=[Role.EDITOR]), walk, "Confirm and show it"


def review_advice() -> Errand:
    reviewer = UserFactory(roles=[Role.REVIEWER])
    case = AdviceCaseFactory(state=AdviceState.IN_REVIEW, reviewers=[reviewer])
    return reviewer, lambda clicks: clicks.link(case.title), "Submit the review"


# How many clicks a task takes at most, from home to the page that is named by what it says.
MOST_CLICKS: dict[Task, int] = {
    answer_a_mentoring_request: 2,
    screen_the_next_submission: 3,
    let_a_member_in: 2,
    accept_an_invitation: 2,
    mend_a_record: 3,
    read_a_new_discussion: 1,
    find_last_weeks_discussion: 2,
    read_the_next_lesson: 1,
    write_a_case_study_from_a_plan: 1,
    accept_a_review: 2,
    open_the_roles_of_a_person: 2,
    grade_the_next_work: 2,
    decide_on_an_evidence_gap: 3,
    check_a_case_study_tried_elsewhere: 2,
    review_advice: 1,
}


@pytest.mark.parametrize("task", MOST_CLICKS, ids=lambda task: task.__name__)
def test_a_daily_task_takes_few_clicks(visitor, task: Task):
    user, walk, shown = task()
    clicks = Clicks(open_as(visitor, user, reverse("dashboard:home")))

    walk(clicks)

    main = clicks.window.main
    there = main.get_by_text(shown).or_(main.get_by_role("button", name=shown))
    there.first.wait_for()
    assert clicks.count <= MOST_CLICKS[task]
