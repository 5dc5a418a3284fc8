"""Action plans rest on works of the library, and the library tells whoever may read the plan."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions.action_plans.evidence import MOST_EVIDENCE, add_evidence
from courses.actions.citations import cite_in_lesson
from courses.actions.learning import enrol
from courses.exports import learning
from courses.models import ActionPlan, PlanEvidence
from courses.refusals import CannotBeCited
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory, CourseFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.mentoring import MatchFactory, MentorProfileFactory
from demo.factories.networks import MembershipFactory, NetworkFactory
from library.catalogue.actions.merging import merge_records
from library.catalogue.actions.records import withdraw_record
from library.catalogue.actions.versions import deposit_version
from library.catalogue.used_by import used_by
from library.indexing import index_records
from mentoring.actions.matches import end_match
from mentoring.actions.requests import decline_request, request_mentor
from networks.actions.discussions import start_discussion
from tests.query_counts import queries_of
from tests.shared import shared

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def rest(plan, record, note=""):
    return add_evidence(plan=plan, record=record, note=note, at=NOW)


def told(record, user):
    return [use.label for use in used_by(record, user=user)]


@shared
def warm_homes():
    return ActionPlanFactory(title="Warm homes first")


@pytest.fixture
def plan(client, warm_homes):
    client.force_login(warm_homes.owner)
    return warm_homes


def edit_page(plan, record):
    return reverse("courses:evidence_edit", args=[plan.pk, record.pk])


def test_from_a_record_to_the_plan_that_rests_on_it(client, plan):
    record = RecordFactory(title="Cold homes and health")
    page = client.get(record.get_absolute_url()).content.decode()
    choose = f"{reverse('courses:plan_choose')}?record={record.pk}"
    assert choose in page
    assert edit_page(plan, record) in client.get(choose).content.decode()

    answer = client.post(edit_page(plan, record), {"note": "Cold kills the old."}, follow=True)

    assert answer.redirect_chain[-1][0] == reverse("courses:evidence_list", args=[plan.pk])
    shown = client.get(plan.get_absolute_url()).content.decode()
    assert record.current_version.get_absolute_url() in shown
    assert "Cold kills the old." in shown
    assert (
        "Your action plan “Warm homes first”"
        in client.get(record.get_absolute_url()).content.decode()
    )
    assert "Cites it already" in client.get(choose).content.decode()


def test_a_new_plan_begins_with_the_record(client):
    owner, record = UserFactory(), RecordFactory()
    client.force_login(owner)
    page = client.get(reverse("courses:plan_choose"), {"record": record.pk})
    words = {"form_key": uuid.uuid4(), "record": record.pk}
    assert f'name="record" value="{record.pk}"' in page.content.decode()

    answer = client.post(reverse("courses:plan_start"), words)

    assert answer.url == edit_page(ActionPlan.objects.get(owner=owner), record)


def test_the_note_is_said_anew_and_a_second_tab_is_told(client, plan):
    record = RecordFactory()
    rest(plan, record, "First.")
    seen = client.get(edit_page(plan, record)).context["form"]["seen"].value()
    client.post(edit_page(plan, record), {"note": "Second.", "seen": seen})

    answer = client.post(edit_page(plan, record), {"note": "Third.", "seen": seen})

    assert answer.status_code == 409
    assert "Third." in answer.content.decode()
    assert "Second." in answer.content.decode()
    assert PlanEvidence.objects.get().note == "Second."


def test_too_long_a_note_is_kept_in_the_form(client, plan):
    answer = client.post(edit_page(plan, RecordFactory()), {"note": "x" * 501})

    assert "x" * 501 in answer.content.decode()
    assert "at most 500 characters" in answer.content.decode()
    assert not PlanEvidence.objects.exists()


def test_a_work_is_taken_out_as_often_as_one_likes(client, plan):
    record = RecordFactory()
    rest(plan, record)

    for _twice in range(2):
        answer = client.post(reverse("courses:evidence_drop", args=[plan.pk, record.pk]))
        assert answer.status_code == 302

    assert not plan.evidence.exists()


def test_resting_again_takes_the_note_and_stands_once(plan):
    record = RecordFactory()

    rest(plan, record, "One")
    rest(plan, record, "Two")

    assert [row.note for row in plan.evidence.all()] == ["Two"]


def test_a_plan_rests_on_so_many_works_and_on_none_that_is_gone(client, plan):
    withdrawn = RecordFactory(state="withdrawn")
    with pytest.raises(CannotBeCited):
        rest(plan, withdrawn)
    assert client.get(edit_page(plan, withdrawn)).status_code == 404
    for _each in range(MOST_EVIDENCE):
        rest(plan, RecordFactory())

    answer = client.post(edit_page(plan, RecordFactory()), {"note": "One too many"})

    assert "at most 20 works" in answer.content.decode()
    assert "One too many" in answer.content.decode()


def test_what_was_withdrawn_or_merged_since_says_so(client, plan):
    gone, twin, kept = RecordFactory(), RecordFactory(), RecordFactory()
    for record in (gone, twin):
        rest(plan, record)
    withdraw_record(record=gone, by=UserFactory(), reason="An error.", at=NOW)
    merge_records(duplicate=twin, into=kept, by=UserFactory(), at=NOW)

    page = client.get(plan.get_absolute_url()).content.decode()

    assert "has since been withdrawn" in page
    assert "merged into another one" in page
    assert client.get(edit_page(plan, gone)).status_code == 200
    assert told(kept, plan.owner) == ["Your action plan “Warm homes first”"]


def new_version(record):
    deposit_version(record=record, body="More", note="New figures", by=None, at=timezone.now())
    record.refresh_from_db()
    return record.current_version


@pytest.mark.parametrize("choice", ["take", "keep"])
def test_a_newer_version_is_a_task_until_the_owner_decides(client, plan, choice):
    record = RecordFactory()
    first = rest(plan, record, "As it was.").version
    home, page = reverse("dashboard:home"), reverse("courses:evidence_list", args=[plan.pk])
    assert "Review newer evidence" not in client.get(home).content.decode()
    newest = new_version(record)
    rest(plan, record, "Said anew.")
    assert plan.evidence.get().version == first
    assert "Review newer evidence" in client.get(home).content.decode()
    assert "Cite version 2" in client.get(page).content.decode()

    decide = reverse("courses:evidence_decide", args=[plan.pk, record.pk])
    for _twice in range(2):
        assert client.post(decide, {"version": newest.pk, choice: "yes"}).status_code == 302

    evidence = plan.evidence.get()
    assert evidence.version == (newest if choice == "take" else first)
    assert evidence.note == "Said anew."
    assert "Review newer evidence" not in client.get(home).content.decode()
    assert "Cite version 2" not in client.get(page).content.decode()


def test_only_a_version_of_this_very_work_is_decided_on(client, plan):
    record, other = RecordFactory(), RecordFactory()
    first = rest(plan, record).version
    new_version(record)
    decide = reverse("courses:evidence_decide", args=[plan.pk, record.pk])

    for version in (other.current_version_id, "x", ""):
        assert client.post(decide, {"version": version, "take": "yes"}).status_code == 404
    client.force_login(UserFactory())
    stranger = client.post(decide, {"version": record.current_version_id, "take": "yes"})

    assert stranger.status_code == 404
    assert plan.evidence.get().version == first


def test_it_suggests_what_the_course_cites_and_what_shares_topics(client):
    topic = TopicFactory()
    course = CourseFactory()
    lesson = course.releases.get().modules.first().lessons.first()
    cited, near, far = RecordFactory(), RecordFactory(topics=[topic]), RecordFactory()
    cite_in_lesson(lesson=lesson, version=cited.current_version, by=UserFactory(), at=NOW)
    learner = UserFactory()
    enrolment = enrol(user=learner, course=course, at=NOW)
    plan = ActionPlanFactory(owner=learner, enrolment=enrolment, topics=[topic], is_finished=False)
    client.force_login(learner)

    page = client.get(reverse("courses:evidence_list", args=[plan.pk]))

    suggested = {pick.record: pick.reason for pick in page.context["suggestions"]}
    assert suggested[cited] == f"Cited in the lesson “{lesson.title}”"
    assert suggested[near] == "Shares 1 topic with your plan"
    assert far not in suggested
    rest(plan, cited)
    rest(plan, near)
    again = client.get(reverse("courses:evidence_list", args=[plan.pk]))
    assert not {cited, near} & {pick.record for pick in again.context["suggestions"]}


def test_a_misspelt_search_finds_what_the_plan_does_not_rest_on_yet(client, plan):
    first, second = (RecordFactory(title=f"Overcrowded housing {n}") for n in "AB")
    index_records([first.pk, second.pk])
    rest(plan, first)

    page = client.get(reverse("courses:evidence_list", args=[plan.pk]), {"q": "overcrowdid"})

    assert page.context["found"] == [second]


def test_only_the_owner_comes_near(client, plan):
    record = RecordFactory()
    rest(plan, record)
    client.force_login(UserFactory())
    pages = [
        reverse("courses:evidence_list", args=[plan.pk]),
        edit_page(plan, record),
        reverse("courses:evidence_drop", args=[plan.pk, record.pk]),
    ]

    assert [client.post(page, {"note": "Mine"}).status_code for page in pages[1:]] == [404, 404]
    assert [client.get(page).status_code for page in pages[:2]] == [404, 404]
    assert plan.evidence.get().note == ""


def test_nobody_else_learns_of_a_plan_until_it_is_shared(plan):
    record = RecordFactory()
    rest(plan, record)
    network = NetworkFactory(name="Housing")
    member = MembershipFactory(network=network).user
    MembershipFactory(network=network, user=plan.owner)
    assert told(record, member) == []

    start_discussion(
        network=network,
        author=plan.owner,
        title="My plan",
        body="Look.",
        key=uuid.uuid4(),
        at=NOW,
        plan=plan,
    )

    assert told(record, member) == ["Discussion “My plan” in Housing"]
    assert told(record, UserFactory()) == []


def test_the_mentor_reads_it_while_they_are_asked_and_no_longer(client, plan):
    record, mentor = RecordFactory(title="Cold homes"), MentorProfileFactory().user
    rest(plan, record, "It is the draught.")
    asked = request_mentor(
        mentor=mentor, mentee=plan.owner, plan=plan, message="Please", key=uuid.uuid4(), at=NOW
    )
    client.force_login(mentor)
    label = f"Action plan of {plan.owner}: Warm homes first"

    assert told(record, mentor) == [label]
    assert "It is the draught." in client.get(asked.get_absolute_url()).content.decode()
    decline_request(request=asked, by=mentor, note="No room.", at=NOW)

    assert told(record, mentor) == []
    assert "It is the draught." not in client.get(asked.get_absolute_url()).content.decode()


def test_after_the_mentoring_has_ended_the_plan_is_its_owner_s_again(client, plan):
    record = RecordFactory()
    rest(plan, record, "It is the draught.")
    match = MatchFactory(mentee=plan.owner, plan=plan)
    mentor, page = match.mentor, match.request.get_absolute_url()
    client.force_login(mentor)
    pages = [page, match.get_absolute_url()]
    assert told(record, mentor) == [f"Action plan of {plan.owner}: Warm homes first"]
    assert all("It is the draught." in client.get(each).content.decode() for each in pages)

    end_match(match=match, by=mentor, reason="We are done.", at=NOW)

    assert told(record, mentor) == []
    assert not any("It is the draught." in client.get(each).content.decode() for each in pages)


def test_it_is_part_of_my_data(plan):
    rest(plan, RecordFactory(title="Cold homes"), "Why")

    [exported] = learning(plan.owner).data["action_plans"]

    assert [(row["work"], row["note"]) for row in exported["evidence"]] == [("Cold homes", "Why")]


def test_the_pages_take_the_same_queries_whatever_their_length(client, plan):
    topic = TopicFactory()
    plan.topics.set([topic])
    RecordFactory(topics=[topic])
    counts = []
    for more in (1, 3):
        for _each in range(more):
            record = RecordFactory(topics=[topic])
            rest(plan, record)
            ActionPlanFactory(owner=plan.owner)
        pages = [
            reverse("courses:evidence_list", args=[plan.pk]),
            edit_page(plan, record),
            f"{reverse('courses:plan_choose')}?record={record.pk}",
            plan.get_absolute_url(),
            record.get_absolute_url(),
        ]
        counts.append(queries_of(client, *pages))

    assert counts[0] == counts[1]
