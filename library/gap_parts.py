"""People who work on evidence gaps, shown to those signed in (decision 8), and searches that gaps came from."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from core.types import Person
from library.catalogue.models.records import is_library_staff
from library.finding.actions import normalise_gap
from library.finding.models import Gap
from library.gaps.came_from import SOURCE_KINDS, SourceKind
from library.gaps.models import Origin
from library.gaps.work_sources import KnownWork
from library.gaps.workers import WORKER_KINDS, Worker, WorkerKind


def _oneself(user: Person) -> list[tuple[int, str]]:
    return [(user.pk, str(user))] if user.is_authenticated else []


def _people(user: Person, keys: Collection[int]) -> dict[int, Worker]:
    if not user.is_authenticated:
        return {}
    people = User.objects.open().filter(pk__in=keys)
    return {each.pk: Worker(str(each), each.get_absolute_url()) for each in people}


def _searched(_user: Person, words: str) -> str:
    """Return the words as searches with no results keep them; nothing for words that may be personal."""
    return normalise_gap(words)


def _searches(user: Person, keys: Collection[str]) -> list[KnownWork]:
    """Return the searches for those who may read them: the library's staff."""
    if not is_library_staff(user):
        return []
    return [
        KnownWork(f"“{gap.text}”", reverse("library:gap_edit", args=[gap.pk]), _times(gap.times))
        for gap in Gap.objects.filter(text__in=keys).order_by("text")
    ]


def _times(count: int) -> str:
    words = ngettext("searched %(count)d time", "searched %(count)d times", count)
    return words % {"count": count}


SOURCE_KINDS.add("search", SourceKind(Origin.SEARCH, _searched, _searches))
WORKER_KINDS.add("person", WorkerKind(_("Myself"), _("A member"), _oneself, _people))
