"""What editors do with records, and who may not."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.featured import end_feature, feature_record
from library.catalogue.models import Creator, Featured, Record
from library.catalogue.states import RecordState
from library.vocabularies.names import CreatorName
from tests.shared import shared

pytestmark = pytest.mark.django_db
CSV = b"place,rate\nLeeds,4\n"
TODAY = dt.date(2026, 3, 2)
NASTY = ["", "x" * 5_000, "\x00", "%s", "'\"", "😀", "שלום", "<script>alert(1)</script>"]


@shared
def record():
    return RecordFactory()


@shared
def an_editor():
    return UserFactory(roles=[Role.EDITOR])


@pytest.fixture
def editor(client, an_editor):
    client.force_login(an_editor)
    return an_editor


def correction(record, **changes):
    return {
        "type": record.type,
        "title": record.title,
        "summary": record.summary,
        "issued": record.issued or "",
        "language": "en",
        "publisher": "",
        "geography": "",
        "url": "",
        "licence": "",
        "people": "Ada Byron",
        "organisations": "",
        "topics": [topic.code for topic in record.topics.all()],
        **changes,
    }


@pytest.mark.parametrize("name", ["record_edit", "record_withdraw", "file_add"])
@pytest.mark.parametrize(
    ("roles", "status"),
    [
        ([Role.EDITOR], 200),
        ([Role.ADMINISTRATOR], 200),
        ([Role.REVIEWER], 403),
        ([Role.FACILITATOR], 403),
        ([], 403),
    ],
)
def test_pages_for_editors_let_in_editors_only(client, record, name, roles, status):
    client.force_login(UserFactory(roles=roles))

    assert client.get(reverse(f"library:{name}", args=[record.pk])).status_code == status
    assert client.get(reverse(f"library:{name}", args=[record.pk + 9])).status_code == 404


@pytest.mark.parametrize("name", ["record_edit", "record_withdraw", "file_add"])
def test_pages_for_editors_ask_strangers_to_sign_in(client, record, name):
    response = client.get(reverse(f"library:{name}", args=[record.pk]))

    assert (response.status_code, "/login/" in response["Location"]) == (302, True)


def test_an_editor_corrects_a_record_without_a_new_version(client, editor):
    author = UserFactory(full_name="Ada Byron")
    record = RecordFactory(creators=[CreatorName("Ada Byron", user=author)])
    council = OrganisationFactory(name="Leeds City Council")
    form = correction(
        record,
        title="Right title",
        issued="1999",
        people="Ada Byron\nErik Blas (ed.)",
        organisations="leeds city council (issuer)\nNew Body",
    )

    response = client.post(reverse("library:record_edit", args=[record.pk]), form)

    assert response.url == record.get_absolute_url()
    record.refresh_from_db()
    assert (record.title, record.year, record.versions.count()) == ("Right title", 1999, 1)
    creators = Creator.objects.filter(record=record).order_by("position")
    assert list(creators.values_list("name", "role", "user", "organisation__name")) == [
        ("Ada Byron", "author", author.pk, None),
        ("Erik Blas", "editor", None, None),
        ("Leeds City Council", "issuer", None, council.name),
        ("New Body", "author", None, "New Body"),
    ]


def test_an_editor_corrects_what_practice_is_asked(client, editor):
    record = RecordFactory(type="case-study", particulars={"targeting": "universal"})
    address = reverse("library:record_edit", args=[record.pk])
    words = {"targeting": "proportionate", "transfer": "Trust.\r\nAnd time."}

    refused = client.post(address, correction(record, **{**words, "targeting": "some"}))
    client.post(address, correction(record, **words))

    version = Record.objects.get(pk=record.pk).current_version
    assert list(refused.context["form"].errors) == ["targeting"]
    assert (version.number, version.particulars["targeting"]) == (1, "proportionate")
    assert version.particulars["transfer"] == "Trust.\nAnd time."
    assert "Proportionate: for everyone" in client.get(record.get_absolute_url()).content.decode()


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize(
    "field",
    [
        "title",
        "summary",
        "people",
        "organisations",
        "issued",
        "url",
        "topics",
        "places",
        "doi",
        "isbn",
        "licence",
    ],
)
def test_bad_words_in_a_correction_are_told_or_taken_but_never_break(
    client, editor, record, field, text
):
    response = client.post(
        reverse("library:record_edit", args=[record.pk]), correction(record, **{field: text})
    )

    assert response.status_code in (200, 302)
    if response.status_code == 200:
        assert response.context["form"].errors
        assert Record.objects.get().title == record.title
    assert b"<script>alert" not in client.get(record.get_absolute_url()).content


def test_too_many_topics_are_told_beside_the_field(client, editor, record):
    codes = [topic.code for topic in TopicFactory.create_batch(7)]

    response = client.post(
        reverse("library:record_edit", args=[record.pk]), correction(record, topics=codes)
    )

    assert response.context["form"].errors == {"topics": ["Choose at most 6 topics."]}


def test_an_editor_withdraws_and_restores(client, editor, record):
    page = reverse("library:record_withdraw", args=[record.pk])

    assert client.post(page, {"reason": ""}).context["form"].errors == {
        "reason": ["Enter the reason. Readers will see it."]
    }
    client.post(page, {"reason": "Wrong figures."})
    assert Record.objects.get().state == RecordState.WITHDRAWN
    again = client.post(page, {"reason": "Twice."})
    assert again.status_code == 200
    assert "The status is now “Withdrawn”" in again.content.decode()
    assert "Wrong figures." in client.get(page).content.decode()
    client.post(page, {"restore": "yes"})
    assert Record.objects.get().state == RecordState.PUBLISHED
    assert client.post(page, {"restore": "yes"}).url == record.get_absolute_url()


def test_an_editor_adds_a_file_to_the_present_version(client, editor, record, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = reverse("library:file_add", args=[record.pk])

    for _twice in range(2):
        client.post(page, {"file": SimpleUploadedFile("a.exe", CSV)})

    assert list(record.current_version.files.values_list("name", "media_type", "size")) == [
        ("a.csv", "text/csv", len(CSV))
    ]


def test_an_editor_deposits_a_new_version_with_its_file(client, editor, record, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = reverse("library:file_add", args=[record.pk])

    client.post(
        page,
        {
            "is_new_version": "on",
            "note": "Second year",
            "file": SimpleUploadedFile("a.csv", CSV),
            "embargo_until": "2999-01-01",
        },
    )

    record.refresh_from_db()
    version = record.current_version
    assert (version.number, version.note, version.deposited_by) == (2, "Second year", editor)
    assert version.files.get().embargo_until == dt.date(2999, 1, 1)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "file"),
        ({"is_new_version": "on"}, "note"),
        ({"file": SimpleUploadedFile("report.pdf", b"MZ\x90\x00")}, "file"),
        ({"file": SimpleUploadedFile("report.pdf", b"")}, "file"),
        ({"is_new_version": "on", "note": "N", "embargo_until": "2001-01-01"}, "embargo_until"),
        ({"is_new_version": "on", "note": "N", "body": "\x00"}, "body"),
    ],
)
def test_a_deposit_that_does_not_hold_is_told_beside_its_field(client, editor, record, data, field):
    response = client.post(reverse("library:file_add", args=[record.pk]), data)

    assert list(response.context["form"].errors) == [field]
    assert record.versions.count() == 1


def test_featured_shows_what_runs_today_and_what_started_last(client):
    first, second, gone = RecordFactory(), RecordFactory(), RecordFactory(state="withdrawn")
    day = dt.timedelta(days=1)
    Featured.objects.create(record=first, starts_on=TODAY - day, ends_on=TODAY)
    Featured.objects.create(record=second, starts_on=TODAY, ends_on=TODAY + day)
    Featured.objects.create(record=gone, starts_on=TODAY, ends_on=TODAY)

    shown = {d: [f.record for f in Featured.objects.on(TODAY + d * day)] for d in range(-2, 3)}

    assert shown == {-2: [], -1: [first], 0: [second, first], 1: [second], 2: []}


def test_an_editor_features_a_record_from_its_page(client, editor):
    record = RecordFactory(title="Cold homes")
    page = reverse("library:featured")
    today = timezone.localdate()

    offered = client.get(page, {"q": "cold"})
    form = client.get(page, {"record": record.pk}).context["form"]
    client.post(page, {"record": record.pk, "starts_on": today, "ends_on": today})

    assert offered.context["found"] == [record]
    assert form.initial["starts_on"] == today
    featured = Featured.objects.get()
    assert (featured.record, featured.chosen_by) == (record, editor)
    assert "Cold homes" in client.get(page).content.decode()
    client.post(reverse("library:featured_end", args=[featured.pk]))
    assert not Featured.objects.exists()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "field"),
    [
        ("", "2999-01-01", "starts_on"),
        ("2999-01-02", "2999-01-01", "ends_on"),
        ("2001-01-01", "2001-01-02", "ends_on"),
        ("soon", "2999-01-01", "starts_on"),
    ],
)
def test_days_that_make_no_sense_are_told_beside_their_field(
    client, editor, record, starts_on, ends_on, field
):
    response = client.post(
        reverse("library:featured"),
        {"record": record.pk, "starts_on": starts_on, "ends_on": ends_on},
    )

    assert list(response.context["form"].errors) == [field]
    assert not Featured.objects.exists()


@pytest.mark.parametrize("value", ["", "x", "9" * 40, "-1", "0", "\x00"])
def test_a_record_that_is_none_cannot_be_featured(client, editor, value):
    page = reverse("library:featured")

    assert client.get(page, {"record": value}).status_code == 200
    response = client.post(
        page, {"record": value, "starts_on": "2999-01-01", "ends_on": "2999-01-02"}
    )

    assert response.status_code == 200
    assert not Featured.objects.exists()


def test_only_editors_choose_what_is_featured(client):
    client.force_login(UserFactory(roles=[Role.FACILITATOR]))

    assert client.get(reverse("library:featured")).status_code == 403
    assert client.post(reverse("library:featured_end", args=[1])).status_code == 403


def test_ending_a_feature_keeps_the_days_it_had():
    day = dt.timedelta(days=1)
    featured = feature_record(
        record=RecordFactory(), starts_on=TODAY - day, ends_on=TODAY + day, by=None
    )

    end_feature(featured=featured, on=TODAY)
    end_feature(featured=featured, on=TODAY)

    assert Featured.objects.get().ends_on == TODAY - day
