"""The figures and charts of a course in files: figures are taken from indicators that are loaded, charts have a table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.importing.pasted_tables import Table, TableRefused, read_table
from courses.importing.problems import Check
from courses.media.charts import CannotBeDrawn, drawn
from courses.models import Chart
from courses.states import ChartKind
from indicators.catalogue.models import Indicator, Release
from indicators.excerpts.drawing import figure_of
from indicators.excerpts.excerpt import ExcerptRefused, Picture, Selection
from indicators.excerpts.taking import take

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_MOST = 100


@dataclass(frozen=True)
class FigureDraft:
    """A figure of the files: what it takes from an indicator, and its words."""

    slug: str
    selection: Selection
    title: str
    description: str


@dataclass(frozen=True)
class ChartDraft:
    """A chart of the files with its table."""

    slug: str
    table: Table
    words: dict[str, str]


def check_figures(check: Check, data: Mapping[str, Any], file: str) -> list[FigureDraft]:
    """Check each figure, and that its indicator, release and numbers are here."""
    drafts: list[FigureDraft] = []
    for where, slug, item in _named(check, data, "figures", file):
        selection = selection_in(check, item, file, where)
        draft = FigureDraft(
            slug=slug,
            selection=selection,
            title=check.text(item, "title", file, where=where, most=200, need=False),
            description=check.text(item, "description", file, where=where, most=1_000, need=False),
        )
        if selection.indicator and (lack := _not_there(selection)):
            check.add(file, where.rstrip("."), lack)
        drafts.append(draft)
    return drafts


def check_charts(check: Check, data: Mapping[str, Any], file: str) -> list[ChartDraft]:
    """Check the words and the table of each chart."""
    drafts: list[ChartDraft] = []
    for where, slug, item in _named(check, data, "charts", file):
        lengths = {"title": 150, "description": 500, "unit": 100, "source": 300}
        words = {
            name: check.text(item, name, file, where=where, most=most)
            for name, most in lengths.items()
        }
        words["kind"] = check.text(item, "kind", file, where=where, most=10)
        if words["kind"] not in ChartKind.values:
            kinds = ", ".join(ChartKind.values)
            check.add(file, f"{where}kind", _("Choose one of: %(kinds)s.") % {"kinds": kinds})
            continue
        text = check.text(item, "table", file, where=where, most=10_000)
        try:
            table = read_table(text, unit=words["unit"])
            drawn(Chart(slug=slug, columns=table.columns, rows=table.rows, **words))
        except (TableRefused, CannotBeDrawn) as refusal:
            check.add(file, f"{where}table", str(refusal))
        else:
            drafts.append(ChartDraft(slug, table, words))
    return drafts


def _named(
    check: Check, data: Mapping[str, Any], name: str, file: str
) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Return where each item stands, its name, and the item; names are checked."""
    listed = check.items(data, name, file, dict)
    if len(listed) > _MOST:
        words = {"most": _MOST}
        check.add(file, name, _("A course can have up to %(most)s of them.") % words)
        return []
    named: list[tuple[str, str, Mapping[str, Any]]] = []
    for index, item in enumerate(listed, start=1):
        where = f"{name}[{index}]."
        slug = check.text(item, "name", file, where=where, most=60)
        if slug and not _NAME.fullmatch(slug):
            check.add(file, f"{where}name", _("Use lower-case letters, digits, hyphens and underscores."))  # fmt: skip
        if slug in {known for _where, known, _item in named}:
            check.add(file, f"{where}name", _("The name “%(name)s” is used twice.") % {"name": slug})  # fmt: skip
        named.append((where, slug, item))
    return named


def selection_in(check: Check, item: Mapping[str, Any], file: str, where: str) -> Selection:
    """Return what an item of the files takes from an indicator."""
    picture = check.text(item, "picture", file, where=where, most=20, need=False) or "groups"
    if picture not in Picture.values:
        kinds = ", ".join(Picture.values)
        check.add(file, f"{where}picture", _("Choose one of: %(kinds)s.") % {"kinds": kinds})
        picture = Picture.GROUPS.value
    if isinstance(item.get("periods"), list):
        # A year is a number in YAML.
        item = {**item, "periods": [str(p) if type(p) is int else p for p in item["periods"]]}
    places, sexes, periods = (
        tuple(check.items(item, name, file, str, where=where))
        for name in ("places", "sexes", "periods")
    )
    return Selection(
        indicator=check.text(item, "indicator", file, where=where, most=60),
        picture=picture,
        dimension=check.text(item, "by", file, where=where, most=60, need=False),
        places=places,
        sexes=sexes,
        age=check.text(item, "age", file, where=where, most=40, need=False),
        periods=periods,
        release=_release(check, item, file, where),
    )


def _release(check: Check, item: Mapping[str, Any], file: str, where: str) -> int | None:
    """Return the key of the release that a file names by the name under which it comes with Praxis."""
    key = check.text(item, "release", file, where=where, most=80, need=False)
    if not key:
        return None
    release = Release.objects.published().filter(import_key=key).first()
    if release is None:
        words = _("The figures “%(key)s” are not published here. Load them first: manage.py load_indicators.")  # fmt: skip
        check.add(file, f"{where}release", words % {"key": key})
        return None
    return release.pk


def _not_there(selection: Selection) -> str:
    """Say why these figures cannot be drawn here; nothing where they can."""
    if not Indicator.objects.listed().filter(code=selection.indicator).exists():
        words = _("There is no indicator “%(code)s” with published figures. Load it first: manage.py load_indicators.")  # fmt: skip
        return words % {"code": selection.indicator}
    try:
        figure_of(take(selection).excerpt, name="check")
    except ExcerptRefused as refusal:
        return str(refusal)
    return ""
