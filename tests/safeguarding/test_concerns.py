"""Reporting a concern, handling it, and the log of both."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.roles import grant_role
from accounts.models import User
from accounts.roles import Role
from core.doctor.findings import State
from core.permissions import allows
from demo.factories.accounts import UserFactory
from demo.factories.mentoring import GoalFactory, MatchFactory, NoteFactory, SessionFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory
from demo.factories.safeguarding import ConcernFactory
from mentoring.actions.goals import add_goal, edit_goal
from mentoring.actions.matches import resume_match
from mentoring.actions.notes import edit_note, write_note
from mentoring.actions.sessions import hold_session
from mentoring.models import Session
from mentoring.states import MatchState, SessionState
from networks.actions.discussions import hide_discussion, reply
from networks.states import MembershipState
from notifications.models import Notification
from safeguarding.actions import (
    NothingToSuspend,
    lift_suspension,
    move_concern,
    people_of,
    report_concern,
    suspend,
)
from safeguarding.doctor_checks import lead as look_for_lead
from safeguarding.models import Concern, ConcernEntry
from safeguarding.places import people_on_page, suspendables_of
from safeguarding.states import CONCERN_FLOW, ConcernState
from safeguarding.working_days import after_working_days
from workflow.flows import TransitionNotAllowed

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def report(reporter, person=None, key=None, where="/mentoring/"):
    return report_concern(
        reporter=reporter,
        words="He shouts.",
        where=where,
        person=person,
        key=key or uuid.uuid4(),
        at=NOW,
    )


def titles_of(user):
    return list(Notification.objects.filter(recipient=user).values_list("title", flat=True))


@pytest.mark.parametrize(
    ("day", "due"),
    [("2026-03-02", "2026-03-04"), ("2026-03-05", "2026-03-09"), ("2026-03-07", "2026-03-10")],
    ids=["from a Monday", "over a weekend", "from a Saturday"],
)
def test_a_concern_is_assessed_within_two_working_days(day, due):
    moment = dt.datetime.fromisoformat(f"{day}T10:00+00:00")

    assert after_working_days(moment, 2) == dt.datetime.fromisoformat(f"{due}T10:00+00:00")


def test_from_the_page_of_a_mentoring_it_takes_three_steps(lead):
    match = MatchFactory()
    client = client_of(match.mentee)

    page = client.get(match.get_absolute_url()).content.decode()
    link = f"{reverse('safeguarding:concern_new')}?from={match.get_absolute_url()}"
    form = client.get(link).context["form"]
    answer = client.post(
        link,
        {"happened": "He shouts.", "person": match.mentor_id, "where": match.get_absolute_url()},
    )

    concern = Concern.objects.get()
    assert f'href="{link}"' in page
    assert [label for _key, label in form.fields["person"].choices] == [
        match.mentor.full_name,
        "Someone else, or no one in particular",
    ]
    assert answer.url == f"/safeguarding/reports/{concern.pk}/"
    assert (concern.person, concern.where) == (match.mentor, match.get_absolute_url())
    assert titles_of(lead) == ["A concern was reported"]
    assert titles_of(match.mentor) == []


def test_a_page_tells_only_of_people_whom_its_reader_sees():
    match, stranger = MatchFactory(), UserFactory()
    page = match.get_absolute_url()

    assert people_on_page(page, match.mentor) == [match.mentee]
    assert people_on_page(page, stranger) == []
    assert people_on_page(match.mentor.get_absolute_url(), stranger) == [match.mentor]
    assert people_on_page("/nowhere/", stranger) == []


@pytest.mark.parametrize(
    "where", ["https://example.org/", "//example.org/", "/nowhere/", "javascript:x"]
)
def test_an_address_that_is_not_ours_is_not_kept(lead, where):
    client_of(UserFactory()).post(
        reverse("safeguarding:concern_new"), {"happened": "See there.", "where": where}
    )

    assert Concern.objects.get().where == ""


def test_the_same_form_twice_is_one_concern(lead):
    reporter, key = UserFactory(), uuid.uuid4()

    assert report(reporter, key=key) == report(reporter, key=key)
    assert titles_of(lead) == ["A concern was reported"]


def test_without_a_lead_administrators_hear_that_the_role_is_free_and_it_waits():
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])
    report(UserFactory())
    (finding,) = look_for_lead(NOW)
    appointed = UserFactory()
    grant_role(user=appointed, role=Role.SAFEGUARDING_LEAD, by=administrator)

    told = Notification.objects.get(recipient=administrator)
    assert told.address == reverse("accounts:people")
    assert (finding.state, finding.words) == (
        State.FAULT,
        "there is no lead, and 1 concern is waiting",
    )
    assert Concern.objects.for_lead(User.objects.get(pk=appointed.pk)).count() == 1
    assert [finding.state for finding in look_for_lead(NOW)] == [State.OK]


def test_a_concern_about_the_only_lead_is_not_theirs_to_read(lead):
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])
    concern = Concern.objects.get(pk=report(UserFactory(), person=lead).pk)

    assert not Concern.objects.for_lead(lead).exists()
    assert client_of(lead).get(concern.get_absolute_url()).status_code == 404
    assert titles_of(lead) == []
    assert len(titles_of(administrator)) == 1


def test_whom_a_concern_may_be_about_does_not_change_with_what_is_hidden_or_suspended(lead):
    discussion = DiscussionFactory()
    reporter = MembershipFactory(network=discussion.network).user
    made = report(reporter, where=discussion.get_absolute_url())
    concern = Concern.objects.get(pk=made.pk)

    hide_discussion(discussion=discussion, by=UserFactory(), reason="Names a patient.", at=NOW)
    type(discussion.author).objects.filter(pk=discussion.author_id).update(is_active=False)

    assert people_of(concern) == [discussion.author]


@pytest.mark.parametrize("names", ["nobody", "the other", "somebody else"])
def test_a_concern_from_ones_mentoring_with_the_lead_is_that_leads_only_if_it_names_another(
    lead, names
):
    administrator = UserFactory(roles=[Role.ADMINISTRATOR])
    match = MatchFactory(mentor=lead)
    person = {"nobody": None, "the other": lead, "somebody else": UserFactory()}[names]

    made = report(match.mentee, person=person, where=match.get_absolute_url())

    concern = Concern.objects.get(pk=made.pk)
    is_theirs = names == "somebody else"
    assert Concern.objects.for_lead(lead).exists() is is_theirs
    answer = client_of(lead).get(concern.get_absolute_url())
    assert answer.status_code == (200 if is_theirs else 404)
    assert bool(titles_of(lead)) is is_theirs
    assert bool(titles_of(administrator)) is not is_theirs
    assert allows(lead, "safeguarding.read", concern) is is_theirs
    assert Concern.objects.for_lead(UserFactory(roles=[Role.SAFEGUARDING_LEAD])).exists()


@pytest.mark.parametrize(
    ("roles", "fields", "status"),
    [
        ([Role.SAFEGUARDING_LEAD], {}, 200),
        ([Role.ADMINISTRATOR], {}, 403),
        ([Role.COORDINATOR], {}, 403),
        ([Role.EDITOR], {}, 403),
        ([], {"is_superuser": True, "is_staff": True}, 403),
        ([], {}, 403),
    ],
    ids=["lead", "administrator", "coordinator", "editor", "superuser", "member"],
)
def test_only_the_lead_opens_concerns(roles, fields, status):
    user = UserFactory(roles=roles, **fields)
    concern = ConcernFactory()
    client = client_of(user)
    page = concern.get_absolute_url()

    assert client.get(reverse("safeguarding:concern_list")).status_code == status
    assert client.get(page).status_code == status
    assert client.post(page, {"note": "Seen", "write": "x"}).status_code in {status, 302}
    assert (ConcernEntry.objects.filter(by=user).count() > 0) == (status == 200)
    if status == 403:
        suspending = reverse("safeguarding:concern_suspend", args=[concern.pk])
        assert client.post(suspending, {"thing": "mentoring:1"}).status_code == 403
        assert not allows(user, "safeguarding.read")


def test_a_report_is_shown_to_its_reporter_alone(lead):
    concern = ConcernFactory()
    page = reverse("safeguarding:report_detail", args=[concern.pk])

    assert client_of(concern.reporter).get(page).status_code == 200
    for other in (concern.person, lead, UserFactory(is_superuser=True)):
        assert client_of(other).get(page).status_code == 404


def test_every_look_and_every_move_is_in_the_log_that_the_lead_sees(lead):
    concern = ConcernFactory()
    client, page = client_of(lead), concern.get_absolute_url()

    client.get(page)
    client.post(page, {"note": "Called her.", "assess": "x"})
    client.post(page, {"note": "He admits it.", "write": "x"})
    log = client.get(page).context["log"]

    assert [(entry.get_kind_display(), entry.by, entry.words) for entry in reversed(log)] == [
        ("Opened the concern", lead, ""),
        ("Changed the status", lead, "Being assessed\n\nCalled her."),
        ("Wrote a note", lead, "He admits it."),
        ("Opened the concern", lead, ""),
    ]
    assert titles_of(concern.reporter) == ["Your report has a new status"]


def test_a_line_of_the_log_is_never_changed(lead):
    concern = ConcernFactory()
    client_of(lead).get(concern.get_absolute_url())
    entry = ConcernEntry.objects.get()

    with pytest.raises(TypeError):
        entry.save()


@pytest.mark.parametrize("state", ConcernState)
@pytest.mark.parametrize("move", sorted(CONCERN_FLOW.moves))
def test_each_move_is_made_from_its_states_alone(lead, state, move):
    concern = ConcernFactory(state=state)

    if move in CONCERN_FLOW.possible(state):
        move_concern(concern=concern, move=move, by=lead, at=NOW)
        assert Concern.objects.get().state == CONCERN_FLOW.moves[move].target
    else:
        with pytest.raises(TransitionNotAllowed):
            move_concern(concern=concern, move=move, by=lead, at=NOW)
        assert not ConcernEntry.objects.exists()


@pytest.mark.parametrize("state", [MatchState.SIGNING, MatchState.ACTIVE, MatchState.PAUSED])
def test_a_mentoring_is_suspended_at_once_and_goes_on_as_it_was_signed(lead, state):
    match = MatchFactory(state=state)
    ahead = SessionFactory(match=match, starts_at=timezone.now() + dt.timedelta(days=2))
    over = SessionFactory(match=match, starts_at=timezone.now() - dt.timedelta(days=2))
    goal, note = GoalFactory(match=match), NoteFactory(match=match, author=match.mentor)
    concern = ConcernFactory(reporter=match.mentee, person=match.mentor)
    (thing,) = suspendables_of(match.mentor)

    for _click in range(2):
        suspend(concern=concern, part=thing.part, key=thing.key, by=lead, at=timezone.now())
    match.refresh_from_db()

    assert match.state == MatchState.SUSPENDED
    assert Session.objects.get(pk=ahead.pk).state == SessionState.CANCELLED
    for one in (match.mentor, match.mentee):
        assert any(title.startswith("The institute has paused") for title in titles_of(one))
        assert client_of(one).get(match.get_absolute_url()).status_code == 200
    writings = (
        lambda: resume_match(match=match, by=match.mentor, at=timezone.now()),
        lambda: write_note(
            match=match,
            author=match.mentor,
            body="Why?",
            is_private=False,
            key=uuid.uuid4(),
            at=timezone.now(),
        ),
        lambda: edit_note(note=note, body="Why?", at=timezone.now()),
        lambda: add_goal(match=match, text="Why?", at=timezone.now()),
        lambda: edit_goal(goal=goal, text="Why?", measure="", due_on=None),
        lambda: hold_session(session=over, by=match.mentor, summary="Why?", at=timezone.now()),
    )
    for write in writings:
        with pytest.raises(TransitionNotAllowed):
            write()

    lift_suspension(concern=concern, part=thing.part, key=thing.key, by=lead, at=timezone.now())
    match.refresh_from_db()

    assert match.state == (MatchState.SIGNING if state == MatchState.SIGNING else MatchState.PAUSED)
    kinds = list(ConcernEntry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["suspended", "lifted"]


def test_a_membership_is_suspended_at_once_of_the_last_moderator_too(lead):
    membership = MembershipFactory(role="moderator")
    concern = ConcernFactory(person=membership.user)
    client = client_of(lead)
    address = reverse("safeguarding:concern_suspend", args=[concern.pk])

    client.post(address, {"thing": f"networks:{membership.pk}"})
    membership.refresh_from_db()
    assert membership.state == MembershipState.REMOVED
    client.post(address, {"thing": f"networks:{membership.pk}", "lift": "yes"})
    membership.refresh_from_db()
    assert membership.state == MembershipState.ACTIVE


def test_a_concern_that_names_nobody_offers_the_people_of_its_page(lead):
    match = MatchFactory()
    made = report(match.mentee, where=match.get_absolute_url())
    concern = Concern.objects.get(pk=made.pk)
    client = client_of(lead)

    page = client.get(concern.get_absolute_url())
    client.post(
        reverse("safeguarding:concern_suspend", args=[concern.pk]),
        {"thing": f"mentoring:{match.pk}"},
    )

    assert [person for person, _things in page.context["suspendables"]] == [match.mentor]
    match.refresh_from_db()
    assert match.state == MatchState.SUSPENDED


def test_a_page_of_many_people_tells_of_none_what_can_be_suspended(lead):
    discussion = DiscussionFactory()
    reporter = MembershipFactory(network=discussion.network).user
    for number in range(6):
        writer = MembershipFactory(network=discussion.network).user
        reply(discussion=discussion, author=writer, body=f"Word {number}", key=uuid.uuid4(), at=NOW)
    made = report(reporter, where=discussion.get_absolute_url())

    assert people_of(Concern.objects.get(pk=made.pk)) == []


def test_nothing_of_somebody_else_is_suspended(lead):
    match = MatchFactory()
    concern = ConcernFactory()

    for part, key in (("mentoring", match.pk), ("unknown", 1)):
        with pytest.raises(NothingToSuspend):
            suspend(concern=concern, part=part, key=key, by=lead, at=NOW)


@pytest.mark.parametrize("count", [1, 8])
def test_the_lists_take_the_same_queries_whatever_their_length(
    lead, count, django_assert_max_num_queries
):
    reporter = UserFactory()
    ConcernFactory.create_batch(count, reporter=reporter)
    leads, reporters = client_of(lead), client_of(reporter)

    with django_assert_max_num_queries(8):
        rows = leads.get(reverse("safeguarding:concern_list")).context["page"].paginator.count
    with django_assert_max_num_queries(8):
        page = reporters.get(reverse("safeguarding:report_list"))

    assert rows == count
    assert page.content.count(b'class="row"') == count
