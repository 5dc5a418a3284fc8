"""Charts of a draft: made from a table, changed, taken away."""

import uuid

from django.db import transaction

from core.forms.form_keys import first_result
from core.slugs import free_slug
from courses.actions.content import lock_draft
from courses.importing.pasted_tables import Table
from courses.media.charts import drawn
from courses.models import Chart, Release


@transaction.atomic
def make_chart(
    *, release: Release, table: Table, key: uuid.UUID, slug: str = "", **words: str
) -> Chart:
    """Create a chart of the draft from a table and its words. The same ``key`` and title give the first one again.

    Raises ``ReleaseFrozen``, and ``CannotBeDrawn`` for numbers that the kind cannot show.
    """
    release = lock_draft(release)
    charts = Chart.objects.filter(release=release)
    if first := first_result(charts, key, title=words["title"]):
        return first
    name = slug or free_slug(words["title"], charts, fallback="chart", most=60)
    chart = Chart(release=release, form_key=key, slug=name, **words)
    return _write(chart, table)


@transaction.atomic
def change_chart(*, chart: Chart, table: Table, **words: str) -> Chart:
    """Change table and words of a chart; its name stays. Raises as ``make_chart`` does."""
    lock_draft(chart.release_id)
    for name, value in words.items():
        setattr(chart, name, value)
    return _write(chart, table)


@transaction.atomic
def remove_chart(*, chart: Chart) -> None:
    """Take a chart out of the draft. Repeats safely; raises ``ReleaseFrozen``."""
    lock_draft(chart.release_id)
    Chart.objects.filter(pk=chart.pk).delete()


def _write(chart: Chart, table: Table) -> Chart:
    chart.columns, chart.rows = table.columns, table.rows
    drawn(chart)
    chart.save()
    return chart
