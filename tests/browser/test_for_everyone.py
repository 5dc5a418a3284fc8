"""Every kind of page for everyone: zoom, text spacing, forced colours, less motion, targets, focus, order, languages.

One walk over the kinds of page, each opened once; the judgements are in judgements.js. Axe judges the pages of
the other walks.
"""

from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.roles import Role
from courses.actions.learning import complete_lesson
from courses.models import Lesson
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory, EnrolmentFactory
from demo.factories.library import FileFactory, RecordFactory
from demo.factories.mentoring import MatchFactory, MentoringRequestFactory, MentorProfileFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from demo.factories.notifications import NotificationFactory
from demo.factories.submissions import SubmissionFactory
from library.curation.actions.proposals import propose_correction
from submissions.states import SubmissionState

pytestmark = pytest.mark.django_db(transaction=True)

JUDGEMENTS = Path(__file__).with_name("judgements.js").read_text(encoding="utf-8")
FRENCH = "Réduire les inégalités de santé dans une ville moyenne"
ROLES = [Role.FACILITATOR, Role.EDITOR, Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR]
WIDE, ZOOMED = (1280, 800), (320, 640)


def the_institute():
    """Make one person with every role and something on every kind of page: their addresses by name."""
    person = UserFactory(full_name="Siân Llywelyn-Prytherch", roles=ROLES)
    course = CourseFactory(by=person, quiz=True, plan=True)
    enrolment = EnrolmentFactory(user=person, course=course)
    lessons = list(Lesson.objects.of(enrolment.release).order_by("position"))
    complete_lesson(enrolment=enrolment, lesson=lessons[0], at=timezone.now())
    record = RecordFactory(title=FRENCH, language="fr", url="https://example.org/etude")
    FileFactory(record=record)
    proposal = propose_correction(
        record=record,
        words={"title": "Un autre titre"},
        reason="The title is another.",
        by=UserFactory(),
        at=timezone.now(),
        key=uuid4(),
    )
    for number in range(51):
        RecordFactory(title=f"{number} Warm homes before winter", publisher="")
    network = NetworkFactory(by=person)
    discussion = DiscussionFactory(network=network)
    MembershipFactory(network=network)
    mentor = MentorProfileFactory(user=person)
    MentoringRequestFactory(mentor=mentor.user)
    match = MatchFactory(mentor=person)
    draft = SubmissionFactory(author=person)
    SubmissionFactory(state=SubmissionState.SUBMITTED)
    plan = ActionPlanFactory(owner=person, is_finished=False)
    NotificationFactory.create_batch(3, recipient=person)
    return person, {
        "public home": reverse("dashboard:public_home"),
        "home": reverse("dashboard:home"),
        "search": reverse("dashboard:search") + "?q=warm",
        "finder": reverse("library:finder"),
        "record": record.get_absolute_url(),
        "library desk": reverse("library:desk_queue", args=["incomplete"]),
        "proposal": reverse("library:proposal_detail", args=[proposal.pk]),
        "form with a bar": reverse("submissions:submission_edit", args=[draft.pk]),
        "editors' desk": reverse("submissions:desk"),
        "course": course.get_absolute_url(),
        "lesson": lessons[0].get_absolute_url(),
        "plan": reverse("courses:plan_edit", args=[plan.pk]),
        "discussion": discussion.get_absolute_url(),
        "members": reverse("networks:network_members", args=[network.slug]),
        "mentor desk": reverse("mentoring:desk"),
        "match": match.get_absolute_url(),
        "inbox": reverse("notifications:inbox"),
        "profile": reverse("accounts:profile_edit"),
        "API": reverse("api:api_home"),
    }


def signed_in(visitor, person, **options: object):
    """Open a window in which this person is signed in. Many pages are opened, on machines that do other work."""
    window = visitor(**options)
    window.context.set_default_timeout(60_000)
    client = Client()
    client.force_login(person)
    key = client.session.session_key
    window.context.add_cookies([{"name": "sessionid", "value": key, "url": window.address}])
    return window


def looks_of(window) -> list[str]:
    """Judge the page before the window as each of those who read it another way."""
    page, wrong = window.page, []

    def judge(what: str, *arguments: object) -> None:
        wrong.extend(
            f"{what}: {fault}"
            for fault in page.evaluate(f"(given) => judge.{what}(...given)", [*arguments])
        )

    page.evaluate(JUDGEMENTS)
    for width, height in (WIDE, ZOOMED):
        page.set_viewport_size({"width": width, "height": height})
        judge("covered")
    judge("sideways")
    judge("spaced")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    judge("structure", {FRENCH: "fr"})
    judge("targets")
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    judge("forced")
    judge("moving")
    wrong.extend(flat_bars(page))
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    return wrong


def flat_bars(page) -> list[str]:
    """Look at the bars of progress: the part that is done must differ from the rest."""
    bars = page.locator("main progress").all()[:1]
    pictures = [Image.open(BytesIO(bar.screenshot())).convert("RGB") for bar in bars]
    ends = [[p.getpixel((p.width * at // 100, p.height // 2)) for at in (5, 95)] for p in pictures]
    return ["the bar of progress has one colour" for done, rest in ends if done == rest]


def test_every_kind_of_page_is_for_everyone(visitor):
    person, addresses = the_institute()
    window = signed_in(visitor, person)

    wrong = {}
    for name, address in addresses.items():
        window.go(address)
        wrong[name] = looks_of(window)

    print(wrong)  # noqa: T201  (pytest shows the whole of it where it fails)
    assert {name: faults for name, faults in wrong.items() if faults} == {}
