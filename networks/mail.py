"""The mail that carries an invitation, also to people without an account."""

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from networks.models import Invitation
from notifications.mail_writers import writes_mail


@writes_mail("networks.invitation")
def write_invitation(key: int) -> EmailMessage | None:
    """Return the mail of an invitation, as long as it can be answered."""
    waiting = Invitation.objects.waiting(now=timezone.now()).with_names()
    invitation = waiting.filter(pk=key).first()
    return invitation_mail(invitation) if invitation else None


def invitation_mail(invitation: Invitation) -> EmailMultiAlternatives:
    """Write the mail: who invites to what, the link to answer, and until when it works."""
    context = {
        "invitation": invitation,
        "network": invitation.network,
        "address": settings.SITE_URL + invitation.get_absolute_url(),
        "institute_name": settings.INSTITUTE_NAME,
    }
    subject = _("%(person)s invites you to join %(network)s") % {
        "person": invitation.invited_by,
        "network": invitation.network,
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string("networks/mail/invitation.txt", context),
        to=[invitation.email],
    )
    mail.attach_alternative(render_to_string("networks/mail/invitation.html", context), "text/html")
    return mail
