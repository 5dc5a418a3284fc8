"""Figures of a draft that are drawn from indicators: taken, changed, renewed from a newer release, removed."""

import uuid

from django.db import transaction

from core.forms.form_keys import first_result
from core.slugs import free_slug
from courses.actions.content import lock_draft
from courses.excerpts.drawn import drawn
from courses.excerpts.newer import newer_than
from courses.models import IndicatorFigure, Release
from indicators.excerpts.excerpt import Selection
from indicators.excerpts.taking import Taken, take


@transaction.atomic
def make_figure(
    *,
    release: Release,
    selection: Selection,
    key: uuid.UUID | None = None,
    slug: str = "",
    title: str = "",
    description: str = "",
) -> IndicatorFigure:
    """Take figures of an indicator into the draft, as they are now. The same ``key`` and words give the first one again.

    Raises ``ReleaseFrozen``, and ``ExcerptRefused`` for what is not there or cannot be drawn.
    """
    release = lock_draft(release)
    figures = IndicatorFigure.objects.filter(release=release)
    words = {"title": title, "description": description, "selection": selection.to_plain()}
    if first := key and first_result(figures, key, **words):
        return first
    taken = take(selection)
    name = slug or free_slug(title or taken.indicator.code, figures, fallback="figure", most=60)
    figure = IndicatorFigure(release=release, form_key=key, slug=name, **words)
    return _keep(figure, taken)


@transaction.atomic
def change_figure(
    *, figure: IndicatorFigure, selection: Selection, title: str, description: str
) -> IndicatorFigure:
    """Change words and choice of a figure, whose numbers are taken anew where the choice is another; its name stays.

    Raises as ``make_figure`` does.
    """
    lock_draft(figure.release_id)
    figure.title, figure.description = title, description
    if selection.to_plain() != figure.selection:
        figure.selection = selection.to_plain()
        return _keep(figure, take(selection))
    drawn(figure)
    figure.save()
    return figure


@transaction.atomic
def renew_figure(*, figure: IndicatorFigure) -> IndicatorFigure:
    """Take the figures of the release that replaces those of a figure. Repeats safely.

    Raises ``ReleaseFrozen``, and ``ExcerptRefused`` where the newer release has not all of them: nothing changes then.
    """
    lock_draft(figure.release_id)
    figure = IndicatorFigure.objects.select_related("source").get(pk=figure.pk)
    newer = newer_than(figure.source)
    if newer is None:
        return figure
    plain = {**figure.selection, "release": newer.pk}
    taken = take(Selection.from_plain(plain))
    if figure.selection.get("release") is not None:
        figure.selection = plain
    return _keep(figure, taken)


@transaction.atomic
def remove_figure(*, figure: IndicatorFigure) -> None:
    """Take a figure out of the draft. Repeats safely; raises ``ReleaseFrozen``."""
    lock_draft(figure.release_id)
    IndicatorFigure.objects.filter(pk=figure.pk).delete()


def restored_figure(
    release: Release, selection: Selection, *, slug: str, title: str, description: str
) -> IndicatorFigure:
    """Return a figure for a release that names it already, not stored. Raises ``ExcerptRefused``."""
    figure = IndicatorFigure(release=release, slug=slug, title=title, description=description)
    figure.selection = selection.to_plain()
    return _fill(figure, take(selection))


def _keep(figure: IndicatorFigure, taken: Taken) -> IndicatorFigure:
    _fill(figure, taken).save()
    return figure


def _fill(figure: IndicatorFigure, taken: Taken) -> IndicatorFigure:
    figure.excerpt = taken.excerpt.to_plain()
    figure.indicator, figure.source = taken.indicator, taken.release
    drawn(figure)
    return figure
