"""The mail that carries an invitation, also to people without an account."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from networks.models import Invitation


def invitation_mail(invitation: Invitation) -> EmailMultiAlternatives:
    """Who invites to what, the link to answer, and until when it works."""
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
