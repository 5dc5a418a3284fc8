"""The checks of accounts: somebody can run the site, and nobody of the demo is left in it."""

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.doctor.findings import Finding, doctor_check, fault, ok, warning


@doctor_check("accounts.people", position=65, asks_database=True)
def people(now: dt.datetime) -> Iterator[Finding]:
    """Report whether there are administrators, and no people of the demo on a site of real ones."""
    what = _("Administrators")
    count = User.objects.administrators().count()
    if count:
        words = ngettext("%(count)d person", "%(count)d people", count)
        yield ok(what, words % {"count": count})
    else:
        yield fault(what, _("there is none"), _("Run: manage.py createsuperuser"))
    fictional = User.objects.filter(is_demo=True).count()
    if fictional and not settings.DEMO:
        words = ngettext(
            "%(count)d person of the demo is in the database",
            "%(count)d people of the demo are in the database",
            fictional,
        )
        yield warning(
            _("Demo"),
            words % {"count": fictional},
            _("Start with an empty database: the demo content is invented."),
        )
