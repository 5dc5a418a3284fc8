"""The register of evidence gaps: who sees what, what editors decide, and what bad input does."""

import uuid

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.gaps import EvidenceGapFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.gaps.actions.filling import follow_gap
from library.gaps.actions.register import (
    MOST_PROPOSED,
    NotMergeable,
    TooManyGaps,
    merge_gaps,
    propose_gap,
)
from library.gaps.models import EvidenceGap, GapWork
from library.gaps.states import GAP_FLOW, GapState
from notifications.models import Notification

pytestmark = pytest.mark.django_db
LIST, NEW, DESK, TOGETHER = (
    f"/library/evidence-gaps/{end}" for end in ("", "new/", "desk/", "together/")
)
NASTY = ["\x00", "x" * 10_000, "\ud800", "<script>alert(1)</script>", "9" * 30, "-1", "' OR 1"]


@pytest.fixture
def editor():
    return UserFactory(roles=[Role.EDITOR])


def page_of(gap, end=""):
    return f"{gap.get_absolute_url()}{end}"


def titles(page):
    return [gap.title for gap in page.context["table"].rows]


@pytest.mark.parametrize("state", GapState)
@pytest.mark.parametrize(
    ("who", "sees_proposals"),
    [
        ("visitor", False),
        ("stranger", False),
        ("proposer", True),
        ("editor", True),
        ("administrator", True),
        ("coordinator", False),
    ],
)
def test_everyone_reads_what_editors_agreed_to_and_proposals_their_own(
    client, editor, state, who, sees_proposals
):
    proposer = UserFactory()
    gap = EvidenceGapFactory(state=state, proposed_by=proposer)
    people = {
        "stranger": UserFactory(),
        "proposer": proposer,
        "editor": editor,
        "administrator": UserFactory(roles=[Role.ADMINISTRATOR]),
        "coordinator": UserFactory(roles=[Role.COORDINATOR]),
    }
    if who != "visitor":
        client.force_login(people[who])

    page = client.get(gap.get_absolute_url())

    is_public = state != GapState.PROPOSED
    assert (page.status_code == 200) == (is_public or sees_proposals)
    assert titles(client.get(LIST)) == ([gap.title] if is_public else [])
    assert (gap.title in client.get(LIST, {"as": "csv"}).getvalue().decode()) == is_public


def test_a_gap_that_was_dismissed_as_a_proposal_never_becomes_public(client, editor):
    gap = EvidenceGapFactory(state=GapState.PROPOSED)
    client.force_login(editor)
    client.post(page_of(gap, "dismiss/"), {"reason": "It\r\nis known."})
    gap.refresh_from_db()
    assert (gap.state, gap.reason) == ("dismissed", "It\nis known.")

    client.logout()

    assert client.get(gap.get_absolute_url()).status_code == 404


WRITES = ["accept/", "dismiss/", "edit/", "fill/", "reopen/", "offers/1/drop/"]


@pytest.mark.parametrize("end", WRITES)
def test_only_editors_decide(client, end):
    gap = EvidenceGapFactory()
    assert client.post(page_of(gap, end)).status_code == 302
    client.force_login(gap.proposed_by)

    assert client.post(page_of(gap, end)).status_code == 403

    hidden = EvidenceGapFactory(state=GapState.PROPOSED)
    assert client.post(page_of(hidden, end)).status_code == 404
    assert client.get(DESK).status_code == 403
    assert client.post(f"{TOGETHER}?act=accept", {"gaps": str(gap.pk)}).status_code == 403


def test_a_reader_proposes_and_follows_and_an_editor_adds_at_once(client, editor):
    words = {"title": "Whether vouchers help", "rationale": "Councils\r\npay.", "topic": ""}
    reader = UserFactory()
    client.force_login(reader)
    client.post(NEW, words | {"source": "search:Vouchers  that help"})
    client.force_login(editor)
    client.post(NEW, words | {"priority": "1", "form_key": uuid.uuid4()})

    theirs, ours = EvidenceGap.objects.order_by("pk")

    assert (theirs.state, theirs.origin, theirs.rationale) == (
        "proposed",
        "search",
        "Councils\npay.",
    )
    assert theirs.follows.get().user == reader
    assert (ours.state, ours.origin, ours.priority) == ("open", "person", 1)


def test_the_same_form_twice_proposes_one_gap(client):
    client.force_login(UserFactory())
    words = {"title": "One", "rationale": "Because.", "form_key": str(uuid.uuid4())}

    first, second = client.post(NEW, words), client.post(NEW, words)
    other = client.post(NEW, words | {"title": "Another"})

    assert first["Location"] == second["Location"]
    assert "You have already sent this form" in other.content.decode()
    assert EvidenceGap.objects.count() == 1


def test_nobody_has_more_than_twenty_proposals_waiting():
    person = UserFactory()
    words = {"title": "A", "rationale": "B"}
    for _number in range(MOST_PROPOSED):
        propose_gap(words=words, by=person, at=timezone.now(), key=uuid.uuid4())

    with pytest.raises(TooManyGaps):
        propose_gap(words=words, by=person, at=timezone.now(), key=uuid.uuid4())


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize(
    "field", ["title", "rationale", "priority", "topic", "population", "place"]
)
def test_bad_input_says_where_and_writes_nothing_by_half(client, editor, field, text):
    client.force_login(editor)
    words = {"title": "One", "rationale": "Because.", "priority": "2", "form_key": uuid.uuid4()}

    answer = client.post(NEW, words | {field: text.encode("utf-8", "replace").decode()})

    is_taken = field in ("title", "rationale") and text not in (NASTY[0], NASTY[1])
    assert answer.status_code == (302 if is_taken else 200)
    assert EvidenceGap.objects.count() == is_taken
    if not is_taken:
        assert list(answer.context["form"].errors) == [field]


@pytest.mark.parametrize("name", ["q", "state", "priority", "topic", "sort", "page", "per_page"])
def test_any_text_in_any_filter_gives_a_list(client, name):
    gap = EvidenceGapFactory()

    for text in NASTY:
        page = client.get(LIST, {name: text.encode("utf-8", "replace")})

        assert page.status_code == 200
        assert b"<script>alert" not in page.content
        is_a_search = name == "q" and text not in ("\x00", "x" * 10_000)
        assert titles(page) == ([] if is_a_search else [gap.title])


def test_filters_narrow_the_list_and_broad_topics_hold_the_narrower_ones(client):
    homes = TopicFactory(code="homes", label="Homes")
    cold = TopicFactory(code="cold", parent=homes)
    EvidenceGapFactory(title="A", topic=cold, priority=1)
    EvidenceGapFactory(title="B", topic=homes, state=GapState.FILLED)
    EvidenceGapFactory(title="C", rationale="About cold.")

    def shown(**query):
        return sorted(titles(client.get(LIST, query)))

    assert shown() == ["A", "B", "C"]
    assert shown(topic="homes") == ["A", "B"]
    assert shown(topic="cold") == shown(priority="1") == ["A"]
    assert shown(state="filled") == ["B"]
    assert shown(q="COLD") == ["C"]


def test_a_save_from_an_outdated_page_is_refused_and_keeps_the_words(client, editor):
    gap = EvidenceGapFactory(title="Before")
    client.force_login(editor)
    words = {"rationale": "Because.", "priority": "2", "edit_number": "0"}
    client.post(page_of(gap, "edit/"), words | {"title": "First"})

    answer = client.post(page_of(gap, "edit/"), words | {"title": "Second"})

    gap.refresh_from_db()
    assert (answer.status_code, gap.title) == (409, "First")
    assert b'value="Second"' in answer.content


def test_accepting_twice_is_accepting_once(client, editor):
    gap = EvidenceGapFactory(state=GapState.PROPOSED)
    client.force_login(editor)

    answers = [client.post(page_of(gap, "accept/")).status_code for _click in range(2)]

    gap.refresh_from_db()
    assert (answers, gap.state) == ([302, 302], "open")


def test_many_are_decided_together_and_those_decided_meanwhile_stay(client, editor):
    proposed = [EvidenceGapFactory(state=GapState.PROPOSED) for _number in range(2)]
    filled = EvidenceGapFactory(state=GapState.FILLED)
    client.force_login(editor)
    chosen = {"gap": [gap.pk for gap in [*proposed, filled]], "act": "accept"}
    page = client.get(TOGETHER, chosen)
    assert all(gap.title in page.content.decode() for gap in proposed)

    keys = {"gaps": ",".join(str(gap.pk) for gap in [*proposed, filled])}
    for _click in range(2):
        assert client.post(f"{TOGETHER}?act=accept", keys)["Location"] == DESK

    states = EvidenceGap.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["open", "open", "filled"]


def test_dismissing_many_needs_a_reason(client, editor):
    gap = EvidenceGapFactory(state=GapState.PROPOSED)
    client.force_login(editor)
    sent = {"gaps": str(gap.pk)}

    answer = client.post(f"{TOGETHER}?act=dismiss", sent)

    assert "Say why they are dismissed." in answer.content.decode()
    client.post(f"{TOGETHER}?act=dismiss", sent | {"reason": "Chance."})
    gap.refresh_from_db()
    assert (gap.state, gap.reason) == ("dismissed", "Chance.")


@pytest.mark.parametrize("act", ["", "delete", "accept,merge", "\x00"])
def test_an_act_that_is_none_is_not_found(client, editor, act):
    client.force_login(editor)

    assert client.get(TOGETHER, {"act": act}).status_code == 404


@pytest.mark.parametrize("gaps", ["", "x", "0", "9" * 30, ",,", "1,\x00"])
def test_nothing_chosen_does_nothing(client, editor, gaps):
    client.force_login(editor)

    for act in ("accept", "dismiss", "merge"):
        page = client.post(f"{TOGETHER}?act={act}", {"gaps": gaps, "into": "1", "reason": "x"})

        assert (page.status_code, "Nothing chosen" in page.content.decode()) == (200, True)


def test_a_merged_gap_hands_everything_over_and_leads_to_the_other(client, editor):
    stays, goes = EvidenceGapFactory(), EvidenceGapFactory(state=GapState.WORKED_ON)
    reader = UserFactory()
    follow_gap(gap=goes, user=reader, at=timezone.now())
    client.force_login(editor)
    sent = {"gaps": f"{stays.pk},{goes.pk}", "into": stays.pk}

    client.post(f"{TOGETHER}?act=merge", sent)

    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (goes.state, goes.merged_into, goes.reason) == (
        "dismissed",
        stays,
        "It is the same as another evidence gap.",
    )
    assert stays.state == GapState.WORKED_ON
    followers = set(stays.follows.values_list("user", flat=True))
    assert followers == {stays.proposed_by_id, goes.proposed_by_id, reader.pk}
    assert GapWork.objects.filter(gap=stays).count() == 1
    assert client.get(goes.get_absolute_url())["Location"] == stays.get_absolute_url()
    assert titles(client.get(LIST)) == [stays.title]
    assert client.post(page_of(goes, "reopen/")).status_code == 409


def test_the_address_of_a_gap_that_was_public_leads_everyone_to_the_one_it_went_into(
    client, editor
):
    last, stays, goes = (EvidenceGapFactory() for _number in range(3))
    hidden, proposal = EvidenceGapFactory(state=GapState.PROPOSED), EvidenceGapFactory()
    never_public = EvidenceGapFactory(state=GapState.PROPOSED)
    for gap, into in ((goes, stays), (stays, last), (proposal, hidden), (never_public, last)):
        merge_gaps(keys=[gap.pk], into=into, by=editor, at=timezone.now())
    client.logout()

    for gap in (goes, stays):
        assert client.get(gap.get_absolute_url())["Location"] == last.get_absolute_url()
        start = client.get(f"/submissions/new/?gap={gap.pk}")
        assert (start.status_code, start.context["gap"]) == (200, last)
    for gap in (proposal, never_public):
        assert client.get(gap.get_absolute_url()).status_code == 404
        assert client.get(f"/submissions/new/?gap={gap.pk}").status_code == 404


def test_nothing_is_merged_into_a_decided_gap(editor):
    filled, gap = EvidenceGapFactory(state=GapState.FILLED), EvidenceGapFactory()

    with pytest.raises(NotMergeable):
        merge_gaps(keys=[gap.pk], into=filled, by=editor, at=timezone.now())

    gap.refresh_from_db()
    assert gap.state == GapState.OPEN


def test_who_proposed_a_gap_that_went_into_a_hidden_one_reads_why(client, editor):
    hidden, gap = (EvidenceGapFactory(state=GapState.PROPOSED) for _number in range(2))
    merge_gaps(keys=[gap.pk], into=hidden, by=editor, at=timezone.now())
    client.force_login(gap.proposed_by)

    page = client.get(gap.get_absolute_url())

    assert "It is the same as another evidence gap." in page.content.decode()
    assert hidden.title not in page.content.decode()


def test_who_proposed_a_gap_hears_what_editors_decide(client, editor):
    accepted, dismissed = (EvidenceGapFactory(state=GapState.PROPOSED) for _number in range(2))
    client.force_login(editor)
    client.post(page_of(accepted, "accept/"))
    client.post(page_of(dismissed, "dismiss/"), {"reason": "It is known."})

    told = Notification.objects.filter(kind__startswith="library.gap_").order_by("pk")

    assert list(told.values_list("kind", "recipient", "text")) == [
        ("library.gap_accepted", accepted.proposed_by_id, ""),
        ("library.gap_dismissed", dismissed.proposed_by_id, "It is known."),
    ]
    client.force_login(dismissed.proposed_by)
    assert f"“{dismissed.title}” was dismissed" in client.get("/inbox/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"rationale": ""},
        {"state": "unknown"},
        {"priority": 4},
        {"origin": "x"},
        {"state": "dismissed"},
    ],
)
def test_the_database_refuses_what_must_never_be(wrong):
    gap = EvidenceGapFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceGap.objects.filter(pk=gap.pk).update(**wrong)


@pytest.mark.parametrize("state", GapState)
@pytest.mark.parametrize(("end", "move"), [("accept/", "accept"), ("reopen/", "reopen")])
def test_each_state_has_its_moves(client, editor, state, end, move):
    gap = EvidenceGapFactory(state=state)
    client.force_login(editor)

    answer = client.post(page_of(gap, end))

    assert (answer.status_code == 302) == (move in GAP_FLOW.possible(state))


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(("address", "queries"), [(LIST, 4), (DESK, 9), ("detail", 18)])
def test_pages_take_the_same_queries_whatever_they_hold(
    client, editor, django_assert_max_num_queries, address, queries, count
):
    state = GapState.PROPOSED if address == DESK else GapState.WORKED_ON
    gaps = [EvidenceGapFactory(state=state, topic=TopicFactory()) for _number in range(count)]
    if address != LIST:
        client.force_login(editor)
    if address == "detail":
        address = gaps[0].get_absolute_url()
        for number in range(count):
            gaps[0].works.create(user=editor, name=f"Team {number}", since=timezone.now())
            gaps[0].fillings.create(record=RecordFactory(), offered_at=timezone.now())
    client.get(address)

    with django_assert_max_num_queries(queries):
        assert client.get(address).status_code == 200


def test_the_list_is_linked_where_people_look(client):
    finder = client.get(reverse("library:finder")).content.decode()
    nothing = client.get(reverse("library:finder"), {"q": "quokkas & wombats"}).content.decode()

    assert f'href="{LIST}"' in finder
    assert (
        f'href="{NEW}?source=search:quokkas%20%26%20wombats&amp;title=quokkas%20%26%20wombats"'
        in nothing
    )
