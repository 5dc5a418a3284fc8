"""Releases: made as drafts, edited, withdrawn and restored. They are published in ``publishing``."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.forms.edit_conflicts import check_edit_number
from core.forms.form_keys import first_result
from indicators.catalogue.models import Indicator, Release, SeriesBreak
from indicators.catalogue.refusals import ReleaseIsNotADraft
from indicators.catalogue.states import RELEASE_FLOW, ReleaseState
from library.vocabularies.licences import LICENCES

# The indicator, the first day of the figures that are not comparable with earlier ones, and what changed.
Break = tuple[Indicator, dt.date, str]


@transaction.atomic
def create_release(
    *,
    by: User | None,
    at: dt.datetime,
    key: uuid.UUID | None = None,
    import_key: str = "",
    breaks: Iterable[Break] = (),
    **words: Any,
) -> Release:
    """Create a draft of a release, which takes figures by imports. The same key returns the first one.

    Raises ``ValidationError``, also where the release that it replaces is not published.
    """
    if first := key and first_result(Release.objects.filter(created_by=by), key, **words):
        return first
    release = Release(created_by=by, created_at=at, form_key=key, import_key=import_key, **words)
    _check(release)
    release.save()
    return set_breaks(release=release, breaks=breaks)


@transaction.atomic
def edit_release(
    *,
    release: Release,
    opened_at: int | None,
    breaks: Iterable[Break] | None = None,
    **words: Any,
) -> Release:
    """Correct what a release says of its source; also of a published one. Its figures stay.

    Raises ``EditedElsewhere``, and ``ValidationError`` where a published one would lack source or licence.
    """
    release = lock_release(release)
    check_edit_number(release, opened_at)
    for name, word in words.items():
        setattr(release, name, word)
    _check(release)
    if not release.is_draft and (missing := _missing_of_source(release)):
        raise ValidationError(missing)
    release.save()
    return release if breaks is None else set_breaks(release=release, breaks=breaks)


@transaction.atomic
def set_breaks(*, release: Release, breaks: Iterable[Break]) -> Release:
    """Say from which periods figures of a release are not comparable with earlier ones, in place of what was said."""
    lock_release(release)
    release.breaks.all().delete()
    SeriesBreak.objects.bulk_create(
        SeriesBreak(release=release, indicator=indicator, starts_on=day, note=note)
        for indicator, day, note in breaks
    )
    return release


@transaction.atomic
def withdraw_release(*, release: Release, by: User, reason: str, at: dt.datetime) -> Release:
    """Take the figures of a release off all pages. What it replaced is shown again; its page says why it went.

    Raises ``TransitionNotAllowed`` unless it is published.
    """
    release = lock_release(release)
    if release.state == ReleaseState.PUBLISHED:
        release.withdrawal_reason = reason
        release.save(update_fields=["withdrawal_reason"])
    RELEASE_FLOW.make("withdraw", release, actor=by, at=at, note=reason)
    return release


@transaction.atomic
def restore_release(*, release: Release, by: User, at: dt.datetime) -> Release:
    """Show the figures of a withdrawn release again. Raises ``TransitionNotAllowed`` unless it is withdrawn."""
    release = lock_release(release)
    RELEASE_FLOW.make("restore", release, actor=by, at=at)
    release.withdrawal_reason = ""
    release.save(update_fields=["withdrawal_reason"])
    return release


@transaction.atomic
def empty_release(*, release: Release) -> int:
    """Delete the figures of a draft, so that it can be filled anew; return how many there were. Repeats safely.

    Raises ``ReleaseIsNotADraft``.
    """
    release = lock_draft(release)
    deleted, _by_model = release.observations.all().delete()
    release.indicators.clear()
    return deleted


@transaction.atomic
def delete_release(*, release: Release) -> None:
    """Delete a draft with its figures and imports. Raises ``ReleaseIsNotADraft``; repeats safely."""
    if not Release.objects.filter(pk=release.pk).exists():
        return
    release = lock_draft(release)
    for begun in release.imports.all():
        begun.content.delete(save=False)
    release.delete()


def what_is_missing(release: Release) -> list[str]:
    """Say what the release lacks to be published, each in a sentence; nothing where it is ready."""
    missing = _missing_of_source(release)
    if not release.observations.exists():
        missing.append(_("It has no figures yet. Import a file."))
    undefined = release.indicators.filter(definition="").order_by("name", "pk")
    missing += [
        _("The indicator “%(indicator)s” has no definition.") % {"indicator": indicator}
        for indicator in undefined
    ]
    return missing


def _missing_of_source(release: Release) -> list[str]:
    missing = []
    if not release.publisher:
        missing.append(_("Name the publisher."))
    if not release.licence:
        missing.append(_("Choose the licence."))
    return missing


def lock_release(release: Release) -> Release:
    """Return the row of the release, locked until the transaction ends."""
    return Release.objects.select_for_update(of=("self",)).get(pk=release.pk)


def lock_draft(release: Release) -> Release:
    """Return the locked row of a draft. Raises ``ReleaseIsNotADraft``."""
    locked = lock_release(release)
    if not locked.is_draft:
        raise ReleaseIsNotADraft
    return locked


def _check(release: Release) -> None:
    if release.licence and release.licence not in LICENCES:
        raise ValidationError({"licence": _("Choose a licence from the list.")})
    older = release.supersedes
    if older is not None and (older.pk == release.pk or older.is_unpublished):
        raise ValidationError({"supersedes": _("Choose another release that is published.")})
    if older is not None and release.pk and _is_replaced_by(older, release):
        raise ValidationError({"supersedes": _("That release already replaces this one.")})
    release.full_clean(exclude=["supersedes", "created_by"])


def _is_replaced_by(older: Release, release: Release) -> bool:
    """Tell whether ``older`` replaces ``release``, directly or through others."""
    seen = set()
    step: Release | None = older
    while step is not None and step.pk not in seen:
        if step.pk == release.pk:
            return True
        seen.add(step.pk)
        step = step.supersedes
    return False
