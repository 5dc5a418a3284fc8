"""Co-authors, who are told and may say no, and files, which are judged by their content."""

import datetime as dt
import io

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pypdf import PdfWriter

from accounts.actions.mail_limits import TooManyMails
from demo.factories.accounts import UserFactory
from demo.factories.submissions import SubmissionFactory
from notifications.delivery.sending import send_waiting
from notifications.models import Notification
from submissions.actions.co_authors import CannotBeNamed, add_co_author
from submissions.actions.files import attach_file, remove_file
from submissions.actions.submitting import submit
from submissions.mail import co_author_token
from submissions.models import Attachment, CoAuthor, CoAuthorAnswer, Submission
from submissions.states import SubmissionState

pytestmark = pytest.mark.django_db
NOW = timezone.now()
CSV = b"place,rate\nNorth,12\nSouth,9\n"


@pytest.fixture(autouse=True)
def _own_media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


def pdf(password=None):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def png():
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "PNG")
    return stream.getvalue()


def upload(client, submission, content, name):
    address = reverse("submissions:submission_files", args=[submission.pk])
    return client.post(address, {"upload": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(
    ("content", "name", "kept_as"),
    [
        (CSV, "rates.csv", "rates.csv"),
        (png(), "chart.png", "chart.png"),
        (pdf(), "report.pdf", "report.pdf"),
        (pdf(), "../../etc/pass wd.exe", "pass wd.pdf"),
        (pdf(), "отчёт 📄.pdf", "отчёт 📄.pdf"),
    ],
)
def test_a_file_is_kept_under_a_name_that_fits_what_it_is(client_for, content, name, kept_as):
    draft = SubmissionFactory()
    client = client_for(draft.author)

    answer = upload(client, draft, content, name)

    file = Attachment.objects.get()
    assert answer.status_code == 302
    assert (file.name, file.size) == (kept_as, len(content))
    served = client.get(reverse("submissions:file_download", args=[draft.pk, file.pk]))
    assert b"".join(served.streaming_content) == content
    assert served["Content-Disposition"].startswith("attachment")
    assert served["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "empty.pdf", "is empty"),
        (b"MZ\x90\x00" + bytes(range(64)), "report.pdf", "is a program"),
        (b"\x7fELF" + bytes(range(64)), "report.docx", "is a program"),
        (pdf(password="secret"), "report.pdf", "locked by a password"),
        (pdf()[:60], "report.pdf", "broken"),
        (b"<html><script>alert(1)</script>", "page.csv", "do not accept this type of file"),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(client_for, content, name, reason):
    draft = SubmissionFactory()

    answer = upload(client_for(draft.author), draft, content, name)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert reason in page
    assert 'id="id_upload_error"' in page
    assert not Attachment.objects.exists()


def test_sixty_megabytes_are_refused_in_words(client_for):
    draft = SubmissionFactory()

    answer = upload(client_for(draft.author), draft, b"%PDF-1.4" + bytes(60 * 2**20), "big.pdf")

    assert answer.status_code == 200
    assert "larger than 50 MB" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_no_file_at_all_is_said_beside_the_field(client_for):
    draft = SubmissionFactory()

    answer = client_for(draft.author).post(reverse("submissions:submission_files", args=[draft.pk]))

    assert "Choose a file." in answer.content.decode()


def test_the_same_file_twice_is_one_file(client_for):
    draft = SubmissionFactory()
    client = client_for(draft.author)

    for _ in range(2):
        upload(client, draft, CSV, "rates.csv")

    assert Attachment.objects.count() == 1


def test_the_eleventh_file_is_refused_and_a_place_is_used_again(client_for):
    draft = SubmissionFactory()
    for number in range(10):
        attach_file(
            submission=draft, upload=ContentFile(CSV + b"E,%d\n" % number, name="r.csv"), at=NOW
        )
    client = client_for(draft.author)

    refused = upload(client, draft, CSV, "eleventh.csv")
    remove_file(attachment=draft.attachments.get(position=4))
    upload(client, draft, CSV, "eleventh.csv")

    assert "You can add up to 10 files" in refused.content.decode()
    assert sorted(draft.attachments.values_list("position", flat=True)) == list(range(1, 11))


def test_removing_a_file_removes_its_bytes_unless_an_editor_has_seen_it(
    tmp_path, django_capture_on_commit_callbacks
):
    draft = SubmissionFactory()
    files = [
        attach_file(submission=draft, upload=ContentFile(content, name="x"), at=NOW)
        for content in (CSV, png())
    ]

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(attachment=files[0])
    assert [p.suffix for p in tmp_path.rglob("*.*")] == [".png"]

    submit(submission=draft, by=draft.author, at=NOW)
    Submission.objects.update(state=SubmissionState.CHANGES_REQUESTED)
    with django_capture_on_commit_callbacks(execute=True):
        remove_file(attachment=files[1])
    assert not Attachment.objects.exists()
    assert [p.suffix for p in tmp_path.rglob("*.*")] == [".png"]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"name": "", "email": "a@example.org"}, "Enter your co-author’s name"),
        ({"name": "Ana", "email": ""}, "Enter your co-author’s email address"),
        ({"name": "Ana", "email": "nobody"}, "Enter an email address"),
        ({"name": "x" * 101, "email": "a@example.org"}, "at most 100"),
        ({"name": "a\x07", "email": "a@example.org"}, "invisible control characters"),
    ],
)
def test_a_co_author_needs_a_name_and_an_address(client_for, data, error):
    draft = SubmissionFactory()

    answer = client_for(draft.author).post(
        reverse("submissions:submission_co_authors", args=[draft.pk]), data
    )

    assert answer.status_code == 200
    assert error in answer.content.decode()
    assert not CoAuthor.objects.exists()


def test_an_author_does_not_name_themselves_and_names_others_once(client_for):
    draft = SubmissionFactory()
    client = client_for(draft.author)
    address = reverse("submissions:submission_co_authors", args=[draft.pk])

    mine = client.post(address, {"name": "Me", "email": draft.author.email.upper()})
    for name in ("Ana", "Ana Sousa"):
        client.post(address, {"name": name, "email": "ana@example.org"})

    assert "You are already the author" in mine.content.decode()
    assert list(CoAuthor.objects.values_list("name", flat=True)) == ["Ana Sousa"]


def test_twenty_co_authors_are_enough():
    draft = SubmissionFactory()
    for number in range(20):
        add_co_author(submission=draft, name="N", email=f"n{number}@example.org")

    with pytest.raises(CannotBeNamed):
        add_co_author(submission=draft, name="N", email="n20@example.org")


def test_co_authors_are_told_once_when_it_is_sent_in(django_capture_on_commit_callbacks):
    draft = SubmissionFactory()
    add_co_author(submission=draft, name="Ana", email="ana@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        assert mail.outbox == []
        submit(submission=draft, by=draft.author, at=NOW)
    later = send_waiting(at=NOW + dt.timedelta(days=1))

    assert [(m.to, m.subject) for m in mail.outbox] == [
        (["ana@example.org"], f"You are named as a co-author of “{draft.title}”")
    ]
    assert later == 0


@pytest.fixture
def named():
    draft = SubmissionFactory()
    co_author = add_co_author(submission=draft, name="Ana", email="ana@example.org")
    submit(submission=draft, by=draft.author, at=NOW)
    return co_author


def test_opening_the_link_changes_nothing_and_no_tells_the_author(client, named):
    address = reverse("submissions:co_author_answer", args=[co_author_token(named)])

    opened = client.get(address)
    assert opened.status_code == 200
    assert CoAuthor.objects.get().answer == CoAuthorAnswer.NONE
    client.post(address, {"answer": "no"})

    assert CoAuthor.objects.get().answer == CoAuthorAnswer.NOT_ME
    assert list(
        Notification.objects.filter(recipient=named.submission.author).values_list("title")
    ) == [(f"Ana says they are not an author of: {named.submission}",)]


def test_yes_with_an_account_lets_them_follow_the_work(client_for, named):
    person = UserFactory(email="ana@example.org")
    client = client_for(person)
    token = co_author_token(named)

    before = client.get(named.submission.get_absolute_url()).status_code
    client.post(reverse("submissions:co_author_answer", args=[token]), {"answer": "yes"})
    after = client.get(named.submission.get_absolute_url()).status_code
    listed = client.get(reverse("submissions:submission_list")).content.decode()

    assert (before, after) == (404, 200)
    assert named.submission.title in listed


@pytest.mark.parametrize(("is_confirmed", "status"), [(None, 404), (False, 404), (True, 200)])
def test_yes_opens_the_work_only_to_an_account_that_has_the_address_named(
    client_for, named, is_confirmed, status
):
    holder = UserFactory()
    if is_confirmed is not None:
        EmailAddress.objects.create(user=holder, email=named.email, verified=is_confirmed)
    client = client_for(holder)
    address = reverse("submissions:co_author_answer", args=[co_author_token(named)])

    page = client.post(address, {"answer": "yes"}, follow=True)

    assert CoAuthor.objects.get().answer == CoAuthorAnswer.YES
    assert client.get(named.submission.get_absolute_url()).status_code == status
    assert (f"add {named.email} to your account" in page.content.decode()) is (status == 404)


@pytest.mark.parametrize("token", ["nonsense", "a:b:c", "%00"])
def test_a_forged_link_leads_nowhere(client, token):
    answer = client.get(reverse("submissions:co_author_answer", args=[token]))

    assert answer.status_code == 404


def test_a_link_of_someone_no_longer_named_leads_nowhere(client, named):
    token = co_author_token(named)
    CoAuthor.objects.all().delete()

    answer = client.get(reverse("submissions:co_author_answer", args=[token]))

    assert answer.status_code == 404


def test_an_author_has_one_address_mailed_five_times_a_day_and_keeps_the_draft(client_for):
    author = UserFactory()
    drafts = [SubmissionFactory(author=author) for _draft in range(6)]
    for draft in drafts:
        add_co_author(submission=draft, name="Ana", email="ana@example.org")
    for draft in drafts[:5]:
        submit(submission=draft, by=author, at=NOW)

    with pytest.raises(TooManyMails, match="We have sent too many emails to this address"):
        submit(submission=drafts[5], by=author, at=NOW)

    assert Submission.objects.get(pk=drafts[5].pk).state == SubmissionState.DRAFT
    assert send_waiting(at=NOW) >= 5
    assert [letter.to for letter in mail.outbox].count(["ana@example.org"]) == 5
    submit(submission=drafts[5], by=author, at=NOW + dt.timedelta(days=1))
