"""Telling the authors of a case study of its stage."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts.models import User
from library.catalogue.models import Record
from library.kinds import STAGE_ENDED, STAGE_FOLLOWED
from library.practice.models import Assessment
from notifications.actions import notify


def tell_authors_of_stage(*, assessment: Assessment, record: Record, at: dt.datetime) -> int:
    """Tell the authors which stage followed from both judgements; returns how many were told. Repeats safely."""
    return notify(
        recipients=authors_of(record),
        kind=STAGE_FOLLOWED,
        key=f"library.stage_followed:{assessment.pk}",
        target=assessment,
        about=record,
        at=at,
        text=_("The page says why, criterion by criterion, and what a higher stage asks for."),
        work=record.title,
        stage=assessment.get_stage_display() if assessment.stage else _("no stage yet"),
    )


def tell_authors_of_end(
    *, assessment: Assessment, record: Record, by: User | None, at: dt.datetime
) -> int:
    """Tell the authors, but for whoever did it, why the stage no longer counts. Repeats safely."""
    return notify(
        recipients=[author for author in authors_of(record) if author != by],
        kind=STAGE_ENDED,
        key=f"library.stage_ended:{assessment.pk}",
        target=assessment,
        about=record,
        at=at,
        text=assessment.reason,
        work=record.title,
        stage=assessment.get_stage_display(),
    )


def authors_of(record: Record) -> list[User]:
    """Return the authors with an account; where there is none, whoever gave the work to the library."""
    authors = list(User.objects.filter(creations__record=record).distinct().order_by("pk"))
    return authors or ([record.depositor] if record.depositor else [])
