"""Acts that can be taken back say so: each with its button, once for those who acted, twice without harm."""

import html
import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.blocking import block_person
from accounts.models import Block, User
from accounts.roles import Role
from core.web.telling import Undo, linked, told
from courses.actions.action_plans.evidence import add_evidence
from courses.models import PlanEvidence
from demo.factories.accounts import UserFactory
from demo.factories.courses import ActionPlanFactory, EnrolmentFactory
from demo.factories.library import RecordFactory
from demo.factories.mentoring import GoalFactory, MatchFactory, MentorProfileFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from demo.factories.notifications import NotificationFactory
from demo.factories.submissions import SubmissionFactory
from library.catalogue.actions.featured import feature_record
from library.catalogue.actions.relations import relate_records
from library.catalogue.models import Featured, Relation
from library.finding.actions import save_search
from library.finding.models import SavedSearch
from library.lists.actions import add_to_list, create_list
from library.lists.models import Listed
from networks.models import ReadMark
from notifications.models import Notification
from submissions.actions.sources import add_source
from submissions.states import SubmissionState

pytestmark = pytest.mark.django_db

# Who acts, the address and what is sent to it, and what must be afterwards as it was before.
Act = tuple[User, str, dict[str, object], Callable[[], object]]


def client_for(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def editor() -> User:
    return UserFactory(roles=[Role.EDITOR])


def values(things, *fields: str) -> Callable[[], object]:
    return lambda: list(things.all().order_by(*fields).values_list(*fields))


def a_list(*records) -> tuple[User, object]:
    reader = UserFactory()
    made = create_list(user=reader, name="Homes", about="", sharing="private", at=timezone.now())
    for record in records:
        add_to_list(reading_list=made, record=record, note="Good & short", at=timezone.now())
    return reader, made


def add_a_work_to_a_list() -> Act:
    record = RecordFactory()
    reader, reading_list = a_list()
    sent = {"reading_list": reading_list.pk, "note": ""}
    return reader, reverse("library:record_list", args=[record.pk]), sent, Listed.objects.count


def remove_a_work_from_a_list() -> Act:
    reader, reading_list = a_list(RecordFactory(), RecordFactory(), RecordFactory())
    listed = reading_list.listed.get(position=2)
    address = reverse("library:listed_remove", args=[reading_list.pk, listed.pk])
    return reader, address, {}, values(Listed.objects, "position", "record", "note")


def save_a_search() -> Act:
    address = f"{reverse('library:saved_search_new')}?q=cold+homes"
    return UserFactory(), address, {"name": "Homes", "rhythm": "weekly"}, SavedSearch.objects.count


def delete_a_saved_search() -> Act:
    reader = UserFactory()
    search = save_search(
        user=reader, name="Cold <homes>", query="q=cold", rhythm="weekly", at=timezone.now()
    )
    address = reverse("library:saved_search_delete", args=[search.pk])
    mine = SavedSearch.objects.filter(user=reader)
    return reader, address, {}, values(mine, "name", "query", "rhythm")


def edit_in_bulk() -> Act:
    record = RecordFactory(publisher="Before")
    sent = {
        "records": str(record.pk),
        "publisher": "After",
        "save": "yes",
        "form_key": uuid.uuid4(),
    }
    probe = values(type(record).objects, "publisher")
    return editor(), reverse("library:bulk_edit_new"), sent, probe


def plan_a_featured_record() -> Act:
    today = timezone.localdate()
    sent = {"record": RecordFactory().pk, "starts_on": today, "ends_on": today}
    return editor(), reverse("library:featured"), sent, Featured.objects.count


def stop_featuring_a_record() -> Act:
    today, person = timezone.localdate(), editor()
    plan = feature_record(
        record=RecordFactory(), starts_on=today, ends_on=today, reason="New.", by=person
    )
    address = reverse("library:featured_end", args=[plan.pk])
    return person, address, {}, values(Featured.objects, "record", "starts_on", "ends_on", "reason")


def relate_two_records() -> Act:
    sent = {"kind": "supersedes", "other": RecordFactory().pk}
    address = reverse("library:relation_list", args=[RecordFactory().pk])
    return editor(), address, sent, Relation.objects.count


def remove_a_relation() -> Act:
    record, other = RecordFactory(), RecordFactory()
    relation = relate_records(record=other, kind="supersedes", target=record, at=timezone.now())
    address = reverse("library:relation_remove", args=[record.pk, relation.pk])
    return editor(), address, {}, values(Relation.objects, "record", "kind", "target")


def withdraw_a_record() -> Act:
    record = RecordFactory()
    address = reverse("library:record_withdraw", args=[record.pk])
    return editor(), address, {"reason": "Wrong."}, values(type(record).objects, "state")


def add_a_source() -> Act:
    draft = SubmissionFactory()
    address = reverse("submissions:submission_sources", args=[draft.pk])
    return draft.author, address, {"record": RecordFactory().pk}, draft.draws_on.count


def remove_a_source() -> Act:
    draft, record = SubmissionFactory(), RecordFactory()
    add_source(submission=draft, record=record)
    address = reverse("submissions:source_remove", args=[draft.pk, record.pk])
    return draft.author, address, {}, values(draft.draws_on, "pk")


def claim_a_submission() -> Act:
    work = SubmissionFactory(state=SubmissionState.SUBMITTED)
    address = reverse("submissions:submission_claim", args=[work.pk])
    return editor(), address, {}, values(type(work).objects, "state", "editor")


def add_evidence_to_a_plan() -> Act:
    plan, record = ActionPlanFactory(), RecordFactory()
    address = reverse("courses:evidence_edit", args=[plan.pk, record.pk])
    return plan.owner, address, {"note": "It worked."}, PlanEvidence.objects.count


def remove_evidence_from_a_plan() -> Act:
    plan, record = ActionPlanFactory(), RecordFactory()
    add_evidence(plan=plan, record=record, note="It worked.", at=timezone.now())
    address = reverse("courses:evidence_drop", args=[plan.pk, record.pk])
    return plan.owner, address, {}, values(PlanEvidence.objects, "version", "note")


def leave_a_course() -> Act:
    enrolment = EnrolmentFactory()
    address = reverse("courses:course_leave", args=[enrolment.release.course.slug])
    mine = type(enrolment).objects.filter(user=enrolment.user)
    return enrolment.user, address, {}, values(mine, "state")


def mark_all_notifications_as_read() -> Act:
    reader = UserFactory()
    NotificationFactory.create_batch(2, recipient=reader)
    Notification.objects.filter(pk=NotificationFactory(recipient=reader).pk).update(
        read_at=timezone.now()
    )
    probe = values(Notification.objects, "pk", "read_at")
    return reader, reverse("notifications:mark"), {}, probe


def discussion_address(view: str, discussion) -> str:
    return reverse(f"networks:{view}", args=[discussion.network.slug, discussion.pk])


def mute_a_discussion() -> Act:
    discussion = DiscussionFactory()
    reader = MembershipFactory(network=discussion.network).user
    probe = discussion.read_marks.model.objects.count

    def wish() -> object:
        seen = type(discussion).objects.with_wishes_of(reader).get(pk=discussion.pk)
        return seen.wants_no_news, probe()

    return reader, discussion_address("discussion_follow", discussion), {"wish": "mute"}, wish


def mark_a_discussion_as_read() -> Act:
    discussion = DiscussionFactory()
    reader = MembershipFactory(network=discussion.network).user
    ReadMark.objects.create(discussion=discussion, user=reader, number=0, read_at=timezone.now())
    probe = values(ReadMark.objects.filter(user=reader), "number")
    return reader, discussion_address("discussion_read", discussion), {}, probe


def mark_a_network_as_read() -> Act:
    membership = MembershipFactory()
    address = reverse("networks:network_read", args=[membership.network.slug])
    probe = values(type(membership).objects.filter(pk=membership.pk), "read_until")
    return membership.user, address, {}, probe


def moderated():
    moderator = UserFactory()
    return moderator, DiscussionFactory(network=NetworkFactory(by=moderator))


def pin_a_discussion() -> Act:
    moderator, discussion = moderated()
    probe = values(type(discussion).objects, "pinned_at")
    return moderator, discussion_address("discussion_pin", discussion), {"pinned": "yes"}, probe


def close_a_discussion() -> Act:
    moderator, discussion = moderated()
    probe = values(type(discussion).objects, "state")
    return moderator, discussion_address("discussion_close", discussion), {"reason": "Done."}, probe


def hide_a_discussion() -> Act:
    moderator, discussion = moderated()
    probe = values(type(discussion).objects, "state")
    return moderator, discussion_address("discussion_hide", discussion), {"reason": "Spam."}, probe


def hide_a_post() -> Act:
    moderator, discussion = moderated()
    post = discussion.posts.get()
    address = reverse("networks:post_hide", args=[discussion.network.slug, post.pk])
    return moderator, address, {"reason": "Spam."}, values(type(post).objects, "state")


def archive_a_network() -> Act:
    moderator = UserFactory()
    network = NetworkFactory(by=moderator)
    address = reverse("networks:network_archive", args=[network.slug])
    return moderator, address, {"reason": "Done."}, values(type(network).objects, "state")


def remove_a_member() -> Act:
    moderator = UserFactory()
    member = MembershipFactory(network=NetworkFactory(by=moderator))
    address = reverse("networks:member_remove", args=[member.network.slug, member.pk])
    return moderator, address, {"reason": "Spam."}, values(type(member).objects, "pk", "state")


def leave_an_open_network() -> Act:
    member = MembershipFactory()
    address = reverse("networks:network_leave", args=[member.network.slug])
    mine = type(member).objects.filter(user=member.user)
    return member.user, address, {}, values(mine, "user", "state")


def block_somebody() -> Act:
    address = reverse("accounts:block_new", args=[UserFactory().pk])
    return UserFactory(), address, {}, Block.objects.count


def unblock_somebody() -> Act:
    person, other = UserFactory(), UserFactory()
    block_person(blocker=person, blocked=other, at=timezone.now())
    address = reverse("accounts:block_end", args=[other.pk])
    mine = Block.objects.filter(blocker=person)
    return person, address, {}, values(mine, "blocker", "blocked")


def reach_a_goal() -> Act:
    goal = GoalFactory()
    address = reverse("mentoring:goal_settle", args=[goal.pk])
    probe = values(type(goal).objects, "state")
    return goal.match.mentee, address, {"move": "reach"}, probe


def drop_a_goal() -> Act:
    goal = GoalFactory()
    address = reverse("mentoring:goal_settle", args=[goal.pk])
    return goal.match.mentee, address, {"move": "drop"}, values(type(goal).objects, "state")


def pause_mentoring() -> Act:
    match = MatchFactory()
    address = reverse("mentoring:match_pause", args=[match.pk])
    return match.mentee, address, {}, values(type(match).objects, "state")


def pause_requests() -> Act:
    mentor = MentorProfileFactory()
    sent = {"open": "no"}
    return (
        mentor.user,
        reverse("mentoring:mentor_open"),
        sent,
        values(type(mentor).objects, "is_open"),
    )


ACTS = [add_a_work_to_a_list, remove_a_work_from_a_list, save_a_search, delete_a_saved_search]
ACTS += [edit_in_bulk, plan_a_featured_record, stop_featuring_a_record, relate_two_records]
ACTS += [remove_a_relation, withdraw_a_record, add_a_source, remove_a_source, claim_a_submission]
ACTS += [add_evidence_to_a_plan, remove_evidence_from_a_plan, leave_a_course]
ACTS += [mark_all_notifications_as_read, mute_a_discussion, mark_a_discussion_as_read]
ACTS += [mark_a_network_as_read, pin_a_discussion, close_a_discussion, hide_a_discussion]
ACTS += [hide_a_post, archive_a_network, remove_a_member, leave_an_open_network, block_somebody]
ACTS += [unblock_somebody, reach_a_goal, drop_a_goal, pause_mentoring, pause_requests]


def undo_of(page: str) -> tuple[str, dict[str, str]]:
    """Return where the one button "Undo" of the page is sent to, and what it sends."""
    forms = re.findall(r'<li class="notice[^>]*><form method="post">(.*?)</form>', page, re.DOTALL)
    assert len(forms) == 1, page
    [address] = re.findall(r'formaction="([^"]*)">Undo</button>', forms[0])
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', forms[0])
    return html.unescape(address), {name: html.unescape(value) for name, value in fields}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_what_was_done_is_undone_by_the_button_of_its_message(act):
    person, address, sent, probe = act()
    before = probe()
    client = client_for(person)

    page = client.post(address, sent, follow=True).content.decode()
    done = probe()
    undo, fields = undo_of(page)
    client_for(UserFactory()).post(undo, fields)
    after_a_stranger = probe()
    answers = [client.post(undo, fields).status_code for _press in range(2)]

    assert done != before
    assert after_a_stranger == done
    assert probe() == before
    assert answers[0] == 302
    assert answers[1] in {302, 409}


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-01-01T00:00", "\x00"])
def test_a_button_with_an_invalid_moment_undoes_nothing(moment):
    client = client_for(UserFactory())

    answer = client.post(reverse("notifications:mark_undo"), {"read_at": moment})

    assert answer.status_code == 404


def test_a_message_escapes_words_and_keeps_links_and_numbers():
    undo = Undo("/back/?a=1&b=2", {"note": 'Tom & "Ann"'})

    message = told("%(count)d of <b> in %(list)s.", undo, count=3, list=linked("<i>", "/x/"))

    assert message == (
        '3 of &lt;b&gt; in <a href="/x/">&lt;i&gt;</a>. '
        '<input type="hidden" name="note" value="Tom &amp; &quot;Ann&quot;">'
        '<button class="button button-quiet button-small" formaction="/back/?a=1&amp;b=2">Undo</button>'
    )


def test_the_words_of_others_never_become_a_form():
    assert told("%(name)s deleted.", name="<button>") == "&lt;button&gt; deleted."
