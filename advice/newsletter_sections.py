"""The section of the newsletter with calls for advice: what the institute is asked, while it can still be advised."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from advice.addresses import case_keys_in
from advice.models import AdviceCase
from advice.models.cases import AdviceCaseQuerySet
from core.times.moments import in_zone
from newsletters.sections import HIDDEN_PAGES, MOST_NEW, SECTIONS, News, Section


def _news(cases: AdviceCaseQuerySet) -> list[News]:
    return [
        News(
            key=str(case.pk),
            title=case.title,
            address=case.get_absolute_url(),
            summary=". ".join(
                filter(None, [str(case.get_kind_display()), case.body, _until(case)])
            ),
            at=case.created_at,
        )
        for case in cases
    ]


def _until(case: AdviceCase) -> str:
    if case.closes_at is None:
        return ""
    return _("Closes %(moment)s") % {"moment": in_zone(case.closes_at, case.time_zone)}


def _open_calls() -> AdviceCaseQuerySet:
    return AdviceCase.objects.public().unsent()


def new_calls(*, since: dt.datetime, until: dt.datetime) -> Sequence[News]:
    """Return public cases that were begun in the period and are not closed yet, the soonest first. One query."""
    still_open = Q(closes_at=None) | Q(closes_at__gt=until)
    calls = _open_calls().filter(still_open, created_at__gt=since, created_at__lte=until)
    return _news(calls.soonest_first()[:MOST_NEW])


def calls_again(keys: Sequence[int]) -> list[News]:
    """Return those of the cases that are public and still without advice."""
    return _news(_open_calls().filter(pk__in=keys))


SECTIONS.add("advice", Section(_("Calls for advice"), new_calls, calls_again), position=60)


@HIDDEN_PAGES.register("advice")
def hidden_pages(addresses: Collection[str], *, is_sending: bool) -> set[str]:
    """Return the addresses of confidential cases, and of cases that are none. One query."""
    keys = case_keys_in(addresses)
    if not keys:
        return set()
    cases = AdviceCase.objects.filter(pk__in=keys.values()).order_by("pk")
    if is_sending:
        cases = cases.select_for_update(of=("self",))
    public = {
        pk
        for pk, is_confidential in cases.values_list("pk", "is_confidential")
        if not is_confidential
    }
    return {address for address, key in keys.items() if key not in public}
