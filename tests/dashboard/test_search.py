"""One search over every part: what the reader may see, and any text is safe."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Profile, User
from demo.factories.accounts import UserFactory
from demo.factories.courses import CourseFactory
from demo.factories.library import RecordFactory, TopicFactory
from demo.factories.mentoring import MentorProfileFactory
from demo.factories.networks import DiscussionFactory, MembershipFactory, NetworkFactory
from library.catalogue.actions.records import withdraw_record
from library.lists.models import ReadingList
from mentoring.states import MentorState
from networks.models import Discussion, MembershipRole
from networks.models.networks import NetworkAccess
from networks.states import DiscussionState
from tests.shared import shared

pytestmark = pytest.mark.django_db
SEARCH = "/search/"
SUGGESTIONS = "/search/suggestions/"


def found_by(client, text):
    response = client.get(SEARCH, {"q": text})
    assert response.status_code == 200
    return {line.title for group in response.context["found"] for line in group.lines}


def suggested_to(client, text):
    response = client.get(SUGGESTIONS, {"q": text})
    assert response.status_code == 200
    return {row["label"] for row in response.json()["suggestions"]}


def person(name, **profile):
    someone = UserFactory(full_name=name)
    Profile.objects.filter(user=someone).update(**{"onboarded_at": timezone.now(), **profile})
    return someone


def test_records_are_found_by_everyone(client):
    RecordFactory(title="Cold homes and health")

    assert found_by(client, "cold home") == {"Cold homes and health"}


def test_a_discussion_is_found_by_the_members_of_its_network_alone(client):
    discussion = DiscussionFactory(title="Damp walls in Saltmarsh")
    member = MembershipFactory(network=discussion.network).user

    by_anyone = found_by(client, "saltmarsh")
    client.force_login(UserFactory())
    by_a_stranger = found_by(client, "saltmarsh")
    client.force_login(member)
    by_a_member = found_by(client, "saltmarsh")

    assert (by_anyone, by_a_stranger) == (set(), set())
    assert by_a_member == {"Damp walls in Saltmarsh"}


def test_nothing_hidden_is_found_or_suggested(client):
    """One thing of each kind in each hidden state, all with one word; a stranger gets only what is open."""
    RecordFactory(title="Saltmarsh open record")
    withdraw_record(
        record=RecordFactory(title="Saltmarsh withdrawn record"),
        reason="Retracted",
        by=UserFactory(),
        at=timezone.now(),
    )
    CourseFactory(title="Saltmarsh draft course", is_published=False)
    NetworkFactory(name="Saltmarsh open network")
    NetworkFactory(name="Saltmarsh private network", access=NetworkAccess.INVITED)
    DiscussionFactory(title="Saltmarsh discussion")
    ReadingList.objects.create(
        user=UserFactory(),
        name="Saltmarsh private list",
        made_at=timezone.now(),
        changed_at=timezone.now(),
    )
    MentorProfileFactory(
        headline="Saltmarsh offer", state=MentorState.OFFERED, user__full_name="Saltmarsh Offering"
    )
    MentorProfileFactory(user__full_name="Saltmarsh Gone", user__is_active=False)
    person("Saltmarsh Open")
    person("Saltmarsh Hidden", shown_to={"search": "nobody"})
    person("Saltmarsh Near", shown_to={"search": "networks"})
    person("Saltmarsh Unfinished", onboarded_at=None)
    User.objects.filter(pk=person("Saltmarsh Blocked").pk).update(is_active=False)
    User.objects.filter(pk=person("Saltmarsh Closed").pk).update(closed_at=timezone.now())
    for_everyone = {"Saltmarsh open record", "Saltmarsh open network"}

    by_anyone = found_by(client, "saltmarsh"), suggested_to(client, "saltm")
    client.force_login(UserFactory())
    by_a_stranger = found_by(client, "saltmarsh"), suggested_to(client, "saltm")

    assert by_anyone == (for_everyone, for_everyone)
    assert by_a_stranger == (for_everyone | {"Saltmarsh Open"},) * 2


def test_a_moderator_finds_no_hidden_discussion(client):
    discussion = DiscussionFactory(title="Saltmarsh row")
    Discussion.objects.filter(pk=discussion.pk).update(state=DiscussionState.HIDDEN)
    moderator = MembershipFactory(network=discussion.network, role=MembershipRole.MODERATOR).user
    client.force_login(moderator)

    assert (found_by(client, "saltmarsh"), suggested_to(client, "saltm")) == (set(), set())


@shared
def known_by_some():
    """Somebody with readers who stand near and far; of a name that no other test seeks."""
    someone = person("Ada Quagmire")
    network = MembershipFactory(user=someone).network
    return {
        "stranger": UserFactory(),
        "member": MembershipFactory(network=network).user,
        "themselves": someone,
    }


@pytest.mark.parametrize(
    ("shown_to", "finders"),
    [
        ("everyone", {"anyone", "stranger", "member", "themselves"}),
        ("members", {"stranger", "member", "themselves"}),
        ("networks", {"member", "themselves"}),
        ("nobody", {"themselves"}),
    ],
)
def test_people_choose_who_finds_them_by_name(client, known_by_some, shown_to, finders):
    someone = known_by_some["themselves"]
    Profile.objects.filter(user=someone).update(shown_to={"search": shown_to})

    found = {"anyone"} if suggested_to(client, "ada quag") else set()
    for name, reader in known_by_some.items():
        client.force_login(reader)
        suggested = suggested_to(client, "ada quag")
        assert suggested == found_by(client, "ada quag")
        found |= {name} if suggested else set()

    assert found == finders


def test_results_are_grouped_by_kind_with_a_link_to_all_of_one(client):
    CourseFactory.create_batch(3, title="Saltmarsh course")
    founder, topic = UserFactory(), TopicFactory()
    for number in range(1, 28):
        NetworkFactory(name=f"Saltmarsh network {number}", by=founder, topics=[topic])

    page = client.get(SEARCH, {"q": "saltmarsh"})
    of_one_kind = client.get(SEARCH, {"q": "saltmarsh", "kind": "networks", "page": "2"})

    groups = page.context["found"]
    assert [(g.name, len(g.lines), g.total) for g in groups] == [
        ("courses", 3, 3),
        ("networks", 5, 27),
    ]
    assert f'href="{groups[1].all_at}"'.replace("&", "&amp;") in page.content.decode()
    assert groups[1].all_at == f"{SEARCH}?q=saltmarsh&kind=networks"
    assert [(g.name, len(g.lines)) for g in of_one_kind.context["found"]] == [("networks", 7)]


def test_the_records_of_a_search_continue_in_the_finder(client):
    for number in range(6):
        RecordFactory(title=f"Saltmarsh {number}")

    (records,) = client.get(SEARCH, {"q": "saltmarsh"}).context["found"]

    assert (records.total, records.all_at) == (6, "/library/?q=saltmarsh")


@pytest.mark.parametrize("address", [SEARCH, SUGGESTIONS])
def test_a_search_takes_the_same_queries_whatever_its_results(client, address):
    reader = UserFactory()
    client.force_login(reader)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, {"q": "saltmarsh"}).status_code == 200
        return len(captured)

    def one_of_each(number):
        CourseFactory(title=f"Saltmarsh {number}")
        discussion = DiscussionFactory(title=f"Saltmarsh {number}")
        MembershipFactory(network=discussion.network, user=reader)
        MentorProfileFactory(user__full_name=f"Saltmarsh {number}")
        person(f"Saltmarsh {number}", shown_to={"search": "networks"})
        person(f"Saltmarsh again {number}")

    # The index of the library is read segment by segment, and a process keeps what it has read of one.
    RecordFactory.create_batch(4, title="Saltmarsh")
    one_of_each(1)
    queries()
    with_one = queries()
    for number in range(2, 4):
        one_of_each(number)

    assert queries() == with_one


def test_the_field_of_every_page_has_a_label_and_asks_for_suggestions(client):
    page = client.get("/institute/").content.decode()

    assert '<label for="site-search">Search everything</label>' in page
    assert f'data-suggest="{SUGGESTIONS}"' in page


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=80))
def test_any_text_is_a_search(client, text):
    sent = {"q": text.encode("utf-8", "replace")}

    assert [client.get(page, sent).status_code for page in (SEARCH, SUGGESTIONS)] == [200, 200]
