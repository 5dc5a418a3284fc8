"""The check of safeguarding: somebody reads what is reported."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role
from core.doctor.findings import Finding, doctor_check, fault, ok, warning
from safeguarding.models import Concern


@doctor_check("safeguarding.lead", position=66, asks_database=True)
def lead(now: dt.datetime) -> Iterator[Finding]:
    """Report whether somebody is a safeguarding lead, and how many concerns wait where nobody is."""
    what = _("Safeguarding")
    leads = User.objects.open().with_role(Role.SAFEGUARDING_LEAD).count()
    if leads:
        yield ok(what, ngettext("%(count)d lead", "%(count)d leads", leads) % {"count": leads})
        return
    advice = _("Give someone the role of safeguarding lead, on the page “People and roles”.")
    waiting = Concern.objects.open().count()
    if waiting:
        words = ngettext(
            "there is no lead, and %(count)d concern is waiting",
            "there is no lead, and %(count)d concerns are waiting",
            waiting,
        )
        yield fault(what, words % {"count": waiting}, advice)
    else:
        yield warning(what, _("there is no lead"), advice)
