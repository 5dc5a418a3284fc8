"""Questions that nobody answered: proposed as gaps from open networks, and shown to editors who read them elsewhere."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from library import tasks
from library.gaps.actions.register import accept_gap
from library.gaps.models import EvidenceGap, Origin
from networks.actions.discussions import close_discussion, reply
from networks.actions.networks import archive_network
from networks.gap_parts import unanswered_in_open_networks
from networks.models import NetworkAccess, SettledQuestion

pytestmark = pytest.mark.django_db
SECRET = "Who pays for the Ostrich plan?"


def asked(title=SECRET, days=61, access=NetworkAccess.OPEN, **fields):
    at = timezone.now() - dt.timedelta(days=days)
    network = fields.pop("network", None) or NetworkFactory(access=access)
    return DiscussionFactory(network=network, title=title, at=at, **fields)


def answered(discussion, by=None):
    author = by or MembershipFactory(network=discussion.network).user
    return reply(
        discussion=discussion, author=author, body="So.", key=uuid.uuid4(), at=timezone.now()
    )


def proposed():
    tasks.propose_evidence_gaps()
    rows = EvidenceGap.objects.filter(origin=Origin.QUESTION).order_by("pk")
    return [(gap.title, gap.state, gap.facts) for gap in rows]


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def at(name, *args):
    return reverse(f"networks:{name}", args=args)


def listed(client):
    return [(row.first, row.times) for row in client.get(at("question_list")).context["table"].rows]


def sent(**words):
    return {
        "form_key": str(uuid.uuid4()), "title": "Costs of new plans",
        "rationale": "Councils decide on it.", "priority": "2", "topic": "", "population": "", "place": "", **words,
    }  # fmt: skip


def test_old_questions_of_open_networks_are_proposed_once_and_repeated_ones_are_one():
    first = asked()
    asked(title="WHO pays  for the ostrich plan ?!")
    asked(title="من يدفع؟")
    asked(title="Too young?", days=59)
    asked(title="An offer, not a question")
    answered(asked(title="Answered?"))
    answered(own := asked(title="Only I wrote again?"), by=own.author)

    once, again = proposed(), proposed()

    assert once == again
    assert sorted(each[:2] for each in once) == [
        ("Only I wrote again?", "proposed"),
        (SECRET, "proposed"),
        ("من يدفع؟", "proposed"),
    ]
    gap = EvidenceGap.objects.get(title=SECRET)
    assert gap.facts == {"questions": 2}
    assert first.network.name in gap.rationale
    assert "asked 2 times" in gap.rationale
    assert "Ostrich" not in gap.fact_key


def test_what_was_answered_since_is_no_proposal_any_more_and_an_accepted_gap_stays():
    one, other = asked(title="One?"), asked(title="Other?")
    proposed()
    accept_gap(
        gap=EvidenceGap.objects.get(title="Other?"),
        by=UserFactory(roles=[Role.EDITOR]),
        at=timezone.now(),
    )
    answered(one)
    answered(other)

    assert [state for _title, state, _facts in sorted(proposed())] == ["dismissed", "open"]


@pytest.mark.parametrize("access", [NetworkAccess.APPROVAL, NetworkAccess.INVITED])
def test_the_words_of_a_closed_network_reach_nobody_but_its_members(client, editor, access):
    question = asked(access=access)

    assert proposed() == []
    assert listed(client) == []
    for name in ("question_gap", "question_aside"):
        assert client.post(at(name, question.pk), sent()).status_code == 404
    MembershipFactory(network=question.network, user=editor)
    assert listed(client) == [(question, 1)]
    assert client.get(at("question_list"))["Cache-Control"] == "private, no-store"
    assert proposed() == []
    for page in (
        "library:evidence_gap_desk",
        "library:evidence_gap_list",
        "library:desk",
        "dashboard:home",
    ):
        other = UserFactory(roles=[Role.EDITOR])
        client.force_login(other)
        assert "Ostrich" not in client.get(reverse(page)).content.decode()


def test_a_member_who_edits_makes_a_gap_in_words_of_their_own(client, editor):
    network = NetworkFactory(access=NetworkAccess.INVITED)
    MembershipFactory(network=network, user=editor)
    question, _same = (
        asked(network=network),
        asked(title="who pays for the OSTRICH plan?", network=network),
    )
    assert listed(client) == [(question, 2)]

    copied = client.post(at("question_gap", question.pk), sent(title=f"Nobody knows: {SECRET}"))
    words = sent()
    done = [client.post(at("question_gap", question.pk), words) for _click in range(2)]

    assert list(copied.context["form"].errors) == ["title"]
    gap = EvidenceGap.objects.get()
    assert {answer["Location"] for answer in done} == {gap.get_absolute_url()}
    assert (gap.state, gap.origin, gap.title) == ("open", Origin.QUESTION, "Costs of new plans")
    assert SettledQuestion.objects.filter(gap=gap).count() == 2
    assert listed(client) == []
    client.logout()
    html = client.get(gap.get_absolute_url()).content.decode()
    assert "Ostrich" not in html
    assert network.name not in html


def test_what_is_set_aside_is_gone_for_all_editors_and_comes_back(client, editor):
    network = NetworkFactory(access=NetworkAccess.APPROVAL)
    other = UserFactory(roles=[Role.EDITOR])
    for person in (editor, other):
        MembershipFactory(network=network, user=person)
    question = asked(network=network)

    for _click in range(2):
        page = client.post(at("question_aside", question.pk), follow=True).content.decode()
    assert "Undo" in page
    assert listed(client) == []
    client.force_login(other)
    assert listed(client) == []
    client.post(at("question_aside", question.pk), {"again": "yes"})
    assert listed(client) == []
    client.force_login(editor)
    client.post(at("question_aside", question.pk), {"again": "yes"})
    assert listed(client) == [(question, 1)]


@pytest.mark.parametrize("how", ["closed", "archived"])
def test_what_is_closed_or_archived_asks_nobody(how):
    question = asked()
    moderator = MembershipFactory(network=question.network, role="moderator").user
    if how == "closed":
        close_discussion(discussion=question, by=moderator, reason="Over.", at=timezone.now())
    else:
        archive_network(network=question.network, by=moderator, at=timezone.now(), reason="Over.")

    assert proposed() == []


@pytest.mark.parametrize(("role", "status"), [(None, 403), (Role.REVIEWER, 403), (Role.EDITOR, 200)])  # fmt: skip
def test_the_page_is_for_editors(client, role, status):
    client.force_login(UserFactory(roles=[role] if role else []))

    assert client.get(at("question_list")).status_code == status


def test_page_and_rule_take_the_same_queries_at_any_length(client, editor):
    network = NetworkFactory(access=NetworkAccess.APPROVAL)
    MembershipFactory(network=network, user=editor)
    taken = []
    for number in range(2):
        for each in range(2):
            asked(title=f"Closed {number} {each}?", network=network)
            asked(title=f"Open {number} {each}?")
        client.get(at("question_list"))
        with CaptureQueriesContext(connection) as page:
            client.get(at("question_list"))
        with CaptureQueriesContext(connection) as rule:
            unanswered_in_open_networks(timezone.now())
        taken.append((len(page), len(rule)))

    assert taken[0] == taken[1]
    assert taken[0][1] == 2
