"""Taking one's data, closing one's account, and the list of sessions."""

import datetime as dt
import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.actions.closing import LastAdministrator, close_account
from accounts.actions.opening import open_account
from accounts.actions.profiles import save_photo, save_profile
from accounts.actions.roles import grant_role
from accounts.models import Profile, RoleGrant, User
from accounts.personal_data.archive import stream_archive
from accounts.personal_data.registry import DataPart, personal_data_of
from accounts.roles import Role
from accounts.signals import account_closed
from demo.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def prove_password(client, page):
    """Enter the password again, as allauth asks before what matters."""
    return client.post(f"{reverse('account_reauthenticate')}?next={page}", {"password": PASSWORD})


def sign_in(client):
    words = {"login": "ada@example.org", "password": PASSWORD}
    client.post(reverse("account_login"), words)


def archive_of(answer) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_data_export_gives_everything_as_one_archive(ada, client):
    save_profile(user=ada, place="Hull", about="<b>ä</b>", organisation="Trust")
    save_photo(user=ada, photo=ContentFile(b"a picture"))
    grant_role(user=ada, role=Role.REVIEWER, by=None, at=NOW)
    sign_in(client)
    page = reverse("accounts:data_export")
    prove_password(client, page)

    answer = client.post(page)

    archive = archive_of(answer)
    assert archive.testzip() is None
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith('attachment; filename="praxis-my-data-')
    assert {"README.txt", *(f"{name}.json" for name in personal_data_of(ada))} <= set(
        archive.namelist()
    )
    data = json.loads(archive.read("accounts.json"))
    assert data["account"]["email"] == "ada@example.org"
    assert (data["profile"]["place"], data["profile"]["organisation"]) == ("Hull", "Trust")
    assert data["profile"]["about"] == "<b>ä</b>"
    assert data["roles"] == ["reviewer"]
    assert [line["role"] for line in data["role_history"]] == ["reviewer"]
    assert len(data["sessions"]) == 1
    assert "password" not in data["account"]
    photo = Profile.objects.get(user=ada).photo.name.removeprefix("photos/")
    assert archive.read(f"files/accounts/{photo}") == b"a picture"


def test_data_export_asks_for_the_password_first(ada_client):
    answer = ada_client.post(reverse("accounts:data_export"))

    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_data_export_goes_on_by_itself_once_the_password_is_entered(ada_client):
    page = reverse("accounts:data_export")
    ada_client.post(page)

    answer = prove_password(ada_client, page)

    assert "accounts.json" in archive_of(answer).namelist()


def test_data_export_needs_a_post(ada_client):
    answer = ada_client.get(reverse("accounts:data_export"))

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_an_archive_of_large_files_is_sent_in_pieces():
    big = ContentFile(b"x" * 3_000_000)

    pieces = list(stream_archive({"library": DataPart(data={"n": 1}, files=[("big.bin", big)])}))

    archive = zipfile.ZipFile(io.BytesIO(b"".join(pieces)))
    assert archive.read("files/library/big.bin") == b"x" * 3_000_000
    assert len(pieces) > 5


def test_a_file_of_the_archive_cannot_climb_out_of_its_folder():
    files = [("../../etc/passwd", ContentFile(b"x")), ("plans/a.pdf", ContentFile(b"y"))]

    archive = zipfile.ZipFile(
        io.BytesIO(b"".join(stream_archive({"library": DataPart(data=[], files=files)})))
    )

    assert set(archive.namelist()) == {
        "README.txt",
        "library.json",
        "files/library/etc/passwd",
        "files/library/plans/a.pdf",
    }


def test_closing_takes_who_somebody_is_and_leaves_the_row(ada, client, media):
    grant_role(user=ada, role=Role.REVIEWER, by=None, at=NOW)
    save_profile(user=ada, place="Hull", about="I", organisation="Trust", job_title="Nurse")
    save_photo(user=ada, photo=ContentFile(b"a picture"))
    sign_in(client)
    TOTP.activate(ada, "SECRET")

    close_account(user=ada, at=NOW)

    ada = User.objects.get(pk=ada.pk)
    assert (str(ada), ada.email, ada.is_active, ada.closed_at, ada.has_usable_password()) == (
        "Former member (2026)",
        f"closed-{ada.pk}@closed.invalid",
        False,
        NOW,
        False,
    )
    assert ada.profile.fields_for(ada) == {}
    assert ada.roles == frozenset()
    assert [(g.role, g.is_granted) for g in RoleGrant.objects.order_by("pk")] == [
        ("reviewer", True),
        ("reviewer", False),
    ]
    for model in (EmailAddress, Authenticator, UserSession):
        assert not model.objects.filter(user=ada).exists()
    assert client.get(reverse("accounts:settings")).status_code == 302


def test_closing_leaves_no_trace_of_the_name_and_the_address(ada, media):
    close_account(user=ada, at=NOW)

    with connection.cursor() as cursor:
        for table in ("accounts_user", "accounts_profile", "account_emailaddress"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  (our own names)
            assert "ada" not in str(cursor.fetchall()).lower().replace("canada", "")


def test_an_archive_whose_file_is_gone_has_the_rest_and_names_it(ada, client, caplog):
    save_photo(user=ada, photo=ContentFile(b"a picture"))
    photo = Profile.objects.get(user=ada).photo
    name = photo.name.rpartition("/")[2]
    photo.storage.delete(photo.name)
    sign_in(client)
    page = reverse("accounts:data_export")
    prove_password(client, page)

    answer = client.post(page)

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    assert {"README.txt", "accounts.json", "library.json"} <= set(archive.namelist())
    assert f"files/accounts/{name}" not in archive.namelist()
    assert f"accounts/{name}" in archive.read("files/missing.txt").decode().splitlines()
    assert "missing from the storage" in caplog.text


def test_an_archive_that_fails_half_way_is_an_error_page_and_no_cut_file(ada, client, monkeypatch):
    save_photo(user=ada, photo=ContentFile(b"a picture"))
    sign_in(client)
    page = reverse("accounts:data_export")
    prove_password(client, page)
    client.raise_request_exception = False

    def break_down(*_args):
        raise OSError("The disk is broken.")

    monkeypatch.setattr("django.core.files.base.File.chunks", break_down)

    answer = client.post(page)

    assert (answer.status_code, answer["Content-Type"]) == (500, "text/html; charset=utf-8")


def test_closing_deletes_the_photo_and_announces_once(
    ada, media, django_capture_on_commit_callbacks
):
    heard = []
    account_closed.connect(hear := lambda user_id, **_: heard.append(user_id))
    with django_capture_on_commit_callbacks(execute=True):
        save_photo(user=ada, photo=ContentFile(b"a picture"))
        close_account(user=ada, at=NOW)
        close_account(user=ada, at=NOW)

    account_closed.disconnect(hear)
    assert heard == [ada.pk]
    assert list((media / "photos").iterdir()) == []


def test_an_address_is_free_again_after_closing(ada):
    close_account(user=ada, at=NOW)

    assert open_account(email="ada@example.org", full_name="Ada again").pk != ada.pk


def test_the_last_administrator_cannot_close_the_account(ada):
    grant_role(user=ada, role=Role.ADMINISTRATOR, by=None, at=NOW)

    with pytest.raises(LastAdministrator):
        close_account(user=ada, at=NOW)

    assert User.objects.get(pk=ada.pk).email == "ada@example.org"


@pytest.mark.parametrize("another", [{"roles": [Role.ADMINISTRATOR]}, {"is_superuser": True}])
def test_one_of_two_administrators_can_close_the_account(ada, another):
    grant_role(user=ada, role=Role.ADMINISTRATOR, by=None, at=NOW)
    UserFactory(**another)

    close_account(user=ada, at=NOW)

    assert not User.objects.get(pk=ada.pk).is_active


def test_close_account_asks_for_the_password_then_for_the_address(ada, ada_client):
    page = reverse("accounts:close_account")
    words = {"email": "ADA@example.org ", "posts": "keep"}
    assert ada_client.post(page, words)["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.get(pk=ada.pk).is_active

    prove_password(ada_client, page)

    assert User.objects.get(pk=ada.pk).is_leaving
    assert "_auth_user_id" not in ada_client.session


@pytest.mark.parametrize("email", ["", "someone@else.org", "x" * 300, "a\x00b", "<script>", "%"])
def test_close_account_refuses_another_address(ada, ada_client, email):
    page = reverse("accounts:close_account")
    prove_password(ada_client, page)

    answer = ada_client.post(page, {"email": email, "posts": "keep"})

    assert set(answer.context["form"].errors) == {"email"}
    assert User.objects.get(pk=ada.pk).is_active


def test_close_account_tells_the_last_administrator_why_not(client, settings):
    settings.DEMO = True
    admin = UserFactory(roles=[Role.ADMINISTRATOR])
    client.force_login(admin)

    answer = client.post(reverse("accounts:close_account"), {"email": admin.email, "posts": "keep"})

    assert "You are the only administrator" in answer.content.decode()
    assert User.objects.get(pk=admin.pk).is_active


@pytest.mark.parametrize("seconds", [0, 700])
def test_the_last_use_of_a_session_is_noted_every_ten_minutes(client, ada, time_machine, seconds):
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    sign_in(client)

    time_machine.move_to(start + dt.timedelta(seconds=seconds), tick=False)
    client.get(reverse("accounts:settings"))

    seen = UserSession.objects.get(user=ada).last_seen_at
    assert round((seen - start).total_seconds()) == seconds


def test_the_other_sessions_can_be_ended(client, ada):
    from django.test import Client

    other = Client()
    for browser in (client, other):
        sign_in(browser)

    client.post(reverse("usersessions_list"))

    assert client.get(reverse("accounts:settings")).status_code == 200
    assert other.get(reverse("accounts:settings")).status_code == 302
