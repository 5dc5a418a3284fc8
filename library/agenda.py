"""The library's share of my home: what waits on an editor."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.conflicts_of_interest import people_in_conflict_with
from accounts.models import User
from core.agenda import ToDo, do_next
from core.permissions import allows
from library.catalogue.models import Featured
from library.curation.models import Proposal
from library.gaps.models import EvidenceGap, GapFilling
from library.gaps.states import UNFILLED, GapState
from library.practice.models import Trial
from library.practice.waiting import counted, needing_judgement, open_to
from library.recommendations.models import Representation

_WARNING = dt.timedelta(days=7)


@do_next("library")
def do_next_of(user: User, now: dt.datetime) -> list[ToDo]:
    """Return what an editor has to do: choose the next featured record, decide on proposed corrections, and
    check who answers for whom and what was tried elsewhere, judge case studies, and decide on evidence gaps.

    At most five queries, and one for each part that knows who works closely with whom.
    """
    if not allows(user, "library.edit"):
        return []
    return [
        *_feature(timezone.localdate(now)),
        *_proposals(),
        *_representations(),
        *_gaps(),
        *_practice(user),
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


def _practice(user: User) -> Iterator[ToDo]:
    """Tell of reports of trials, and of judgements that this editor may give: first of those that another waits for."""
    own = open_to(user, needing_judgement(), close_to=people_in_conflict_with(user))
    count = counted(trials=Trial.objects.open(), second=own.filter(begun_at__isnull=False), any=own)
    if count["trials"]:
        title = ngettext(
            "Check a report of a case study tried elsewhere",
            "Check %(count)d reports of case studies tried elsewhere",
            count["trials"],
        )
        why = _("Someone reports where they tried it, for everyone to read.")
        address = reverse("library:trial_list")
        yield ToDo(title % {"count": count["trials"]}, address, why, weight=37)
    desk = reverse("library:practice_desk")
    if count["second"]:
        title = ngettext(
            "Give the second judgement of a case study",
            "Give the second judgement of %(count)d case studies",
            count["second"],
        )
        why = _("Another editor has judged it. The stage follows from both.")
        address = f"{desk}?missing=second"
        yield ToDo(title % {"count": count["second"]}, address, why, weight=45)
    elif count["any"]:
        title = ngettext("Judge a case study", "Judge %(count)d case studies", count["any"])
        why = _("Its stage follows from the judgements of two editors.")
        yield ToDo(title % {"count": count["any"]}, desk, why, weight=33)
