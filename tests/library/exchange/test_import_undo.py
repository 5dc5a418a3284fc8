"""Undoing an import: what it brought is withdrawn, what it replaced comes back, what was edited since stays."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library import tasks
from library.catalogue.actions.merging import merge_records
from library.catalogue.actions.records import correct_record, restore_record, withdraw_record
from library.catalogue.models import Record
from library.exchange.actions.imports import drop_import
from library.exchange.actions.steps import WrongImportStep
from library.exchange.actions.undoing import queue_undo, undo_import
from library.exchange.importing.differences import values_of
from library.exchange.models import Import, ImportChange
from library.vocabularies.actions.places import add_place
from library.vocabularies.names import CreatorName
from tests.library.exchange.test_importing import CSV, NOW, ROW, ours, read, written
from workflow.models import Transition

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return TopicFactory(code="cold", label="Cold homes")


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def undone(done, by=None):
    queue_undo(begun=done, by=by or UserFactory(), at=NOW)
    return undo_import(begun=done, at=NOW)


def corrected(record, **changes):
    topics = changes.pop("topics", record.topics.all())
    creators = changes.pop("creators", [CreatorName("Ada Byron")])
    correct_record(record=record, changes=changes, topics=topics, creators=creators, at=NOW)


def test_new_records_are_withdrawn_with_a_reason_and_their_history(topic):
    editor = UserFactory()
    done = written(CSV + ROW)
    record = Record.objects.get()

    after = undone(done, by=editor)

    record.refresh_from_db()
    assert (after.state, after.undone_by, after.undone_at) == ("undone", editor, NOW)
    assert (record.state, record.withdrawal_reason) == (
        "withdrawn",
        "It was added by an import that was undone.",
    )
    move = Transition.objects.of(record).get()
    assert (move.move, move.actor, move.note) == ("withdraw", editor, record.withdrawal_reason)


def test_changed_records_get_all_their_former_values(topic):
    warm, leeds = TopicFactory(code="warm"), add_place(name="Leeds", parent=None)
    york, author = add_place(name="York", parent=None), UserFactory()
    body = OrganisationFactory(name="City of Leeds")
    record = RecordFactory(
        title="Old title",
        summary="Old words.",
        type="guidance",
        year=2020,
        month=3,
        language="cy",
        doi="10.5555/one",
        topics=[topic],
        places=[leeds],
        creators=[
            CreatorName(body.name, organisation=body),
            CreatorName("Ana García Ruiz", user=author, known_sort_name="García Ruiz, Ana"),
        ],
    )
    before = values_of(record)
    done = written(
        "id,address,title,summary,type,issued,people,more_people,organisations,publisher,language,doi,topics,places\n"
        f"{ours(record)},New,New words.,report,2021,Mary Seacole,yes,New Body,Press,en,10.5555/two,warm,york\n"
    )
    changed = values_of(Record.objects.get(pk=record.pk))

    after = undone(done)

    assert set(done.changes.get().after) == {
        *("title", "summary", "issued", "creators", "type", "publisher", "doi", "language"),
        *("has_more_creators", "topics", "places"),
    }
    assert (changed["topics"], changed["places"]) == ([warm.pk], [york.pk])
    assert values_of(Record.objects.get(pk=record.pk)) == before
    assert (after.state, after.changes.get().kept) == ("undone", [])


def test_what_was_edited_since_stays_and_is_noted(topic):
    warm, mine = TopicFactory(code="warm"), TopicFactory(code="mine")
    record = RecordFactory(title="Old", publisher="Before", year=2020, topics=[topic])
    done = written(
        f"id,address,title,publisher,issued,topics\n{ours(record)},New,Press,2021,warm\n"
    )
    corrected(record, title="Edited since", topics=[warm, mine])

    after = undone(done)

    record.refresh_from_db()
    assert (record.title, record.publisher, record.year) == ("Edited since", "Before", 2020)
    # The topics are taken back by difference: the one that was added since stays.
    assert set(record.topics.all()) == {topic, mine}
    assert after.changes.get().kept == ["title"]


def test_a_new_record_that_somebody_edited_since_stays_and_is_noted(topic):
    done = written(CSV + ROW)
    corrected(Record.objects.get(), title="Edited since", topics=[topic])

    after = undone(done)

    record = Record.objects.get()
    assert (record.state, record.title) == ("published", "Edited since")
    assert after.changes.get().kept == ["state"]


def test_undoing_twice_changes_nothing_more(topic):
    changed = RecordFactory(title="Cold homes", year=2020, topics=[topic])
    done = written(f"id,address,title,topics\n{ours(changed)},Warm homes,cold\n,,Another,cold\n")
    undone(done)
    new = Record.objects.get(title="Another")
    restore_record(record=new, by=UserFactory(), at=NOW)
    corrected(changed, title="Warm homes")

    again = undone(done)

    new.refresh_from_db()
    changed.refresh_from_db()
    assert (again.state, new.state, changed.title) == ("undone", "published", "Warm homes")


def test_undoing_goes_on_where_a_worker_was_stopped(topic, monkeypatch):
    monkeypatch.setattr("library.exchange.actions.undoing._UNDONE_AT_ONCE", 2)
    done = written("title,topics\n" + "".join(f"Work {n},cold\n" for n in range(5)))
    queue_undo(begun=done, by=UserFactory(), at=NOW)
    first = done.changes.order_by("pk").first()
    withdraw_record(record=first.record, reason="Undone.", by=None, at=NOW)
    ImportChange.objects.filter(pk=first.pk).update(undone_at=NOW)
    long_ago = timezone.now() - dt.timedelta(minutes=11)
    Import.objects.update(state="undoing", touched_at=long_ago)

    tasks.work_on_imports()

    assert Import.objects.get().state == "undone"
    assert set(Record.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert not done.changes.exclude(kept=[]).exists()


def test_a_record_that_is_withdrawn_or_took_over_another_is_left_alone(topic):
    done = written("title,topics\nGone,cold\nKept,cold\n")
    gone, kept = Record.objects.get(title="Gone"), Record.objects.get(title="Kept")
    withdraw_record(record=gone, reason="Wrong.", by=UserFactory(), at=NOW)
    merge_records(duplicate=RecordFactory(title="Kept"), into=kept, by=UserFactory(), at=NOW)

    after = undone(done)

    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.withdrawal_reason, kept.state) == ("Wrong.", "published")
    assert [change.kept for change in after.changes.all()] == [["state"], ["state"]]


def test_a_changed_record_that_was_withdrawn_since_keeps_what_it_has(topic):
    record = RecordFactory(title="Old", topics=[topic])
    done = written(f"id,address,title,topics\n{ours(record)},New,cold\n")
    withdraw_record(record=record, reason="Wrong.", by=UserFactory(), at=NOW)

    after = undone(done)

    record.refresh_from_db()
    assert (record.title, after.changes.get().kept) == ("New", ["title"])


def test_the_mended_file_comes_in_after_the_wrong_one_was_undone(topic):
    undone(written(CSV + ROW))

    done = written(CSV + ROW)

    assert done.counts == {"new": 1}
    assert sorted(Record.objects.values_list("state", flat=True)) == ["published", "withdrawn"]


def test_what_somebody_else_made_the_same_is_not_ours_to_undo(topic):
    record = RecordFactory(title="Old", topics=[topic])
    other = RecordFactory(title="Other", topics=[topic])
    text = f"id,address,title,topics\n{ours(record)},New,cold\n{ours(other)},Newer,cold\n"
    ready = read(text)
    corrected(record, title="New")
    Import.objects.filter(pk=ready.pk).update(state="queued")
    ready.refresh_from_db()

    tasks.work_on_imports()
    ready.refresh_from_db()
    undone(ready)

    record.refresh_from_db()
    other.refresh_from_db()
    assert (record.title, other.title) == ("New", "Other")


@pytest.mark.parametrize(
    "state", sorted(set(Import.State) - {"done", "to-undo", "undoing", "undone"})
)
def test_only_a_written_import_is_undone(topic, state):
    done = written(CSV + ROW)
    Import.objects.update(state=state)

    with pytest.raises(WrongImportStep):
        queue_undo(begun=done, by=UserFactory(), at=NOW)

    assert Import.objects.get().state == state


def test_a_written_import_cannot_be_dropped_while_it_is_undone(topic):
    done = written(CSV + ROW)
    queue_undo(begun=done, by=UserFactory(), at=NOW)

    with pytest.raises(WrongImportStep):
        drop_import(begun=done)


def test_an_editor_sees_what_is_replaced_writes_it_and_undoes_it(client, topic, editor):
    record = RecordFactory(title="Old <b>title</b>", topics=[topic])
    ready = read(
        f"id,address,title,topics\n{ours(record)},New title,cold\n,,Another,cold\n", by=editor
    )
    page = reverse("library:import_detail", args=[ready.pk])
    undo = reverse("library:import_undo", args=[ready.pk])

    preview = client.get(page)
    too_early = client.post(undo)
    client.post(reverse("library:import_confirm", args=[ready.pk]))
    tasks.work_on_imports()
    written_page = client.get(page).content.decode()
    clicks = [client.post(undo).status_code for _click in range(2)]
    waiting = client.get(page)
    tasks.work_on_imports()
    after = client.get(page).content.decode()

    [(change, fields)] = preview.context["changed"]
    assert change.record == record
    assert [(field.before, field.after) for field in fields] == [("Old <b>title</b>", "New title")]
    assert "<del>Old &lt;b&gt;title&lt;/b&gt;</del>" in preview.content.decode()
    assert too_early.status_code == 409
    assert "Undo this import" not in preview.content.decode()
    assert "Yes, undo it" in written_page
    assert "1 new record will be withdrawn" in written_page
    assert clicks == [302, 302]
    assert (waiting["Refresh"], waiting.context["begun"].state) == ("3", "to-undo")
    assert f"{editor} asked to undo this import on" in after
    assert "New records were withdrawn" in after
    assert "Undo this import" not in after
    record.refresh_from_db()
    assert record.title == "Old <b>title</b>"


def test_only_editors_undo(client, topic):
    done = written(CSV + ROW)
    client.force_login(UserFactory(roles=[Role.FACILITATOR]))

    answer = client.post(reverse("library:import_undo", args=[done.pk]))

    assert answer.status_code == 403
    assert Record.objects.get().is_published


def test_an_import_of_before_says_that_it_cannot_be_undone(client, topic, editor):
    done = written(CSV + ROW)
    ImportChange.objects.all().delete()

    page = client.get(reverse("library:import_detail", args=[done.pk])).content.decode()
    answer = client.post(reverse("library:import_undo", args=[done.pk]))

    assert "Nothing to undo" in page
    assert answer.status_code == 409


@pytest.mark.parametrize("count", [1, 12])
def test_the_preview_takes_the_same_queries_whatever_its_length(
    client, topic, editor, count, django_assert_max_num_queries
):
    records = [RecordFactory(title=f"Old {n}", topics=[topic]) for n in range(count)]
    TopicFactory(code="warm")
    rows = "".join(f"{ours(record)},New,warm\n" for record in records)
    page = reverse("library:import_detail", args=[read(f"id,address,title,topics\n{rows}").pk])

    with django_assert_max_num_queries(12) as queries:
        client.get(page)

    assert len(queries) <= 12
