"""A gap tells where it came from, and a question which gap came of it, each as far as the reader may know."""

import datetime as dt
import uuid
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from library import tasks
from library.finding.actions import count_gap
from library.gaps.actions.register import accept_gap, merge_gaps
from library.gaps.came_from import known_sources
from library.gaps.models import EvidenceGap, GapSource, Origin
from networks.models import NetworkAccess

pytestmark = pytest.mark.django_db
TITLE = "Who pays for the Ostrich plan?"


def asked(title=TITLE, network=None, days=61, **fields):
    network = network or NetworkFactory(access=NetworkAccess.OPEN)
    at = timezone.now() - dt.timedelta(days=days)
    return DiscussionFactory(network=network, title=title, at=at, **fields)


def proposed_gap(title=TITLE):
    tasks.propose_evidence_gaps()
    return EvidenceGap.objects.get(title=title)


def opened(gap):
    accept_gap(gap=gap, by=UserFactory(roles=[Role.EDITOR]), at=timezone.now())
    return gap


def sources(client, gap):
    return [each.label for each in client.get(gap.get_absolute_url()).context["sources"]]


def gaps(client, question):
    return client.get(question.get_absolute_url()).context["gaps"]


def sent(**words):
    return {
        "form_key": str(uuid.uuid4()), "title": "Costs of new plans", "rationale": "Councils decide.", "priority": "2", **words,
    }  # fmt: skip


def test_a_gap_and_its_questions_lead_to_each_other_for_those_who_may_read_both(client):
    first, second = asked(), asked(title="WHO pays for the ostrich plan?!")
    gap = proposed_gap()
    member = MembershipFactory(network=first.network).user
    editor = UserFactory(roles=[Role.EDITOR])
    MembershipFactory(network=second.network, user=editor)

    client.force_login(editor)
    assert (sources(client, gap), gaps(client, second)) == ([second.title], [gap])
    client.force_login(member)
    assert gaps(client, first) == []
    opened(gap)
    assert (sources(client, gap), gaps(client, first)) == ([first.title], [gap])
    page = client.get(first.get_absolute_url()).content.decode()
    assert f'href="{gap.get_absolute_url()}"' in page
    page = client.get(gap.get_absolute_url()).content.decode()
    assert f'href="{first.get_absolute_url()}"' in page
    assert second.get_absolute_url() not in page
    client.logout()
    assert sources(client, gap) == []


def test_a_repeated_question_is_noted_as_well_and_what_was_noted_stays():
    first = asked()
    gap = opened(proposed_gap())
    second = asked(title=TITLE.upper())

    for _night in range(2):
        tasks.propose_evidence_gaps()

    noted = list(gap.sources.order_by("pk").values_list("source", flat=True))
    assert noted == [f"question:{first.pk}", f"question:{second.pk}"]


def test_a_merged_gap_hands_over_where_it_came_from_now_and_later(client):
    one, other = asked(title="One?"), asked(title="Other?")
    kept = proposed_gap("One?")
    gone = EvidenceGap.objects.get(title="Other?")
    editor = UserFactory(roles=[Role.EDITOR])
    merge_gaps(keys=[gone.pk], into=kept, by=editor, at=timezone.now())
    again = asked(title="OTHER?")

    tasks.propose_evidence_gaps()

    for question in (one, other, again):
        MembershipFactory(network=question.network, user=editor)
    client.force_login(editor)
    assert sorted(sources(client, kept)) == ["OTHER?", "One?", "Other?"]
    assert gaps(client, again) == [kept]


@pytest.mark.parametrize("access", [NetworkAccess.APPROVAL, NetworkAccess.INVITED])
def test_of_a_closed_network_only_its_members_learn_which_question_it_was(client, access):
    network = NetworkFactory(access=access)
    editor = UserFactory(roles=[Role.EDITOR])
    MembershipFactory(network=network, user=editor)
    question = asked(network=network)
    client.force_login(editor)
    client.post(reverse("networks:question_gap", args=[question.pk]), sent())
    gap = EvidenceGap.objects.get()
    assert (sources(client, gap), gaps(client, question)) == ([TITLE], [gap])

    for stranger in (UserFactory(), UserFactory(roles=[Role.EDITOR]), None):
        client.logout()
        if stranger:
            client.force_login(stranger)
        assert "Ostrich" not in client.get(gap.get_absolute_url()).content.decode()
        api = client.get(f"/api/v1/evidence-gaps/{gap.pk}/")
        assert "Ostrich" not in api.content.decode()


def test_who_asked_proposes_it_and_the_page_then_leads_there(client):
    question = asked(days=1)
    new = reverse("library:evidence_gap_new")
    client.force_login(question.author)
    page = client.get(question.get_absolute_url()).content.decode()
    assert f'href="{new}?source=question:{question.pk}&amp;title=' in page
    form = client.get(new, {"source": f"question:{question.pk}", "title": TITLE})
    assert f'value="question:{question.pk}"' in form.content.decode()

    client.post(new, sent(source=f"question:{question.pk}"))

    gap = EvidenceGap.objects.get()
    assert gap.origin == Origin.QUESTION
    assert gaps(client, question) == [gap]
    assert f'href="{new}' not in client.get(question.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "source", ["question:{pk}", "question:0", "question:", "question:²", "question", "other:1", "search:a@b.org", "x" * 9_000]
)  # fmt: skip
def test_a_source_that_somebody_may_not_name_is_left_out(client, source):
    question = asked()
    client.force_login(UserFactory())
    new = reverse("library:evidence_gap_new")
    named = source.format(pk=question.pk)
    assert client.get(new, {"source": named}).status_code == 200

    answer = client.post(new, sent(source=named))

    gap = EvidenceGap.objects.get()
    assert (answer.status_code, gap.origin) == (302, Origin.PERSON)
    assert not GapSource.objects.exists()


def test_a_search_and_its_gap_lead_to_each_other_for_editors(client):
    for _time in range(5):
        count_gap(text="Carer respite", on=timezone.localdate())
    gap = proposed_gap("Nothing found for “carer respite”")
    search = reverse("library:gap_list")
    client.force_login(UserFactory(roles=[Role.EDITOR]))

    [source] = client.get(gap.get_absolute_url()).context["sources"]

    assert (source.label, source.note) == ("“carer respite”", "searched 5 times")
    assert source.address.startswith(search)
    assert f'href="{gap.get_absolute_url()}"' in client.get(source.address).content.decode()
    nothing = reverse("library:finder")
    assert gap.title in client.get(nothing, {"q": "carer  RESPITE"}).content.decode()
    client.logout()
    found = client.get(nothing, {"q": "carer respite"})
    assert (found.context["evidence_gaps"], gap.title in found.content.decode()) == ([], False)
    opened(gap)
    assert sources(client, gap) == []
    found = client.get(nothing, {"q": "carer respite"})
    assert found.context["evidence_gaps"] == [gap]


def test_the_pages_take_the_same_queries_for_one_source_and_many(client):
    editor = UserFactory(roles=[Role.EDITOR])
    network = NetworkFactory(access=NetworkAccess.OPEN)
    MembershipFactory(network=network, user=editor)
    question = asked(network=network)
    gap = opened(proposed_gap())
    client.force_login(editor)
    taken = []
    for _round in range(2):
        client.get(gap.get_absolute_url())
        with CaptureQueriesContext(connection) as of_gap:
            assert client.get(gap.get_absolute_url()).status_code == 200
        with CaptureQueriesContext(connection) as of_question:
            assert client.get(question.get_absolute_url()).status_code == 200
        taken.append((len(of_gap), len(of_question)))
        for number in range(3):
            asked(title=TITLE.lower(), network=network)
            other = EvidenceGap.objects.create(title=f"{number}", rationale="B", proposed_at=timezone.now())  # fmt: skip
            other.sources.create(source=f"question:{question.pk}")
        tasks.propose_evidence_gaps()

    assert len(known_sources(gap, user=editor)) == 7
    assert taken[0] == taken[1]


def test_the_migrations_note_where_earlier_gaps_came_from():
    for _time in range(5):
        count_gap(text="carer respite", on=timezone.localdate())
    network = NetworkFactory(access=NetworkAccess.INVITED)
    editor = MembershipFactory(network=network, user=UserFactory(roles=[Role.EDITOR])).user
    question, closed = asked(), asked(title="Closed?", network=network)
    of_question = proposed_gap()
    gone = EvidenceGap.objects.get(title__contains="carer")
    merge_gaps(keys=[gone.pk], into=of_question, by=editor, at=timezone.now())
    by_hand = EvidenceGap.objects.create(title="A", rationale="B", proposed_at=timezone.now())
    closed.settled_question = None
    apps.get_model("networks", "SettledQuestion").objects.create(
        discussion=closed, gap=by_hand, settled_at=timezone.now()
    )
    GapSource.objects.all().delete()

    for _time in range(2):
        for app, name in (("library", "0029"), ("networks", "0013")):
            module = import_module(f"{app}.migrations.{name}_fill_sources_of_gaps")
            module.fill_sources(apps, None)

    assert set(GapSource.objects.values_list("gap", "source")) == {
        (of_question.pk, f"question:{question.pk}"),
        (of_question.pk, "search:carer respite"),
        (by_hand.pk, f"question:{closed.pk}"),
    }
