"""Note the search that each gap came from, for gaps that the nightly task proposed before."""

from typing import Any

from django.db import migrations


def fill_sources(apps: Any, schema_editor: Any) -> None:
    """Give each gap of a search its source, a merged one to the gap it went into. Repeats safely."""
    gaps = apps.get_model("library", "EvidenceGap").objects
    sources = apps.get_model("library", "GapSource").objects
    of_searches = gaps.filter(fact_key__startswith="search:").order_by("pk")
    for gap in of_searches.iterator(chunk_size=200):
        sources.get_or_create(gap=_remaining(gap), source=gap.fact_key)


def _remaining(gap: Any) -> Any:
    while gap.merged_into is not None:
        gap = gap.merged_into
    return gap


class Migration(migrations.Migration):
    dependencies = [("library", "0028_sources_of_gaps")]

    operations = [migrations.RunPython(fill_sources, migrations.RunPython.noop)]
