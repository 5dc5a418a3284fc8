"""Writing and accepting the code of conduct."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from core.text import render_markdown
from networks.models import ConductAcceptance, ConductVersion
from networks.refusals import ConductChanged


@transaction.atomic
def publish_conduct(*, body: str, by: User, at: dt.datetime) -> ConductVersion:
    """Publish the next version of the code of conduct; members accept it before they post again.

    ``body`` is Markdown. The same words again publish nothing.
    """
    newest = ConductVersion.objects.select_for_update().newest_first().first()
    if newest is not None and newest.body == body:
        return newest
    number = ConductVersion.objects.aggregate(last=Max("number"))["last"] or 0
    return ConductVersion.objects.create(
        number=number + 1,
        body=body,
        body_html=render_markdown(body),
        written_by=by,
        published_at=at,
    )


def accept_conduct(*, number: int, user: User, at: dt.datetime) -> None:
    """Note that the person accepts this version. Repeats safely; raises ``ConductChanged`` for an old one."""
    newest = ConductVersion.objects.newest_first().first()
    if newest is None or newest.number != number:
        raise ConductChanged
    ConductAcceptance.objects.get_or_create(version=newest, user=user, defaults={"accepted_at": at})
