"""Editing many records at once: chosen, previewed, done, undone."""

import datetime as dt
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.roles import Role
from core.forms.form_keys import AlreadySubmitted
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.records import withdraw_record
from library.catalogue.models import Record
from library.curation.actions.bulk_edits import bulk_edit, undo_bulk_edit
from library.curation.bulk_changes import Change, for_bulk, plan_change
from library.curation.models import BulkChange, BulkEdit
from library.finding.search_address import run_search
from library.vocabularies.actions.places import add_place
from library.vocabularies.choices import TermKind
from library.vocabularies.models import Term

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
PAGE = "/library/bulk/new/"


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def topics_of(record):
    return sorted(record.topics.values_list("code", flat=True))


def edit(*records, by=None, key=None, **change):
    return bulk_edit(
        keys=[record.pk for record in records],
        change=Change(**change),
        by=by or UserFactory(),
        at=NOW,
        key=key or uuid4(),
    )


def undo(made):
    return undo_bulk_edit(edit=made, by=UserFactory(), at=NOW)


def test_an_editor_chooses_looks_changes_and_undoes(client, editor):
    cold, damp = TopicFactory(code="cold", label="Cold"), TopicFactory(code="damp", label="Damp")
    first = RecordFactory(title="First", topics=[cold])
    second = RecordFactory(title="Second", topics=[damp])
    asked = f"{PAGE}?record={first.pk}&record={second.pk}&record=nonsense"
    shown = client.get(asked)
    sent = {
        "form_key": str(uuid4()),
        "records": shown.context["form"]["records"].value(),
        "add_topics": ["damp"],
        "language": "cy",
    }

    preview = client.post(PAGE, {**sent, "preview": "yes"})
    untouched = [topics_of(first), topics_of(second)]
    for _click in range(2):
        client.post(PAGE, {**sent, "save": "yes"})

    assert list(shown.context["records"]) == [first, second]
    assert [(plan.record, plan.lines) for plan in preview.context["changing"]] == [
        (first, ["+ Damp", "language: English → Welsh"]),
        (second, ["language: English → Welsh"]),
    ]
    assert untouched == [["cold"], ["damp"]]
    made = BulkEdit.objects.get()
    assert (made.words, made.changes.count()) == ("add Damp; language: Welsh", 2)
    assert (topics_of(first), topics_of(second)) == (["cold", "damp"], ["damp"])
    assert set(Record.objects.values_list("language", flat=True)) == {"cy"}

    for _click in range(2):
        client.post(reverse("library:bulk_edit_undo", args=[made.pk]))

    assert (topics_of(first), topics_of(second)) == (["cold"], ["damp"])
    assert set(Record.objects.values_list("language", flat=True)) == {"en"}
    page = client.get(reverse("library:bulk_edit_list")).content.decode()
    assert "Undone by" in page


def test_a_search_is_edited_together(client, editor):
    RecordFactory(title="Cold homes")
    RecordFactory(title="Parks")

    shown = client.get(f"{PAGE}?q=cold")

    assert [record.title for record in shown.context["records"]] == ["Cold homes"]


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({}, {"__all__": ["Choose what to change."]}),
        (
            {"add_topics": ["cold"], "remove_topics": ["cold"]},
            {"remove_topics": ["You chose to both add and remove: Cold."]},
        ),
        ({"records": "1,x"}, {"records": ["These are not records of the library."]}),
        ({"language": "xx"}, None),
        ({"add_places": "Atlantis"}, None),
    ],
)
def test_a_change_that_makes_no_sense_says_why_and_changes_nothing(client, editor, sent, problem):
    TopicFactory(code="cold", label="Cold")
    record = RecordFactory()

    answer = client.post(PAGE, {"records": str(record.pk), "save": "yes", **sent})

    errors = answer.context["form"].errors
    assert errors == problem if problem else errors
    assert not BulkEdit.objects.exists()


def test_a_record_in_which_a_rule_would_break_is_left_alone_and_says_why():
    topics = TopicFactory.create_batch(7)
    full, only, other = (
        RecordFactory(title="A", topics=topics[:6]),
        RecordFactory(title="B", topics=topics[5:6]),
        RecordFactory(title="C", topics=topics[4:6]),
    )
    change = {"adds": {}, "removes": {"topics": [topics[5]]}}

    one = [
        plan_change(record, Change(adds={"topics": [topics[6]]})) for record in for_bulk([full.pk])
    ]
    plans = [plan_change(r, Change(**change)) for r in for_bulk([only.pk, other.pk])]
    made = edit(only, other, **change)

    assert [plan.problem for plan in one] == ["It would have 7 topics. The limit is 6."]
    assert [plan.problem for plan in plans] == ["It would have no topic.", ""]
    assert [change.record for change in made.changes.all()] == [other]


def test_a_place_replaces_the_wider_one_and_undoing_brings_it_back():
    england = add_place(name="England", parent=None)
    leeds = add_place(name="Leeds", parent=england)
    record = RecordFactory(places=[england])

    made = edit(record, adds={"places": [leeds]})
    narrow = list(record.places.all())
    undo(made)

    assert (narrow, list(record.places.all())) == ([leeds], [england])


def test_the_index_follows_an_edit_and_its_undoing():
    cold = TopicFactory(code="cold", label="Cold")
    record = RecordFactory()

    def found():
        return run_search(QueryDict("topic=cold"), user=UserFactory()).keys(0, 5)

    made = edit(record, adds={"topics": [cold]})
    after = found()
    undo(made)

    assert (after, found()) == ([record.pk], [])


def test_undoing_leaves_alone_what_was_changed_since():
    cold, damp = TopicFactory(), TopicFactory()
    record, gone = RecordFactory(publisher="Old"), RecordFactory(publisher="Old")
    made = edit(record, gone, adds={"topics": [cold]}, sets={"publisher": "New"})
    record.topics.add(damp)
    Record.objects.filter(pk=record.pk).update(publisher="Newer")
    withdraw_record(record=gone, reason="Wrong.", by=UserFactory(), at=NOW)

    undo(made)

    record.refresh_from_db()
    assert record.publisher == "Newer"
    assert cold not in record.topics.all()
    assert damp in record.topics.all()
    kept = dict(BulkChange.objects.values_list("record", "kept"))
    assert kept == {record.pk: ["publisher"], gone.pk: ["publisher", "topics"]}


def test_what_a_record_lacks_follows():
    record = RecordFactory(
        summary="What one place tried. " * 10, publisher="", url="https://example.org/"
    )

    made = edit(record, sets={"publisher": "A press"})
    record.refresh_from_db()
    lacks = record.lacks
    undo(made)
    record.refresh_from_db()

    assert (lacks, record.lacks) == ([], ["publisher"])


def test_groups_and_settings_are_kept_apart_by_nothing_but_their_kind():
    group = Term.objects.create(kind=TermKind.POPULATION, code="children", label="Children")
    place = Term.objects.create(kind=TermKind.SETTING, code="school", label="School")
    record = RecordFactory(terms=[group])

    edit(record, adds={"terms": [place]}, removes={"terms": [group]})

    assert list(record.terms.all()) == [place]


def test_other_words_under_the_same_key_are_told_so():
    record, by, key = RecordFactory(), UserFactory(), uuid4()
    edit(record, by=by, key=key, sets={"publisher": "One"})

    with pytest.raises(AlreadySubmitted):
        edit(record, by=by, key=key, sets={"publisher": "Two"})


def test_only_editors_edit_together(client):
    made = edit(RecordFactory(), sets={"publisher": "P"})
    client.force_login(UserFactory())

    answers = [
        client.get(PAGE).status_code,
        client.get(reverse("library:bulk_edit_list")).status_code,
        client.post(reverse("library:bulk_edit_undo", args=[made.pk])).status_code,
    ]

    assert answers == [403, 403, 403]


@pytest.mark.parametrize("count", [1, 4])
def test_the_preview_takes_as_many_queries_whatever_is_chosen(
    client, editor, django_assert_num_queries, count
):
    records = ",".join(str(record.pk) for record in RecordFactory.create_batch(count))
    client.post(PAGE, {"records": records, "language": "cy"})

    with django_assert_num_queries(10):
        page = client.post(PAGE, {"records": records, "language": "cy"})

    assert len(page.context["changing"]) == count


@pytest.mark.parametrize("button", ["preview", "save"])
@pytest.mark.parametrize("sent", [{}, {"records": ""}, {"records": "x,,1"}])
def test_an_edit_of_no_records_is_asked_again(client, editor, button, sent):
    answer = client.post(PAGE, {**sent, button: "yes", "language": "cy"})

    assert (list(answer.context["form"].errors), BulkEdit.objects.count()) == (["records"], 0)
