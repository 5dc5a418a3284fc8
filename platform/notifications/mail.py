"""The mails themselves: words, headers and the way out of them."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from notifications.kinds import Group, Text, file_of, kind_named
from notifications.models import DigestIssue, Notification
from notifications.sections import Line

_SALT = "notifications.unsubscribe"
DIGEST = "digest"
# Its name in the queue.
DIGEST_MAIL = "notifications.digest"


def unsubscribe_token(user: User, what: str) -> str:
    """A token that lets its holder switch off one thing for one person, without signing in."""
    return signing.dumps([user.pk, what], salt=_SALT)


def read_unsubscribe_token(token: str) -> tuple[int, str]:
    """Return the person's key and the thing. Raises ``signing.BadSignature`` for anything we did not sign."""
    user_pk, what = signing.loads(token, salt=_SALT)
    return user_pk, what


def notification_mail(notification: Notification) -> EmailMultiAlternatives:
    """The mail for one notification: what happened, a link to act on it, and why it came."""
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
        what=kind.group if kind.can_be_off else "",
        message_id=f"notification-{notification.pk}",
    )
    if file := file_of(notification):
        mail.attach(file.name, file.content, file.media_type)
    return mail


def digest_mail(
    issue: DigestIssue, sections: Sequence[tuple[Text, list[Line]]]
) -> EmailMultiAlternatives:
    """The regular summary across all parts."""
    count = sum(len(lines) for _heading, lines in sections)
    context = {
        "sections": sections,
        "why": _("you asked for a regular summary, or have not said otherwise"),
    }
    return _mail(
        issue.user,
        subject=_("%(count)d new in your networks, courses and library") % {"count": count},
        template="notifications/mail/digest",
        context=context,
        what=DIGEST,
        message_id=f"digest-{issue.pk}",
    )


def _mail(
    user: User,
    *,
    subject: str,
    template: str,
    context: Mapping[str, object],
    what: str,
    message_id: str,
) -> EmailMultiAlternatives:
    domain = settings.SITE_URL.split("//")[-1].split(":")[0]
    # The same mail sent again after a crash has the same identity, so that mail programs show it once.
    headers = {"Message-ID": f"<{message_id}@{domain}>"}
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
    """What a token switches off, in words."""
    return _("the regular summary") if what == DIGEST else str(Group(what).label)
