"""The library's share of my home: what waits on an editor."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.agenda import ToDo, do_next
from core.permissions import allows
from library.catalogue.models import Featured
from library.curation.models import Proposal
from library.gaps.models import EvidenceGap, GapFilling
from library.gaps.states import UNFILLED, GapState
from library.practice.models import Trial
from library.recommendations.models import Representation

_WARNING = dt.timedelta(days=7)


@do_next("library")
def do_next_of(user: User, now: dt.datetime) -> list[ToDo]:
    """Return what an editor has to do: choose the next featured record, decide on proposed corrections, and
    check who answers for whom and what was tried elsewhere, and decide on evidence gaps. At most five queries.
    """
    if not allows(user, "library.edit"):
        return []
    return [
        *_feature(timezone.localdate(now)),
        *_proposals(),
        *_representations(),
        *_gaps(),
        *_trials(),
    ]


def _feature(today: dt.date) -> Iterator[ToDo]:
    """Ask for the next featured record a week before the present one ends."""
    last = Featured.objects.order_by("-ends_on").values_list("ends_on", flat=True).first()
    if last is not None and last >= today + _WARNING:
        return
    why = (
        _("The featured record ends on %(day)s and no other is planned.")
        % {"day": f"{last:%d %B %Y}"}
        if last is not None and last >= today
        else _("The public home has no featured record.")
    )
    address = reverse("library:featured")
    yield ToDo(_("Choose the next featured record"), address, why, weight=30)


def _proposals() -> Iterator[ToDo]:
    count = Proposal.objects.open().count()
    if not count:
        return
    title = ngettext(
        "Answer a proposed correction",
        "Answer %(count)d proposed corrections",
        count,
    )
    why = _("Readers are waiting for an answer.")
    yield ToDo(title % {"count": count}, reverse("library:proposal_list"), why, weight=35)


def _representations() -> Iterator[ToDo]:
    count = Representation.objects.open().count()
    if not count:
        return
    title = ngettext(
        "Check a request to answer recommendations",
        "Check %(count)d requests to answer recommendations",
        count,
    )
    why = _("Someone wants to answer for an organisation or a place.")
    address = reverse("recommendations:representation_list")
    yield ToDo(title % {"count": count}, address, why, weight=36)


def _gaps() -> Iterator[ToDo]:
    """Tell of proposed gaps, and of records that somebody offered for an open one."""
    offered = GapFilling.objects.offered().readable().order_by().values("gap")
    count = EvidenceGap.objects.aggregate(
        proposed=Count("pk", filter=Q(state=GapState.PROPOSED)),
        offered=Count("pk", filter=Q(state__in=UNFILLED, pk__in=offered)),
    )
    desk = reverse("library:evidence_gap_desk")
    if count["offered"]:
        title = ngettext(
            "Say whether a record fills an evidence gap",
            "Say whether records fill %(count)d evidence gaps",
            count["offered"],
        )
        why = _("Someone offered a record that may fill it.")
        yield ToDo(title % {"count": count["offered"]}, f"{desk}?show=offers", why, weight=37)
    if count["proposed"]:
        title = ngettext(
            "Decide on a proposed evidence gap",
            "Decide on %(count)d proposed evidence gaps",
            count["proposed"],
        )
        why = _("The public register shows a gap once an editor has accepted it.")
        yield ToDo(title % {"count": count["proposed"]}, desk, why, weight=60)


def _trials() -> Iterator[ToDo]:
    count = Trial.objects.open().count()
    if not count:
        return
    title = ngettext(
        "Check a report of a case study tried elsewhere",
        "Check %(count)d reports of case studies tried elsewhere",
        count,
    )
    why = _("Someone reports where they tried it, for everyone to read.")
    yield ToDo(title % {"count": count}, reverse("library:trial_list"), why, weight=37)
