"""The closing moment of a case as an entry of a calendar."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _

from advice.models import AdviceCase
from core.files.calendar_files import CalendarEvent

# An entry ends when the case closes: one of no length is not allowed.
_LENGTH = dt.timedelta(minutes=15)


def closing_entry(case: AdviceCase, *, address: str = "") -> CalendarEvent:
    """Describe the last minutes before a case closes, in the zone in which that was announced.

    Its number rises with each change of the case, so that calendars take the newest in. The case has a closing moment.
    """
    assert case.closes_at is not None  # noqa: S101  (the callers ask for those alone)
    page = address or case.get_absolute_url()
    return CalendarEvent(
        uid=f"advice-{case.pk}",
        sequence=case.edit_number,
        changed_at=case.changed_at,
        starts_at=(case.closes_at - _LENGTH).astimezone(dt.UTC),
        ends_at=case.closes_at.astimezone(dt.UTC),
        summary=_("Closes: %(title)s") % {"title": case.title},
        description=f"{case.closing_in_words}\n{settings.SITE_URL}{page}",
        link=f"{settings.SITE_URL}{page}",
        address=page,
        time_zone=case.time_zone,
    )
