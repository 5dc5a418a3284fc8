"""Publishing a draft by a worker: small numbers are found first, and then everything is shown in one step."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from core.announcements import announce
from indicators.catalogue.actions.releases import lock_release, what_is_missing
from indicators.catalogue.actions.suppression import (
    ToHide,
    find_small_numbers,
    hide_figures,
    suppress_small_numbers,
)
from indicators.catalogue.models import Publication, Release
from indicators.catalogue.refusals import NotReadyToPublish
from indicators.catalogue.states import RELEASE_FLOW
from indicators.signals import release_published

MOST_TRIES = 3
Clock = Callable[[], dt.datetime]


class WorkerWasStopped(RuntimeError):
    """The worker that published a release was stopped at each try."""


@transaction.atomic
def publish_release(*, release: Release, by: User | None, at: dt.datetime) -> Release:
    """Show the figures of a release to everyone, without those that rest on too few. Followers are told.

    Raises ``NotReadyToPublish`` unless it names publisher, source and licence, has figures, and each of its
    indicators has a definition; ``TransitionNotAllowed`` unless it is not published yet.
    """
    release = _lock_ready(release)
    if release.is_unpublished:
        suppress_small_numbers(release=release)
    return _show(release, by=by, at=at)


@transaction.atomic
def ask_to_publish(*, release: Release, by: User, at: dt.datetime) -> Release:
    """Queue a draft for the worker that publishes it. Repeats safely, also when it is published.

    Raises ``NotReadyToPublish`` as ``publish_release`` does, and ``TransitionNotAllowed`` when it was withdrawn.
    """
    release = _lock_ready(release)
    if RELEASE_FLOW.leads_here("queue", release) or RELEASE_FLOW.leads_here("publish", release):
        return release
    RELEASE_FLOW.make("queue", release, actor=by, at=at)
    asked = {"asked_by": by, "asked_at": at, "touched_at": None, "tries": 0, "problem": ""}
    Publication.objects.update_or_create(release=release, defaults=asked)
    return release


@transaction.atomic
def cancel_publishing(*, release: Release, by: User, at: dt.datetime) -> Release:
    """Make a draft of it again, before the worker has shown anything. Repeats safely.

    Raises ``TransitionNotAllowed`` once it is published.
    """
    release = lock_release(release)
    if not release.is_draft:
        RELEASE_FLOW.make("return", release, actor=by, at=at)
        Publication.objects.filter(release=release).delete()
    return release


def publish_asked(*, publication: Publication, now: Clock) -> Release | None:
    """Publish what was asked for, unless another worker is at it. Returns nothing when it was not published.

    What is lacking by now makes a draft of it again, which says why. Repeats safely. Raises ``WorkerWasStopped``, and
    whatever goes wrong: then ``give_up_publishing`` is to be called.
    """
    if publication.tries >= MOST_TRIES:
        raise WorkerWasStopped
    if not _claim(publication, now()):
        return None
    found: list[ToHide] = []
    # Figures of such a release do not change: they are looked at without keeping others from writing.
    for of_indicator in find_small_numbers(publication.release):
        found.append(of_indicator)
        Publication.objects.filter(pk=publication.pk).update(touched_at=now())
    with transaction.atomic():
        release = lock_release(publication.release)
        # Cancelled meanwhile; or cancelled, filled anew and asked for again, with other figures than were looked at.
        asked = Publication.objects.filter(release=release, asked_at=publication.asked_at)
        if not release.is_being_published or not asked.exists():
            return None
        if missing := what_is_missing(release):
            _give_back(publication, " ".join(missing), at=now())
            return None
        for of_indicator in found:
            hide_figures(of_indicator)
        return _show(release, by=publication.asked_by, at=now())


@transaction.atomic
def give_up_publishing(*, publication: Publication, at: dt.datetime) -> bool:
    """Let the failed step be tried again; after three tries make a draft of it, and tell so."""
    tried = Publication.objects.select_for_update().filter(pk=publication.pk, problem="")
    if not tried.filter(tries__gte=MOST_TRIES).exists():
        tried.update(touched_at=None)
        return False
    words = _("We could not publish these figures. This is our fault, and we have told the people who run this site.")  # fmt: skip
    _give_back(publication, words, at=at)
    return True


def _claim(publication: Publication, at: dt.datetime) -> bool:
    free = Publication.objects.waiting(at).filter(pk=publication.pk)
    return bool(free.update(touched_at=at, tries=F("tries") + 1))


def _give_back(publication: Publication, problem: str, *, at: dt.datetime) -> None:
    RELEASE_FLOW.make("return", publication.release, actor=None, at=at)
    Publication.objects.filter(pk=publication.pk).update(problem=problem[:500], touched_at=None)


def _lock_ready(release: Release) -> Release:
    release = lock_release(release)
    if release.is_unpublished and (missing := what_is_missing(release)):
        raise NotReadyToPublish(missing)
    return release


def _show(release: Release, *, by: User | None, at: dt.datetime) -> Release:
    release.published_at = release.published_at or at
    release.save(update_fields=["published_at"])
    RELEASE_FLOW.make("publish", release, actor=by, at=at)
    Publication.objects.filter(release=release).delete()
    announce(release_published, Release, release_id=release.pk)
    return release
