"""Records that are related to each other, merged, or may describe the same work."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.citations import cite_version
from library.catalogue.actions.featured import feature_record
from library.catalogue.actions.merging import merge_records
from library.catalogue.actions.records import restore_record, withdraw_record
from library.catalogue.actions.relations import relate_records, remove_relation
from library.catalogue.models import Citation, Record, Relation
from library.curation.duplicates import possible_duplicates
from library.data import place_tree, term_groups
from library.finding.models import SearchRow
from library.vocabularies.actions.places import load_places
from library.vocabularies.actions.terms import load_terms
from library.vocabularies.choices import RelationKind
from library.vocabularies.models import Place
from tests.query_counts import queries_of
from workflow.models import Transition

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SUPERSEDES, PART_OF = RelationKind.SUPERSEDES, RelationKind.PART_OF


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def test_a_tie_is_read_from_both_ends(client, editor):
    new, old = RecordFactory(title="Ten years on", year=2020), RecordFactory(title="First review")
    page = reverse("library:relation_list", args=[new.pk])

    for _twice in range(2):
        client.post(page, {"kind": "supersedes", "other": old.pk})

    assert list(Relation.objects.values_list("record", "kind", "target")) == [
        (new.pk, "supersedes", old.pk)
    ]
    assert "This work supersedes" in client.get(new.get_absolute_url()).content.decode()
    html = client.get(old.get_absolute_url()).content.decode()
    assert "There is a newer work" in html
    assert "This work is superseded by" in html


def test_a_tie_can_be_made_from_the_other_end(client, editor):
    part, whole = RecordFactory(), RecordFactory()

    client.post(
        reverse("library:relation_list", args=[whole.pk]),
        {"kind": "inverse-part-of", "other": part.pk},
    )

    assert list(Relation.objects.values_list("record", "kind", "target")) == [
        (part.pk, "part-of", whole.pk)
    ]


def test_a_tie_is_taken_away_and_stays_away(client, editor):
    tie = relate_records(record=RecordFactory(), kind=PART_OF, target=RecordFactory(), at=NOW)
    page = reverse("library:relation_remove", args=[tie.record_id, tie.pk])

    answers = [client.post(page).status_code for _click in range(2)]

    assert (answers, Relation.objects.count()) == ([302, 302], 0)


def test_ties_count_as_a_change_of_both_records():
    one, two = RecordFactory(), RecordFactory()
    later = NOW + timezone.timedelta(days=1)

    tie = relate_records(record=one, kind=PART_OF, target=two, at=later)
    remove_relation(relation=tie, at=later + timezone.timedelta(days=1))

    changed = set(Record.objects.values_list("changed_at", flat=True))
    assert changed == {later + timezone.timedelta(days=1)}


def test_ties_never_lead_in_a_circle():
    one, two, three = RecordFactory.create_batch(3)
    relate_records(record=one, kind=SUPERSEDES, target=two, at=NOW)
    relate_records(record=two, kind=SUPERSEDES, target=three, at=NOW)

    with pytest.raises(ValidationError, match="loop"):
        relate_records(record=three, kind=SUPERSEDES, target=one, at=NOW)
    with pytest.raises(ValidationError, match="itself"):
        relate_records(record=one, kind=PART_OF, target=one, at=NOW)

    assert Relation.objects.count() == 2


def test_strangers_see_no_ties_to_what_is_withdrawn(client):
    one, two = RecordFactory(), RecordFactory(title="Hidden work")
    relate_records(record=one, kind=PART_OF, target=two, at=NOW)
    withdraw_record(record=two, reason="Wrong.", by=UserFactory(), at=NOW)

    assert "Hidden work" not in client.get(one.get_absolute_url()).content.decode()
    with pytest.raises(ValidationError, match="withdrawn"):
        relate_records(record=one, kind=SUPERSEDES, target=two, at=NOW)


def test_merging_fills_gaps_moves_ties_and_leaves_a_redirect(client, editor):
    load_places(tree=place_tree())
    load_terms(groups=term_groups())
    topics = TopicFactory.create_batch(2)
    kept = RecordFactory(title="Fair Society", year=2010, topics=topics[:1])
    gone = RecordFactory(
        title="Fair society, healthy lives",
        year=2010,
        month=2,
        doi="10.1000/fair",
        topics=topics,
        places=Place.objects.filter(code="england"),
    )
    third = RecordFactory()
    relate_records(record=third, kind=PART_OF, target=gone, at=NOW)
    cite_version(
        version=gone.current_version,
        source_key="l:1",
        label="A lesson",
        address="/",
        audience="public",
        at=NOW,
    )
    feature_record(record=gone, starts_on=NOW.date(), ends_on=NOW.date(), by=None)
    page = reverse("library:record_merge", args=[gone.pk])
    preview = client.get(page, {"into": kept.pk})

    answers = [client.post(page, {"into": kept.pk}).url for _click in range(2)]

    assert [label for label, _value in preview.context["taken_over"]] == ["DOI", "year", "month"]
    assert answers == [kept.get_absolute_url()] * 2
    kept.refresh_from_db()
    assert (kept.title, kept.doi, str(kept.issued)) == ("Fair Society", "10.1000/fair", "2010-02")
    assert set(kept.topics.all()) == set(topics)
    assert kept.place_names == ["England"]
    assert list(Relation.objects.values_list("record", "target")) == [(third.pk, kept.pk)]
    assert list(Citation.objects.of(kept).values_list("label", flat=True)) == ["A lesson"]
    assert kept.featured_on.count() == 1
    moved = client.get(gone.get_absolute_url())
    assert (moved.status_code, moved.url) == (301, kept.get_absolute_url())
    assert not SearchRow.objects.filter(record=gone).exists()
    assert [move.move for move in Transition.objects.of(gone)] == ["withdraw"]


def test_a_merge_is_undone_by_restoring_the_duplicate(client, editor):
    kept, gone = RecordFactory(), RecordFactory()
    merge_records(duplicate=gone, into=kept, by=editor, at=NOW)

    restore_record(record=gone, by=editor, at=NOW)

    gone.refresh_from_db()
    assert (gone.is_published, gone.replaced_by) == (True, None)
    assert client.get(gone.get_absolute_url()).status_code == 200


def test_a_record_merged_into_a_merged_one_leads_to_the_last(client, editor):
    first, second, third = RecordFactory.create_batch(3)
    merge_records(duplicate=first, into=second, by=editor, at=NOW)

    merge_records(duplicate=second, into=third, by=editor, at=NOW)

    assert client.get(first.get_absolute_url()).url == third.get_absolute_url()


@pytest.mark.parametrize("other", ["itself", "withdrawn", "999999", "x", ""])
def test_only_two_readable_records_are_merged(client, editor, other):
    record, withdrawn = RecordFactory(), RecordFactory(state="withdrawn")
    into = {"itself": record.pk, "withdrawn": withdrawn.pk}.get(other, other)

    response = client.post(reverse("library:record_merge", args=[record.pk]), {"into": into})

    assert response.status_code == 200
    record.refresh_from_db()
    assert record.is_published


def test_possible_duplicates_share_what_two_works_seldom_share():
    same_doi = [RecordFactory(doi="10.1000/a", year=year) for year in (2001, 2002)]
    same_title = [RecordFactory(title=title, year=2010) for title in ("Cold Homes", "COLD homes")]
    RecordFactory(title="Cold homes", year=2011)

    groups = [(str(group.reason), group.records) for group in possible_duplicates()]

    assert groups == [("The same DOI", same_doi), ("The same title and year", same_title)]


def test_the_pages_for_ties_take_the_same_queries_whatever_their_length(client, editor):
    record = RecordFactory(doi="10.1000/a")
    pages = [
        reverse("library:relation_list", args=[record.pk]),
        reverse("library:record_merge", args=[record.pk]),
        reverse("library:duplicate_list"),
        record.get_absolute_url(),
    ]
    counts = []
    for more in (1, 3):
        for _each in range(more):
            other = RecordFactory(doi="10.1000/a")
            relate_records(record=record, kind=PART_OF, target=other, at=NOW)
        counts.append(queries_of(client, *pages))

    assert counts[0] == counts[1]


def test_only_editors_tie_and_merge(client):
    record = RecordFactory()
    client.force_login(UserFactory(roles=[Role.FACILITATOR]))

    statuses = {
        client.post(reverse(f"library:{name}", args=[record.pk])).status_code
        for name in ("relation_list", "record_merge")
    } | {client.get(reverse("library:duplicate_list")).status_code}

    assert statuses == {403}


def test_editors_keep_the_tree_of_places(client, editor):
    load_places(tree=place_tree())
    page = reverse("library:place_list")

    for _twice in range(2):
        client.post(page, {"name": "Ynys Môn", "parent": "wales", "other_names": "Anglesey"})
    empty = client.post(page, {"name": ""})
    edit = reverse("library:place_edit", args=["ynys-mon"])
    client.post(edit, {"name": "Anglesey", "parent": "gwent", "other_names": "Ynys Môn"})
    stale = client.post(
        edit, {"name": "Mona", "parent": "wales", "other_names": "", "edit_number": 0}
    )

    place = Place.objects.get(code="ynys-mon")
    assert (place.name, place.parent.code, place.also) == ("Anglesey", "gwent", ["Ynys Môn"])
    assert empty.context["form"].errors == {"name": ["Enter the name of the place."]}
    assert stale.status_code == 409
    assert {str(label): text for label, text in stale.context["conflict"]} == {
        "Name": "Anglesey",
        "Part of": "Gwent",
        "Other names": "Ynys Môn",
    }


def test_a_place_is_not_put_into_what_lies_in_it(client, editor):
    load_places(tree=place_tree())

    response = client.post(
        reverse("library:place_edit", args=["wales"]), {"name": "Wales", "parent": "gwent"}
    )

    assert response.context["form"].errors == {"parent": ["A place cannot be inside itself."]}
