"""People who work on evidence gaps, shown to those signed in (decision 8)."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.types import Person
from library.gaps.workers import WORKER_KINDS, Worker, WorkerKind


def _oneself(user: Person) -> list[tuple[int, str]]:
    return [(user.pk, str(user))] if user.is_authenticated else []


def _people(user: Person, keys: Collection[int]) -> dict[int, Worker]:
    if not user.is_authenticated:
        return {}
    people = User.objects.open().filter(pk__in=keys)
    return {each.pk: Worker(str(each), each.get_absolute_url()) for each in people}


WORKER_KINDS.add("person", WorkerKind(_("Myself"), _("A member"), _oneself, _people))
