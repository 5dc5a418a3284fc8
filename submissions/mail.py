"""Mail to co-authors, who may have no account: a link to a page where they can answer."""

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.mail_writers import writes_mail
from submissions.models import CoAuthor

_SALT = "submissions.co_author"


def co_author_token(co_author: CoAuthor) -> str:
    """Make a token that lets whoever reads this mailbox answer for this one naming."""
    return signing.dumps([co_author.pk, co_author.email], salt=_SALT)


def find_co_author(token: str) -> CoAuthor:
    """Return whom the token names. Raises ``BadSignature`` or ``CoAuthor.DoesNotExist``."""
    pk, email = signing.loads(token, salt=_SALT)
    return CoAuthor.objects.with_work().get(pk=pk, email=email)


@writes_mail("submissions.co_author_named")
def write_naming(key: int) -> EmailMessage | None:
    """Return the mail that tells of a naming, unless this person is named no longer."""
    co_author = CoAuthor.objects.with_work().filter(pk=key).first()
    return naming_mail(co_author) if co_author else None


@writes_mail("submissions.co_author_published")
def write_record_news(key: int) -> EmailMessage | None:
    """Write the mail about the record, unless this person is named no longer."""
    co_author = CoAuthor.objects.with_work().filter(pk=key).first()
    return record_mail(co_author) if co_author else None


def naming_mail(co_author: CoAuthor) -> EmailMessage:
    """Tell someone that they were named as an author of what was sent in."""
    return _mail(
        co_author,
        _("You are named as a co-author of “%(title)s”"),
        "submissions/mail/co_author_named.txt",
    )


def record_mail(co_author: CoAuthor) -> EmailMessage:
    """Tell someone that the work they are named on is in the library."""
    return _mail(
        co_author,
        _("Accepted, and now in the library: “%(title)s”"),
        "submissions/mail/co_author_published.txt",
    )


def _mail(co_author: CoAuthor, subject: str, template: str) -> EmailMessage:
    submission = co_author.submission
    record = submission.record
    context = {
        "co_author": co_author,
        "submission": submission,
        "institute_name": settings.INSTITUTE_NAME,
        "answer": settings.SITE_URL
        + reverse("submissions:co_author_answer", args=[co_author_token(co_author)]),
        "record": settings.SITE_URL + record.get_absolute_url() if record else "",
    }
    words = {"title": " ".join(submission.title.split())}
    return EmailMessage(
        subject=subject % words, body=render_to_string(template, context), to=[co_author.email]
    )
