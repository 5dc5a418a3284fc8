"""The mail that carries an invitation to a cohort, also to people without an account."""

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import CohortInvitation
from notifications.mail_writers import writes_mail


@writes_mail("courses.cohort_invitation")
def write_cohort_invitation(key: int) -> EmailMessage | None:
    """Return the mail of an invitation, as long as it can be answered."""
    waiting = CohortInvitation.objects.waiting(now=timezone.now()).with_names()
    invitation = waiting.filter(pk=key).first()
    return _mail_of(invitation) if invitation else None


def _mail_of(invitation: CohortInvitation) -> EmailMultiAlternatives:
    course = invitation.cohort.release.course
    context = {
        "invitation": invitation,
        "cohort": invitation.cohort,
        "course": course,
        "address": settings.SITE_URL + invitation.get_absolute_url(),
        "institute_name": settings.INSTITUTE_NAME,
    }
    words = {"person": invitation.invited_by, "course": course}
    subject = _("%(person)s invites you to the course %(course)s") % words
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string("courses/mail/cohort_invitation.txt", context),
        to=[invitation.email],
    )
    page = render_to_string("courses/mail/cohort_invitation.html", context)
    mail.attach_alternative(page, "text/html")
    return mail
