"""The demo institute: one story, told through the actions, with somebody in every state."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from courses.models import ActionPlan, Certificate, Enrolment
from demo.cast import PLAYERS
from demo.story import has_been_told
from events.models import Event
from events.states import EventAccess
from indicators.catalogue.models import Release
from library.catalogue.models import Featured, File, Record
from library.curation.models import Proposal
from library.curation.queues import QUEUES
from library.gaps.models import EvidenceGap, Origin
from library.lists.models import ReadingList, Sharing
from library.usage.models import UsageMonth
from library.vocabularies.choices import RecordType
from mentoring.models import Match, MentoringRequest
from mentoring.states import MatchState, RequestState
from networks.models import Case, Discussion, Network, Post
from networks.models.questions import read_by_members_only, unanswered_questions
from notifications.models import Delivery, DeliveryState, Notification
from submissions.models import Submission
from submissions.states import SubmissionState
from workflow.models import Transition

pytestmark = [pytest.mark.django_db, pytest.mark.crawl]


def test_about_forty_people_are_made_up_and_say_so(story):
    assert has_been_told()
    assert User.objects.count() == len(PLAYERS) == 42
    assert not User.objects.filter(is_demo=False).exists()
    assert {p.email.split("@")[1] for p in PLAYERS} == {"demo.example"}


def test_every_role_is_carried_by_somebody(story):
    carried = set(User.objects.filter(groups__isnull=False).values_list("groups__name", flat=True))

    assert carried == set(Role.values)


def test_the_library_holds_the_real_reports_and_three_case_studies_of_the_loop(story):
    seed = Record.objects.exclude(import_key="")
    grown = Record.objects.filter(type=RecordType.CASE_STUDY, import_key="")

    assert seed.count() == 160
    assert grown.count() == 3
    assert Featured.objects.on(story.now.date()).get().record.title.startswith("World report")


def test_submissions_stand_in_every_state(story):
    assert set(Submission.objects.values_list("state", flat=True)) == set(SubmissionState.values)


def test_requests_and_matches_stand_in_almost_every_state(story):
    requests = set(MentoringRequest.objects.values_list("state", flat=True))

    assert requests == set(RequestState.values) - {RequestState.EXPIRED}
    assert set(Match.objects.values_list("state", flat=True)) == set(MatchState.values) - {
        MatchState.SUSPENDED
    }


def test_learners_have_come_to_different_points(story):
    finished = ActionPlan.objects.finished().exclude(enrolment=None).count()

    assert Enrolment.objects.count() == 23
    assert Certificate.objects.count() == finished == 6


def test_two_networks_talk(story):
    assert Network.objects.filter(cohort=None).count() == 2
    assert Discussion.objects.filter(network__cohort=None).count() == 14
    assert sorted(Case.objects.values_list("state", flat=True)) == ["open", "upheld"]
    assert not Post.objects.held().exists()


def test_one_plan_starts_from_a_real_figure_and_is_shared_with_its_indicator(story):
    plan = ActionPlan.objects.get(enrolment=None)
    [outcome] = plan.outcomes.all()
    shared = Post.objects.get(plan=plan)

    assert (plan.baseline.place_name, plan.baseline.value, plan.baseline.target) == (
        "Halton",
        10.7,
        9.0,
    )
    assert (outcome.week, outcome.value, plan.shares_outcomes) == (6, 10.1, True)
    assert shared.indicator.code == "fuel-poverty-low-efficiency"


def test_newer_figures_replace_older_ones_and_followers_hear_of_it_once(story):
    newer = Release.objects.exclude(supersedes=None).get()
    told = Notification.objects.filter(
        recipient=story.people["learner"], kind="indicators.new_release"
    )

    # Of what was there before she followed the place she is not told.
    assert [each.key for each in told] == [f"indicators.new_release:{newer.pk}"]
    assert newer in Release.objects.current()
    assert newer.supersedes not in Release.objects.current()
    # Made up, and it says so wherever it is shown.
    [indicator] = newer.indicators.all()
    assert "made up for the demo" in indicator.name
    assert newer.publisher == "Made up for the demo"
    assert not newer.indicators.filter(releases__import_key__gt="").exists()


def test_what_happened_long_ago_was_told_then_is_read_and_is_not_mailed_today(story):
    long_ago = Notification.objects.filter(created_at__lt=story.ago(10))

    assert long_ago.filter(created_at__lt=story.ago(60)).count() > 30
    assert not long_ago.unread().exists()
    assert Notification.objects.unread().exists()
    assert not Delivery.objects.exclude(state=DeliveryState.SENT).exists()
    assert 1 <= Delivery.objects.filter(tries__gt=0).count() <= 35


def test_every_state_was_reached_by_a_move_that_left_its_line(story):
    kind = ContentType.objects.get_for_model(Submission)
    told = Transition.objects.filter(content_type=kind)
    last = {t.object_id: t.to_state for t in told.order_by("at", "pk")}

    moved = Submission.objects.exclude(state=SubmissionState.DRAFT)

    assert last == dict(moved.values_list("pk", "state"))


def test_the_library_is_in_use_and_every_queue_for_its_editors_shows_something_real(story):
    collections = ReadingList.objects.curated()
    study = File.objects.order_by("pk").first().version.record

    assert collections.count() == 2
    assert set(ReadingList.objects.values_list("sharing", flat=True)) == set(Sharing.values)
    assert Proposal.objects.open().count() == 2
    assert study.type == RecordType.CASE_STUDY
    assert list(QUEUES["embargo"].records(timezone.localdate())) == [study]
    assert UsageMonth.objects.of(study).exists()


def test_events_are_to_come_and_over_and_somebody_waits_for_a_place(story):
    full = Event.objects.get(title="Reading a social gradient together")
    states = dict(full.registrations.values_list("user__email", "state"))

    assert set(Event.objects.values_list("state", flat=True)) == {"draft", "published"}
    assert states["learner@demo.example"] == "offered"
    assert list(states.values()).count("waiting") == 2
    assert Event.objects.get(starts_at__lt=story.now, access=EventAccess.PUBLIC).slides.count() == 1


def test_questions_that_nobody_answered_are_gaps_and_proposals(story):
    gaps = EvidenceGap.objects.filter(origin=Origin.QUESTION).order_by("pk")

    assert [(gap.state, gap.sources.count()) for gap in gaps] == [("open", 1), ("proposed", 1)]
    editor = User.objects.get(email="editor@demo.example")
    assert read_by_members_only(unanswered_questions(story.now), user=editor).exists()
