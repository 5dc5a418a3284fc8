"""Adding a work with all that its type needs, and the tree of places."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Organisation
from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.records import publish_record
from library.catalogue.actions.starter_data import place_records
from library.catalogue.models import Record
from library.catalogue.subjects import Subject, subjects_of
from library.catalogue.type_fields import type_fields_of
from library.data import place_tree, term_groups
from library.finding.models import SearchRow
from library.vocabularies.actions.places import add_place, correct_place, load_places
from library.vocabularies.actions.terms import load_terms
from library.vocabularies.choices import RecordType
from library.vocabularies.models import Place, Term
from library.vocabularies.place_names import PlaceNames
from tests.shared import shared

pytestmark = pytest.mark.django_db
SUMMARY = (
    "What one city did about cold homes, for whom, and what came of it after two winters. " * 2
)


@shared
def vocabularies():
    load_places(tree=place_tree())
    load_terms(groups=term_groups())


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def words_for(type_, **changes):
    own = {
        field.name: "2026-01-05" if field.input == "day" else f"Words on {field.name}"
        for field in type_fields_of(type_)
        if field.is_required
    }
    return {
        **own,
        "form_key": str(uuid.uuid4()),
        "title": "Warm homes",
        "summary": SUMMARY,
        "people": "Ada Byron 0000-0002-1825-0097\nErik Blas (ed.)",
        "organisations": "City of Northfield (issuer)",
        "issued": "2025-03",
        "publisher": "City of Northfield",
        "container": "Journal of Warmth",
        "doi": "https://doi.org/10.1136/BMJ.m693",
        "isbn": "0-306-40615-2",
        "language": "cy",
        "licence": "CC-BY-4.0",
        "evidence_kind": "statistics",
        "topics": [TopicFactory().code],
        "places": "Luton",
        "populations": ["children"],
        "settings": ["school", "home"],
        **changes,
    }


@pytest.mark.parametrize("type_", RecordType.values)
def test_a_work_of_each_type_is_added_whole(client, editor, vocabularies, type_):
    page = reverse("library:record_new_type", args=[type_])

    response = client.post(page, words_for(type_))

    record = Record.objects.get()
    assert response.url == record.get_absolute_url()
    assert (record.type, record.issued.in_words, record.doi, record.isbn, record.language) == (
        type_,
        "March 2025",
        "10.1136/bmj.m693",
        "9780306406157",
        "cy",
    )
    assert list(record.creators.order_by("position").values_list("name", "role", "orcid")) == [
        ("Ada Byron", "author", "0000-0002-1825-0097"),
        ("Erik Blas", "editor", ""),
        ("City of Northfield", "issuer", ""),
    ]
    subjects = subjects_of(record)
    assert [place.code for place in subjects.places] == ["luton"]
    assert [term.code for term in subjects.populations] == ["children"]
    assert [term.code for term in subjects.settings] == ["home", "school"]
    assert (record.lacks, record.depositor) == ([], editor)
    html = client.get(response.url).content.decode()
    for words in ("Luton", "March 2025", "Welsh", "Children of school age", "10.1136/bmj.m693"):
        assert words in html


@pytest.mark.parametrize("type_", RecordType.values)
def test_an_empty_form_asks_beside_each_field_and_writes_nothing(client, editor, type_):
    page = reverse("library:record_new_type", args=[type_])

    form = client.post(page, {"organisations": " "}).context["form"]

    own = {field.name for field in type_fields_of(type_) if field.is_required}
    assert {"title", "summary", "topics", "people", "language", *own} <= set(form.errors)
    assert not Record.objects.exists()
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("summary", "Too short.", "at least 150 characters. You have written 10"),
        ("people", "Ada Byron 0000-0002-1825-0098", "is not a valid ORCID iD"),
        ("isbn", "0-306-40615-3", "not a valid ISBN"),
        ("doi", "example.org/x", "Enter a DOI"),
        ("issued", "2025-02-30", "no such day"),
        ("places", "Atlantis", "Not in the list of places: Atlantis"),
        ("populations", ["martians"], "martians is not one of the available choices"),
        ("language", "tlh", "tlh is not one of the available choices"),
    ],
)
def test_what_does_not_hold_is_told_beside_its_field_and_kept(
    client, editor, vocabularies, field, text, told
):
    words = words_for("report", **{field: text})

    response = client.post(reverse("library:record_new_type", args=["report"]), words)

    form = response.context["form"]
    assert list(form.errors) == [field]
    assert told in str(form.errors[field])
    assert form[field].value() == text
    assert not Record.objects.exists()


def test_the_same_form_adds_one_record_and_other_words_are_not_lost(client, editor, vocabularies):
    page = reverse("library:record_new_type", args=["report"])
    words = words_for("report")

    answers = [client.post(page, words).url for _click in range(2)]
    other = client.post(page, words | {"title": "Warmer homes"})

    assert answers == [Record.objects.get().get_absolute_url()] * 2
    assert other.context["form"]["title"].value() == "Warmer homes"


def test_only_editors_add_records(client):
    client.force_login(UserFactory(roles=[Role.FACILITATOR]))

    statuses = [
        client.get(reverse("library:record_new")).status_code,
        client.post(reverse("library:record_new_type", args=["report"])).status_code,
    ]

    assert statuses == [403, 403]


def test_no_other_types_than_those_of_the_catalogue_are_added(client, editor):
    assert client.get(reverse("library:record_new_type", args=["poem"])).status_code == 404
    assert client.get(reverse("library:record_new")).status_code == 200


def test_a_record_says_to_editors_what_it_lacks(client, editor):
    record = RecordFactory(type="article", url="https://example.org/a")

    html = client.get(record.get_absolute_url()).content.decode()

    assert record.lacks == ["container", "summary"]
    assert "Enter the journal or book it appeared in." in html


def test_what_only_its_type_has_is_text_of_the_version(client):
    record = publish_record(
        type="case-study",
        title="Warm homes",
        summary=SUMMARY,
        topics=[TopicFactory()],
        creators=[],
        on=RecordFactory().published_at.date(),
        particulars={"problem": "Cold **homes**\n\n# Why", "cost": "£9"},
    )

    html = record.current_version.body_html

    assert html.index("Problem") < html.index("Cold <strong>homes</strong>") < html.index("£9")
    assert SearchRow.objects.get(record=record).body.split()[:3] == ["Problem", "Cold", "homes"]


def test_places_in_words_are_found_in_the_tree(vocabularies):
    names = PlaceNames()

    def read(text):
        places, rest = names.read(text)
        return [place.code for place in places], rest

    assert read("England; Luton") == (["luton"], "")
    assert read("UK") == (["united-kingdom"], "")
    assert read("England; Wales") == (["england", "wales"], "")
    assert read("Marsh Farm; Luton") == (["luton"], "Marsh Farm; Luton")
    assert read("") == ([], "")


def test_records_that_named_a_place_in_words_are_about_it_once_it_is_known():
    # Others of the module share the tree.
    Place.objects.update(parent=None)
    Place.objects.all().delete()
    record = RecordFactory(geography="England; Luton")

    load_places(tree=place_tree())
    place_records()

    record.refresh_from_db()
    assert (record.geography, [place.code for place in record.places.all()]) == ("", ["luton"])
    assert Place.objects.get(code="luton").codes == [
        "europe",
        "united-kingdom",
        "england",
        "east-of-england",
        "luton",
    ]


def test_loading_the_vocabularies_twice_changes_nothing(vocabularies):
    before = list(Place.objects.order_by("pk").values()), list(Term.objects.order_by("pk").values())

    load_places(tree=place_tree())
    load_terms(groups=term_groups())

    assert before == (
        list(Place.objects.order_by("pk").values()),
        list(Term.objects.order_by("pk").values()),
    )


def test_a_place_that_moves_takes_along_what_lies_in_it(vocabularies):
    wales = Place.objects.get(code="wales")
    valley = add_place(name="Nant-y-Glo", parent=Place.objects.get(code="gwent"))

    correct_place(
        place=Place.objects.get(code="gwent"), name="Gwent Fwyaf", parent=None, also=["Gwent"]
    )

    valley.refresh_from_db()
    assert (valley.path, valley.code) == ("gwent/nant-y-glo", "nant-y-glo")
    assert not Place.objects.within(wales).filter(pk=valley.pk).exists()


def test_a_place_is_added_once_and_cannot_lie_in_itself(vocabularies):
    wales = Place.objects.get(code="wales")

    twice = {add_place(name=name, parent=wales).pk for name in ("Ceredigion", " ceredigion ")}
    other = add_place(name="Ceredigion", parent=None)

    assert len(twice) == 1
    assert other.code == "ceredigion-2"
    with pytest.raises(ValidationError, match="cannot be inside itself"):
        correct_place(place=wales, name="Wales", parent=Place.objects.get(code="gwent"), also=[])


def test_subjects_take_one_query_a_kind(vocabularies, django_assert_num_queries):
    topics = TopicFactory.create_batch(3)
    record = RecordFactory(
        topics=topics,
        places=Place.objects.filter(code__in=["wales", "luton"]),
        terms=Term.objects.filter(code="school"),
    )

    with django_assert_num_queries(3):
        subjects = subjects_of(record)

    assert subjects.topics == [Subject(t.pk, t.code, t.label) for t in topics]
    assert [place.label for place in subjects.places] == ["Luton", "Wales"]
    assert [term.label for term in subjects.settings] == ["School and nursery"]
