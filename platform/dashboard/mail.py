"""The test mail of an administrator to themselves."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from notifications.mail_writers import writes_mail

TEST_MAIL = "dashboard.test"


@writes_mail(TEST_MAIL)
def write_test_mail(key: int) -> EmailMessage | None:
    """Return the mail to the person of this key; none once their account is closed."""
    user = User.objects.open().filter(pk=key).first()
    if user is None:
        return None
    context = {
        "institute_name": settings.INSTITUTE_NAME,
        "address": settings.SITE_URL + reverse("dashboard:operation"),
    }
    return EmailMessage(
        subject=_("Test email from %(name)s") % {"name": settings.INSTITUTE_NAME},
        body=render_to_string("dashboard/mail/test.txt", context),
        to=[user.email],
    )
