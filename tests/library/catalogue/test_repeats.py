"""Forms of the library that are sent twice, and records that are open in two tabs."""

import datetime as dt
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import UserFactory
from demo.factories.library import RecordFactory
from library.catalogue.models import Featured, Record, Version
from library.vocabularies.names import CreatorName
from workflow.models import Transition

pytestmark = pytest.mark.django_db
SENT_BEFORE = "You have already sent this form"
DAY = dt.timedelta(days=1)


@pytest.fixture
def editor(client):
    user = UserFactory(roles=[Role.EDITOR])
    client.force_login(user)
    return user


def key_in(answer):
    return str(answer.context["form"]["form_key"].value())


def deposit(**words):
    """A new version; a file is made anew each time, as it is read once."""
    file = SimpleUploadedFile("a.csv", words.pop("csv", b"place,rate\nLeeds,4\n"))
    return {"is_new_version": "on", "note": "Second year", "body": "New.", "file": file, **words}


def plan(record, **words):
    today = timezone.localdate()
    return {"record": record.pk, "starts_on": today, "ends_on": today + DAY, **words}


def test_two_clicks_deposit_one_version_with_one_file(client, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = RecordFactory()
    page = reverse("library:file_add", args=[record.pk])
    key = key_in(client.get(page))

    answers = [client.post(page, deposit(form_key=key)).url for _click in range(2)]

    version = Version.objects.get(record=record, number=2)
    assert answers == [version.get_absolute_url()] * 2
    assert [record.versions.count(), version.files.count()] == [2, 1]


@pytest.mark.parametrize("others", [{"note": "Third year"}, {"csv": b"place,rate\nHull,5\n"}])
def test_another_version_under_the_same_key_is_asked_about(
    client, editor, settings, tmp_path, others
):
    settings.MEDIA_ROOT = tmp_path
    record = RecordFactory()
    page, key = reverse("library:file_add", args=[record.pk]), str(uuid.uuid4())
    client.post(page, deposit(form_key=key))

    asked = client.post(page, deposit(form_key=key, **others))
    again = client.post(page, deposit(form_key=key_in(asked), **others))

    assert (asked.status_code, SENT_BEFORE in asked.content.decode()) == (200, True)
    assert again.url == Version.objects.get(record=record, number=3).get_absolute_url()


def test_two_clicks_feature_a_record_once(client, editor):
    record, page, key = RecordFactory(), reverse("library:featured"), str(uuid.uuid4())

    answers = [client.post(page, plan(record, form_key=key)).url for _click in range(2)]
    asked = client.post(page, plan(RecordFactory(), form_key=key))

    assert answers == [page, page]
    assert (asked.status_code, SENT_BEFORE in asked.content.decode()) == (200, True)
    assert Featured.objects.get().record == record


def test_a_plan_that_is_dropped_twice_is_dropped_once(client, editor):
    client.post(reverse("library:featured"), plan(RecordFactory()))
    end = reverse("library:featured_end", args=[Featured.objects.get().pk])

    answers = [client.post(end).url for _click in range(2)]

    assert answers == [reverse("library:featured")] * 2
    assert not Featured.objects.exists()


def test_two_clicks_withdraw_and_restore_once(client, editor):
    record = RecordFactory()
    page = reverse("library:record_withdraw", args=[record.pk])

    answers = [
        client.post(page, words).url
        for words in ({"reason": "Wrong."}, {"restore": "yes"})
        for _click in range(2)
    ]

    assert answers == [page, page, record.get_absolute_url(), record.get_absolute_url()]
    assert [line.move for line in Transition.objects.of(record)] == ["withdraw", "restore"]


def test_a_record_that_nobody_withdrew_cannot_be_restored(client, editor):
    page = reverse("library:record_withdraw", args=[RecordFactory().pk])

    assert client.post(page, {"restore": "yes"}).status_code == 409


def opened(client, record):
    """The correction form as a browser sends it back when nothing is changed."""
    form = client.get(reverse("library:record_edit", args=[record.pk])).context["form"]
    return {name: "" if (value := form[name].value()) is None else value for name in form.fields}


def test_a_second_tab_is_told_what_the_first_corrected(client, editor):
    record = RecordFactory(title="Cold homes", creators=[CreatorName("Ada Byron")])
    page = reverse("library:record_edit", args=[record.pk])
    one = opened(client, record) | {"title": "Warm homes", "type": "guidance", "people": "Bo Li"}
    two = opened(client, record) | {"title": "Dry homes"}
    client.post(page, one)

    told = client.post(page, two)
    number = told.context["form"]["edit_number"].value()
    kept = Record.objects.get().title
    saved = client.post(page, two | {"edit_number": number})

    assert (told.status_code, kept, told.context["form"]["title"].value()) == (
        409,
        "Warm homes",
        "Dry homes",
    )
    assert {str(label): text for label, text in told.context["conflict"]} == {
        "Type": "Guidance or toolkit",
        "Title": "Warm homes",
        "People": "Bo Li",
    }
    assert (saved.url, Record.objects.get().title) == (record.get_absolute_url(), "Dry homes")


def test_two_clicks_on_a_correction_are_no_conflict(client, editor):
    record = RecordFactory(title="Cold homes")
    words = opened(client, record) | {"title": "Warm homes"}
    page = reverse("library:record_edit", args=[record.pk])

    answers = [client.post(page, words).url for _click in range(2)]

    assert answers == [record.get_absolute_url()] * 2
    assert Record.objects.get().edit_number == 1
