"""Record pages, citations, and the moves of a record."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import FileFactory, RecordFactory, TopicFactory
from library.catalogue.actions.citations import cite_version, remove_citation
from library.catalogue.actions.records import (
    correct_record,
    publish_record,
    restore_record,
    withdraw_record,
)
from library.catalogue.actions.versions import deposit_version
from library.catalogue.models import Audience, Citation, Record, Version
from library.catalogue.states import RecordState
from library.exchange.citing.cited_work import describe_work
from library.exchange.citing.styles import harvard
from library.signals import record_published
from library.vocabularies.choices import CreatorRole
from library.vocabularies.names import CreatorName, sort_name
from tests.query_counts import queries_of
from workflow.flows import TransitionNotAllowed
from workflow.models import Transition

pytestmark = pytest.mark.django_db


NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


CSV = b"place,rate\nLeeds,4\n"


def test_publish_makes_version_one_and_announces(django_capture_on_commit_callbacks):
    heard = []
    receiver = lambda **keys: heard.append(keys["record_id"])  # noqa: E731
    record_published.connect(receiver, weak=False, dispatch_uid="test")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            record = RecordFactory(body="## What we did\n\nWe *knocked*.")
    finally:
        record_published.disconnect(dispatch_uid="test")

    assert heard == [record.pk]
    version = record.versions.get()
    assert (version.number, record.current_version) == (1, version)
    assert version.body_html == "<h3>What we did</h3>\n<p>We <em>knocked</em>.</p>\n"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"title": "x" * 301},
        {"summary": "x" * 2001},
        {"title": "a\x00b"},
        {"type": "poem"},
        {"year": 1},
        {"url": "javascript:alert(1)"},
    ],
)
def test_publish_refuses_what_does_not_hold_and_writes_nothing(changes):
    with pytest.raises(ValidationError):
        RecordFactory(**changes)

    assert not Record.objects.exists()


@pytest.mark.parametrize("count", [0, 7])
def test_publish_refuses_too_few_or_too_many_topics(count):
    topics = TopicFactory.create_batch(count)

    with pytest.raises(ValidationError, match="between one and 6 topics"):
        publish_record(
            type="report",
            title="T",
            summary="S",
            topics=topics,
            creators=[],
            on=timezone.localdate(),
        )


def test_a_record_page_shows_everything_and_escapes_it(client):
    record = RecordFactory(
        title="<script>alert(1)</script> & more",
        year=None,
        geography="England; Leeds",
        url="https://example.org/cold",
        where_seen="example.org",
    )
    other = RecordFactory(title="Its sister", topics=list(record.topics.all()))

    html = client.get(record.get_absolute_url()).content.decode()

    assert "<script>alert" not in html
    for words in (
        "England; Leeds",
        "https://example.org/cold",
        "Not known",
        "example.org",
        "Version 1",
    ):
        assert words in html
    assert other.get_absolute_url() in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/library/{record.pk}/">' in html


@pytest.mark.parametrize(
    ("roles", "shown"), [(None, []), ([], ["discuss"]), ([Role.FACILITATOR], ["discuss", "cite"])]
)
def test_a_record_leads_to_what_the_reader_can_do_with_it(client, roles, shown):
    record = RecordFactory()
    if roles is not None:
        client.force_login(UserFactory(roles=roles))

    html = client.get(record.get_absolute_url()).content.decode()

    links = {
        "discuss": f"{reverse('networks:discussion_choose')}?record={record.pk}",
        "cite": f"{reverse('courses:cite_record')}?record={record.pk}",
    }
    assert [name for name, link in links.items() if link in html] == shown


def test_a_replaced_version_says_so_and_the_newest_does_not(client):
    record = RecordFactory(body="First text")
    deposit_version(record=record, body="Second text", note="Results", by=None, at=NOW)

    old = client.get(reverse("library:version_detail", args=[record.pk, 1])).content.decode()
    new = client.get(record.get_absolute_url()).content.decode()

    assert ("First text" in old, "It was replaced by version 2 on 2 March 2026" in old) == (
        True,
        True,
    )
    assert ("Second text" in new, "It was replaced" in new) == (True, False)
    assert client.get(reverse("library:version_detail", args=[record.pk, 3])).status_code == 404


def test_a_withdrawn_record_leaves_a_tombstone_with_its_reason(client):
    record = RecordFactory(title="Gone", state=RecordState.WITHDRAWN)
    pages = [record.get_absolute_url(), reverse("library:version_detail", args=[record.pk, 1])]

    for page in pages:
        response = client.get(page)

        assert response.status_code == 410
        assert "It was published by mistake." in response.content.decode()
    assert client.get(reverse("library:record_detail", args=[record.pk + 1])).status_code == 404


@pytest.mark.parametrize("is_member", [False, True])
def test_used_by_shows_what_the_reader_may_know(client, is_member):
    record = RecordFactory()
    for audience in Audience:
        cite_version(
            version=record.current_version,
            source_key=f"lesson:{audience}",
            label=f"Lesson for {audience}",
            address="/courses/",
            audience=audience,
            at=NOW,
        )
    if is_member:
        client.force_login(UserFactory())

    used = client.get(record.get_absolute_url()).context["used_by"]

    seen = {"public", "members"} if is_member else {"public"}
    assert {use.label for use in used} == {f"Lesson for {audience}" for audience in seen}


def test_citing_again_corrects_the_line_and_removing_takes_it_away():
    record = RecordFactory()
    words = {"source_key": "lesson:1", "address": "/a/", "audience": "public"}
    cite_version(version=record.current_version, label="Old", at=NOW, **words)

    cite_version(
        version=record.current_version, label="New", at=NOW + dt.timedelta(days=1), **words
    )

    assert list(Citation.objects.values_list("label", "cited_at")) == [("New", NOW)]
    remove_citation(source_key="lesson:1")
    remove_citation(source_key="lesson:1")
    assert not Citation.objects.exists()


@pytest.mark.parametrize("is_member", [False, True])
def test_a_record_page_takes_the_same_queries_whatever_stands_on_it(client, is_member):
    records = [_record_with(count) for count in (1, 4)]
    if is_member:
        client.force_login(UserFactory())

    of_one, of_four = queries_of(client, *(record.get_absolute_url() for record in records))

    assert of_one == of_four


def _record_with(count):
    """Return a record with so many topics, authors, related records, files and citations."""
    topics = TopicFactory.create_batch(count)
    record = RecordFactory(
        topics=topics, creators=[CreatorName(f"Ada Byron {n}") for n in range(count)]
    )
    RecordFactory.create_batch(count, topics=topics)
    for n in range(count):
        FileFactory(record=record, content=CSV + b"a,%d\n" % n)
        cite_version(
            version=record.current_version,
            source_key=f"l:{record.pk}:{n}",
            label="L",
            address="/",
            audience="public",
            at=NOW,
        )
    return record


AUTHOR, EDITOR, CHAIR, ISSUER = (
    CreatorRole.AUTHOR,
    CreatorRole.EDITOR,
    CreatorRole.CHAIR,
    CreatorRole.ISSUER,
)


@pytest.mark.parametrize(
    ("people", "fields", "text"),
    [
        ([("Michael Marmot", AUTHOR)], {}, "Marmot, M. (2010) Cold Homes. Press."),
        (
            [("Ada Byron", AUTHOR), ("Jan van Dyke", AUTHOR)],
            {},
            "Byron, A. and van Dyke, J. (2010) Cold Homes. Press.",
        ),
        (
            [(f"Ada{n} Byron{n}", AUTHOR) for n in range(4)],
            {},
            "Byron0, A. et al. (2010) Cold Homes. Press.",
        ),
        ([("Erik Blas", EDITOR)], {}, "Blas, E. (ed.) (2010) Cold Homes. Press."),
        (
            [("Erik Blas", EDITOR), ("James N. Weinstein", EDITOR)],
            {},
            "Blas, E. and Weinstein, J.N. (eds) (2010) Cold Homes. Press.",
        ),
        ([("Douglas Black", CHAIR)], {}, "Black, D. (2010) Cold Homes. Press."),
        ([], {}, "Cold Homes (2010). Press."),
        ([], {"year": None, "publisher": ""}, "Cold Homes (no date)."),
        ([("Ada Byron", AUTHOR)], {"title": "Why?", "publisher": ""}, "Byron, A. (2010) Why?"),
        ([("山田太郎", AUTHOR)], {}, "山田太郎 (2010) Cold Homes. Press."),
        ([("محمد علي", AUTHOR)], {}, "محمد علي (2010) Cold Homes. Press."),
        ([("Anne-Marie O’Rourke", AUTHOR)], {}, "O’Rourke, A.-M. (2010) Cold Homes. Press."),
        (
            [("Ada Byron", AUTHOR)],
            {"has_more_creators": True},
            "Byron, A. et al. (2010) Cold Homes. Press.",
        ),
        (
            [("Ada Byron", AUTHOR)],
            {"url": "https://example.org/a"},
            "Byron, A. (2010) Cold Homes. Press. Available at: https://example.org/a",
        ),
    ],
)
def test_a_citation_follows_the_harvard_style(people, fields, text):
    creators = [CreatorName(name, role=role) for name, role in people]
    words = {"title": "Cold Homes", "year": 2010, "publisher": "Press", **fields}
    record = publish_record(
        type="report",
        summary="S",
        topics=[TopicFactory()],
        creators=creators,
        on=timezone.localdate(),
        **words,
    )

    assert harvard(describe_work(record)) == text


def test_what_stands_in_full_in_our_library_is_cited_as_published_by_us(settings):
    record = RecordFactory(title="Brushing teeth", year=2026, body="We brushed.")
    record = Record.objects.get(pk=record.pk)

    assert harvard(describe_work(record)) == (
        f"Byron, A. (2026) Brushing teeth. {settings.INSTITUTE_NAME}. "
        f"Available at: {settings.SITE_URL}{record.get_absolute_url()}"
    )


def test_a_licence_leads_to_its_text_and_where_we_saw_it_is_for_editors(client):
    record = RecordFactory(licence="CC-BY-4.0", where_seen="A shelf in the office")

    everyone = client.get(record.get_absolute_url()).content.decode()
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    editor = client.get(record.get_absolute_url()).content.decode()

    assert 'href="https://creativecommons.org/licenses/by/4.0/"' in everyone
    assert ["A shelf in the office" in page for page in (everyone, editor)] == [False, True]


def test_a_corporate_author_is_cited_whole_and_once():
    who = OrganisationFactory(name="World Health Organization")
    record = RecordFactory(
        title="Handbook",
        publisher="World Health Organization",
        year=2013,
        creators=[CreatorName(who.name, organisation=who)],
    )

    assert harvard(describe_work(record)) == "World Health Organization (2013) Handbook."


@pytest.mark.parametrize(
    ("name", "sorted_as"),
    [
        ("Ada Byron", "Byron, Ada"),
        ("Cesar G Victora", "Victora, Cesar G"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr."),
        ("Plato", "Plato"),
        ("Byron, Ada", "Byron, Ada"),
        ("Ω Name", "Ω Name"),
    ],
)
def test_sort_name_puts_the_family_name_first_where_it_can_be_known(name, sorted_as):
    assert sort_name(name) == sorted_as


def test_withdraw_and_restore_leave_a_history_and_are_refused_in_the_wrong_state():
    editor = UserFactory(roles=[Role.EDITOR])
    record = RecordFactory()

    withdraw_record(record=record, reason="Wrong figures.", by=editor, at=NOW)
    with pytest.raises(TransitionNotAllowed):
        withdraw_record(record=record, reason="Again.", by=editor, at=NOW)
    record.refresh_from_db()
    assert (record.state, record.withdrawal_reason) == (RecordState.WITHDRAWN, "Wrong figures.")
    restore_record(record=record, by=editor, at=NOW)
    with pytest.raises(TransitionNotAllowed):
        restore_record(record=record, by=editor, at=NOW)

    history = Transition.objects.of(record).values_list("move", "actor", "note")
    assert list(history) == [("withdraw", editor.pk, "Wrong figures."), ("restore", editor.pk, "")]
    record.refresh_from_db()
    assert (record.state, record.withdrawal_reason) == (RecordState.PUBLISHED, "")


def test_withdraw_needs_a_reason():
    with pytest.raises(ValidationError, match="Enter the reason"):
        withdraw_record(record=RecordFactory(), reason=" ", by=UserFactory(), at=NOW)


def test_a_withdrawn_record_takes_no_correction_and_no_version():
    record = RecordFactory(state=RecordState.WITHDRAWN)

    with pytest.raises(ValidationError, match="Restore it first"):
        deposit_version(record=record, body="", note="", by=None, at=NOW)
    with pytest.raises(ValidationError, match="Restore it first"):
        correct_record(
            record=record, changes={"title": "New"}, topics=[TopicFactory()], creators=[], at=NOW
        )

    assert Version.objects.count() == 1
