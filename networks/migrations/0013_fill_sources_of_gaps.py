"""Note the questions that gaps came from, those proposed at night and those that an editor made by hand."""

from typing import Any

from django.db import migrations

from networks.models.questions import key_of_question


def fill_sources(apps: Any, schema_editor: Any) -> None:
    """Give each gap its questions, those of a merged gap to the one it went into. Repeats safely."""
    gaps = apps.get_model("library", "EvidenceGap").objects
    sources = apps.get_model("library", "GapSource").objects
    settled = apps.get_model("networks", "SettledQuestion").objects
    for each in settled.exclude(gap=None).select_related("gap").order_by("pk").iterator(200):
        _note(sources, each.gap, each.discussion_id)
    by_key = {gap.fact_key: gap for gap in gaps.filter(fact_key__startswith="question:")}
    if not by_key:
        return
    discussions = apps.get_model("networks", "Discussion").objects
    asked = discussions.filter(network__access="open", network__cohort=None).order_by("pk")
    for pk, title in asked.values_list("pk", "title").iterator(chunk_size=500):
        if gap := by_key.get(key_of_question(title)):
            _note(sources, gap, pk)


def _note(sources: Any, gap: Any, discussion: int) -> None:
    while gap.merged_into is not None:
        gap = gap.merged_into
    sources.get_or_create(gap=gap, source=f"question:{discussion}")


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0012_files_kept_until_sent"),
        ("library", "0028_sources_of_gaps"),
    ]

    operations = [migrations.RunPython(fill_sources, migrations.RunPython.noop)]
