"""Reading lists: private, shared by link, and the collections of the library."""

import csv
import datetime as dt
import io
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.roles import Role
from core.refusals import Conflict
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from library import tasks
from library.catalogue.actions.merging import merge_records
from library.catalogue.actions.records import withdraw_record
from library.lists.actions import (
    ListIsGone,
    ListsAreFull,
    add_to_list,
    change_list,
    create_list,
    delete_list,
    move_in_list,
    remove_from_list,
)
from library.lists.models import Listed, ReadingList, Sharing
from library.sitemaps import CollectionSitemap

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture
def reader(client):
    user = UserFactory()
    client.force_login(user)
    return user


def a_list(user, *records, sharing=Sharing.PRIVATE, name="Cold homes"):
    made = create_list(user=user, name=name, about="", sharing=sharing, at=NOW)
    for record in records:
        add_to_list(reading_list=made, record=record, note=f"On {record.title}", at=NOW)
    return made


def titles(reading_list):
    works = reading_list.listed.in_order().select_related("record")
    return [each.record.title for each in works]


def page_of(reading_list):
    return reverse("library:reading_list_detail", args=[reading_list.pk])


def test_a_reader_begins_a_list_from_a_record_and_fills_it(client, reader):
    first, second = RecordFactory(title="First"), RecordFactory(title="Second")
    sent = {"form_key": str(uuid4()), "name": "For Tuesday", "note": "Chapter 2"}

    for _click in range(2):
        client.post(reverse("library:record_list", args=[first.pk]), sent)
    made = ReadingList.objects.get()
    answer = client.post(
        reverse("library:record_list", args=[second.pk]), {"reading_list": made.pk, "note": ""}
    )

    assert answer.url == page_of(made)
    assert (made.name, made.sharing, made.user, titles(made)) == (
        "For Tuesday",
        Sharing.PRIVATE,
        reader,
        ["First", "Second"],
    )
    page = client.get(page_of(made)).content.decode()
    assert "Chapter 2" in page
    mine = client.get(reverse("library:reading_list_list"))
    assert [(each.name, each.works) for each in mine.context["page"]] == [("For Tuesday", 2)]


def test_a_record_goes_into_no_list_of_others_and_into_no_list_without_a_name(client, reader):
    record, theirs = RecordFactory(), a_list(UserFactory())
    page = reverse("library:record_list", args=[record.pk])

    nowhere = client.post(page, {"note": "Why"})
    strange = client.post(page, {"reading_list": theirs.pk})

    assert nowhere.context["form"].errors == {
        "name": ["Choose a list, or enter a name for a new one."]
    }
    assert strange.context["form"].errors["reading_list"] == ["This list no longer exists."]
    assert not Listed.objects.exists()


def test_the_same_record_again_keeps_its_place_and_takes_a_new_note():
    record, other = RecordFactory(), RecordFactory()
    made = a_list(UserFactory(), record, other)

    for note in ("", "Better words"):
        add_to_list(reading_list=made, record=record, note=note, at=LATER)

    first, _second = made.listed.in_order()
    assert (first.record, first.note) == (record, "Better words")


def test_works_move_and_leave_and_stay_at_the_edges(client, reader):
    made = a_list(reader, *(RecordFactory(title=title) for title in "ABC"))
    first, _second, last = made.listed.in_order()

    def send(what, listed, **data):
        address = reverse(f"library:listed_{what}", args=[made.pk, listed.pk])
        return client.post(address, data).status_code

    answers = [
        send("move", first, move="up"),
        send("move", last, move="down"),
        send("move", last, move="up"),
        send("move", last, move="sideways"),
        send("remove", first),
        send("remove", first),
        send("move", first, move="up"),
    ]

    assert answers == [302, 302, 302, 404, 302, 302, 404]
    assert titles(made) == ["C", "B"]


def test_a_note_is_changed_and_a_second_tab_is_told(client, reader):
    made = a_list(reader, RecordFactory(title="A"))
    listed = made.listed.get()
    address = reverse("library:listed_edit", args=[made.pk, listed.pk])
    seen = client.get(address).context["form"]["seen"].value()

    client.post(address, {"note": "First words", "seen": seen})
    second = client.post(address, {"note": "Second words", "seen": seen})

    assert second.status_code == 409
    assert second.context["conflict"] == [("Note", "First words")]
    listed.refresh_from_db()
    assert listed.note == "First words"


def test_a_private_list_is_hidden_from_all_others_in_every_address(client):
    made = a_list(UserFactory(), RecordFactory())
    listed = made.listed.get()
    own = [made.pk]
    addresses = [
        reverse("library:reading_list_detail", args=own),
        reverse("library:reading_list_export", args=[made.pk, "csv"]),
        reverse("library:reading_list_edit", args=own),
        reverse("library:listed_edit", args=[made.pk, listed.pk]),
        reverse("library:listed_move", args=[made.pk, listed.pk]),
        reverse("library:listed_remove", args=[made.pk, listed.pk]),
    ]
    client.force_login(UserFactory(roles=[Role.EDITOR]))

    answers = {client.post(address).status_code for address in addresses}
    looks = {client.get(address).status_code for address in addresses[:4]}
    client.post(reverse("library:reading_list_delete", args=own))

    assert (answers, looks) == ({404, 405}, {404})
    assert titles(made) != []


def test_a_link_opens_the_list_for_strangers_until_sharing_ends(client):
    made = a_list(UserFactory(), RecordFactory(title="Warm homes"), sharing=Sharing.LINK)
    link = reverse("library:shared_list", args=[made.token])
    export = reverse("library:shared_list_export", args=[made.token, "csv"])

    opened, by_number = client.get(link), client.get(page_of(made))
    exported = b"".join(client.get(export).streaming_content).decode()
    words = {"reading_list": made, "name": "N", "about": "", "at": LATER}
    change_list(sharing=Sharing.PRIVATE, **words)
    change_list(sharing=Sharing.LINK, **words)

    assert (opened.status_code, opened["X-Robots-Tag"]) == (200, "noindex")
    assert "Warm homes" in opened.content.decode()
    assert made.user.full_name not in opened.content.decode()
    # Its number alone opens nothing: a stranger learns not even that it exists.
    assert by_number.status_code == 404
    assert [row["title"] for row in csv.DictReader(io.StringIO(exported.lstrip("\ufeff")))] == [
        "Warm homes"
    ]
    assert [client.get(address).status_code for address in (link, export)] == [404, 404]
    made.refresh_from_db()
    assert client.get(reverse("library:shared_list", args=[made.token])).status_code == 200


def test_editors_make_collections_which_everyone_reads_and_other_editors_change(client):
    editor, other = UserFactory(roles=[Role.EDITOR]), UserFactory(roles=[Role.EDITOR])
    record = RecordFactory()
    client.force_login(editor)
    sent = {"name": "Where to begin", "about": "First steps", "sharing": "curated"}
    client.post(reverse("library:reading_list_new"), sent)
    made = ReadingList.objects.get()
    client.force_login(other)
    client.post(reverse("library:record_list", args=[record.pk]), {"reading_list": made.pk})
    client.logout()

    answers = {
        name: client.get(address).content.decode()
        for name, address in {
            "collections": reverse("library:collection_list"),
            "collection": page_of(made),
            "finder": reverse("library:finder"),
        }.items()
    }
    shown = client.get(record.get_absolute_url())

    assert [name for name, page in answers.items() if "Where to begin" not in page] == []
    assert list(shown.context["collections"]) == [made]
    assert "Edit or share" not in answers["collection"]
    assert list(CollectionSitemap().items()) == [made]


def test_a_reader_makes_no_collection_and_changes_none(client, reader):
    sent = {"name": "Mine", "sharing": "curated"}
    made = a_list(UserFactory(roles=[Role.EDITOR]), sharing=Sharing.CURATED)

    refused = client.post(reverse("library:reading_list_new"), sent)
    changed = client.post(reverse("library:reading_list_edit", args=[made.pk]), sent)
    deleted = client.post(reverse("library:reading_list_delete", args=[made.pk]))

    assert list(refused.context["form"].errors) == ["sharing"]
    assert (changed.status_code, deleted.status_code) == (403, 403)
    assert list(ReadingList.objects.values_list("name", flat=True)) == ["Cold homes"]


def test_withdrawn_works_say_so_and_merged_ones_are_shown_as_what_took_their_place(client, reader):
    editor = UserFactory(roles=[Role.EDITOR])
    gone, twin, kept = (RecordFactory(title=title) for title in ("Gone", "Twin", "Kept"))
    made = a_list(reader, gone, twin, kept)
    withdraw_record(record=gone, reason="By mistake.", by=editor, at=LATER)
    merge_records(duplicate=twin, into=kept, by=editor, at=LATER)

    entries = client.get(page_of(made)).context["entries"]
    export = reverse("library:reading_list_export", args=[made.pk, "ris"])
    exported = b"".join(client.get(export).streaming_content).decode()

    assert [entry.record for entry in entries] == [None, kept, kept]
    assert [line for line in exported.splitlines() if line.startswith("TI")] == ["TI  - Kept"]


def test_a_list_that_was_deleted_elsewhere_says_so():
    made = a_list(UserFactory(), RecordFactory())
    listed = made.listed.select_related("reading_list").get()
    delete_list(reading_list=made)

    for act in (
        lambda: add_to_list(reading_list=made, record=RecordFactory(), note="", at=LATER),
        lambda: move_in_list(listed=listed, step=1, at=LATER),
        lambda: remove_from_list(listed=listed, at=LATER),
    ):
        with pytest.raises(ListIsGone):
            act()
    assert issubclass(ListIsGone, Conflict)


def test_nobody_has_more_lists_than_they_can_find_again(monkeypatch):
    monkeypatch.setattr("library.lists.actions.MOST_LISTS", 2)
    monkeypatch.setattr("library.lists.actions.MOST_LISTED", 1)
    user = UserFactory()
    a_list(user)
    made = a_list(user, RecordFactory())

    with pytest.raises(ListsAreFull, match="You can have up to 2 lists"):
        a_list(user)
    with pytest.raises(ListsAreFull, match="already has 1 works"):
        add_to_list(reading_list=made, record=RecordFactory(), note="", at=NOW)


def test_closing_an_account_deletes_lists_and_leaves_collections():
    editor = UserFactory(roles=[Role.EDITOR])
    a_list(editor)
    collection = a_list(editor, RecordFactory(title="A"), sharing=Sharing.CURATED)

    for _run in range(2):
        tasks.forget_reader(user_id=editor.pk)

    assert [(each.pk, each.user) for each in ReadingList.objects.all()] == [(collection.pk, None)]
    assert titles(collection) == ["A"]


@pytest.mark.parametrize("count", [1, 4])
def test_a_list_takes_as_many_queries_whatever_its_length(
    client, reader, django_assert_num_queries, count
):
    made = a_list(reader, *RecordFactory.create_batch(count))
    client.get(page_of(made))

    with django_assert_num_queries(9):
        page = client.get(page_of(made))

    assert len(page.context["entries"]) == count


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("name", ["reading_list_list", "collection_list"])
def test_the_pages_of_lists_take_as_many_queries_whatever_their_length(
    client, django_assert_max_num_queries, name, count
):
    editor = UserFactory(roles=[Role.EDITOR])
    for number in range(count):
        a_list(editor, RecordFactory(), sharing=Sharing.CURATED, name=f"List {number}")
    client.force_login(editor)
    client.get(reverse(f"library:{name}"))

    with django_assert_max_num_queries(6):
        page = client.get(reverse(f"library:{name}"))

    assert len(page.context["page"].object_list) == count


def test_whoever_edits_no_more_edits_no_collection_not_even_their_own(client, reader):
    made = a_list(reader, RecordFactory(), sharing=Sharing.CURATED)
    record = RecordFactory()

    looked = client.get(page_of(made))
    changed = client.post(reverse("library:reading_list_edit", args=[made.pk]), {"name": "Mine"})
    added = client.post(reverse("library:record_list", args=[record.pk]), {"reading_list": made.pk})

    assert (looked.status_code, changed.status_code) == (200, 403)
    assert list(added.context["form"].errors) == ["reading_list"]


def test_an_editor_cannot_hide_the_collection_of_another_one(client):
    made = a_list(UserFactory(roles=[Role.EDITOR]), sharing=Sharing.CURATED)
    client.force_login(UserFactory(roles=[Role.EDITOR]))
    page = reverse("library:reading_list_edit", args=[made.pk])

    refused = client.post(page, {"name": "New name", "sharing": "private"})
    client.post(page, {"name": "New name", "sharing": "curated"})

    assert list(refused.context["form"].errors) == ["sharing"]
    made.refresh_from_db()
    assert (made.name, made.sharing) == ("New name", Sharing.CURATED)
