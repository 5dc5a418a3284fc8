"""Writing mails: text, headers and unsubscribe links."""

import zoneinfo
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from notifications.attachments import file_of
from notifications.channels import DIGEST, DIGEST_MAIL
from notifications.digest.contents import contents_of
from notifications.digest.sections import Sections
from notifications.groups import GROUPS
from notifications.kinds import kind_named, kinds_that_can_stop
from notifications.mail_writers import writes_many_mails
from notifications.models import DigestIssue, Notification

_SALT = "notifications.unsubscribe"
# Phones show about as many letters of a subject.
MOST_OF_SUBJECT = 60


def unsubscribe_token(user: User, what: str) -> str:
    """Return a token that unsubscribes one person from one thing, without signing in."""
    return signing.dumps([user.pk, what], salt=_SALT)


def read_unsubscribe_token(token: str) -> tuple[int, str]:
    """Return the person's key and the thing. Raises ``signing.BadSignature`` for anything we did not sign."""
    user_pk, what = signing.loads(token, salt=_SALT)
    return user_pk, what


def notification_mail(notification: Notification) -> EmailMultiAlternatives:
    """Write the mail for one notification: what happened, a link to act on it, and why it came."""
    kind = kind_named(notification.kind)
    context = {
        "notification": notification,
        "address": settings.SITE_URL + notification.address,
        "why": kind.why,
    }
    mail = _mail(
        notification.recipient,
        subject=notification.title,
        template="notifications/mail/notification",
        context=context,
        what=kind.name if kind.can_be_off else "",
    )
    if file := file_of(notification):
        if file.reads_as:
            mail.attach_alternative(file.content.decode(), file.reads_as)
        mail.attach(file.name, file.content, file.media_type)
    return mail


@writes_many_mails(DIGEST_MAIL)
def write_digests(keys: Sequence[int]) -> dict[int, EmailMessage]:
    """Return the mails of these issues, each in its reader's time zone; none where nothing is new."""
    issues = list(DigestIssue.objects.filter(pk__in=keys).select_related("user"))
    contents = contents_of(issues)
    mails: dict[int, EmailMessage] = {}
    for issue in issues:
        if sections := contents.get(issue.pk):
            with timezone.override(zoneinfo.ZoneInfo(issue.user.time_zone)):
                mails[issue.pk] = digest_mail(issue, sections)
    return mails


def digest_mail(issue: DigestIssue, sections: Sections) -> EmailMultiAlternatives:
    """Return the mail of a digest across all parts."""
    context = {
        "sections": sections,
        "why": _("your notification settings include a regular summary"),
    }
    return _mail(
        issue.user,
        subject=_digest_subject(sections),
        template="notifications/mail/digest",
        context=context,
        what=DIGEST,
    )


def _digest_subject(sections: Sections) -> str:
    """Say what is in the summary: the first line, and how many there are beside it."""
    titles = [line.title for _heading, lines in sections for line in lines]
    more = len(titles) - 1
    if not more:
        return titles[0]
    words = ngettext("%(title)s, and %(more)s more", "%(title)s, and %(more)s more", more)
    return words % {"title": Truncator(titles[0]).chars(MOST_OF_SUBJECT), "more": more}


def _mail(
    user: User,
    *,
    subject: str,
    template: str,
    context: Mapping[str, object],
    what: str,
) -> EmailMultiAlternatives:
    headers = {}
    words: dict[str, object] = {
        **context,
        "person": user,
        "site": settings.SITE_URL,
        "institute_name": settings.INSTITUTE_NAME,
        "preferences": settings.SITE_URL + reverse("notifications:preferences"),
    }
    if what:
        link = settings.SITE_URL + reverse(
            "notifications:unsubscribe", args=[unsubscribe_token(user, what)]
        )
        words["unsubscribe"] = link
        headers["List-Unsubscribe"] = f"<{link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"{template}.txt", words),
        to=[user.email],
        headers=headers,
    )
    mail.attach_alternative(render_to_string(f"{template}.html", words), "text/html")
    return mail


def unsubscribe_label(what: str) -> str:
    """Return in words what an unsubscribe token switches off; nothing for what cannot be switched off.

    Earlier mails name a group of kinds.
    """
    if what == DIGEST:
        return _("the regular summary")
    if what in GROUPS:
        return str(GROUPS[what].label)
    return kind_named(what).label if what in kinds_that_can_stop() else ""
