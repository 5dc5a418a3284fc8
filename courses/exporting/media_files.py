"""The images, files, recordings, charts and figures of a version, as ``course.yaml`` lists them."""

from collections.abc import Iterable
from typing import Any

from django.db.models.fields.files import FieldFile

from courses.exporting.plain_yaml import without_nothing
from courses.importing.pasted_tables import as_text
from courses.models import Chart, IndicatorFigure, LinkedRecording, Media, Release
from courses.states import MediaKind
from indicators.catalogue.models import Release as FigureRelease
from indicators.excerpts.excerpt import Picture, Selection

_FOLDERS = {MediaKind.IMAGE: "images"}


def media_of_release(release: Release) -> tuple[dict[str, Any], list[tuple[str, FieldFile]]]:
    """Return what ``course.yaml`` says of images, files and recordings, and the files with their names in the folder."""
    images: list[dict[str, Any]] = []
    files: list[dict[str, Any]] = []
    stored: list[tuple[str, FieldFile]] = []
    media = Media.objects.filter(release=release).select_related("content").in_order()
    for each in media:
        name = _name_in_folder(each)
        stored.append((name, each.content.file))
        (images if each.is_image else files).append(_said_of(each, name))
    linked = LinkedRecording.objects.filter(release=release).order_by("slug")
    said = {
        "images": images,
        "files": files,
        "recordings": [
            without_nothing(
                {
                    "name": each.slug,
                    "title": each.title,
                    "address": each.address,
                    "captions": each.has_captions or None,
                    "transcript": each.transcript,
                }
            )
            for each in linked
        ],
    }
    return without_nothing(said), stored


def _name_in_folder(media: Media) -> str:
    ending = str(media.content.file.name).rpartition(".")[2]
    return f"{_FOLDERS.get(MediaKind(media.kind), 'files')}/{media.slug}.{ending}"


def _said_of(media: Media, name: str) -> dict[str, Any]:
    if media.is_image:
        words = {"alt": media.alt, "decoration": media.is_decoration or None}
    else:
        words = {
            "kind": media.kind,
            "title": media.title if media.title != media.slug else "",
            "captions": media.captions,
            "captions_language": media.captions_language,
            "transcript": media.transcript,
            "silent": media.is_silent or None,
        }
    return without_nothing({"name": media.slug, "file": name, **words})


def drawings_of_release(release: Release) -> dict[str, Any]:
    """Return what ``course.yaml`` says of figures and charts."""
    figures = list(IndicatorFigure.objects.filter(release=release).order_by("slug"))
    keys = release_keys(each.chosen for each in figures)
    charts = Chart.objects.filter(release=release).order_by("slug")
    said = {
        "figures": [
            without_nothing(
                {
                    "name": each.slug,
                    **selection_words(each.chosen, keys),
                    "title": each.title,
                    "description": each.description,
                }
            )
            for each in figures
        ],
        "charts": [
            {
                "name": each.slug,
                "kind": each.kind,
                "title": each.title,
                "description": each.description,
                "unit": each.unit,
                "source": each.source,
                "table": as_text(each.columns, each.rows),
            }
            for each in charts
        ],
    }
    return without_nothing(said)


def release_keys(selections: Iterable[Selection]) -> dict[int, str]:
    """Return under which name the releases of figures come with Praxis; those of a place alone have none."""
    wanted = {each.release for each in selections if each.release}
    named = FigureRelease.objects.filter(pk__in=wanted).exclude(import_key="")
    return dict(named.values_list("pk", "import_key"))


def selection_words(selection: Selection, keys: dict[int, str]) -> dict[str, Any]:
    """Return what is taken out of an indicator in the words of the files."""
    picture = str(selection.picture)
    return without_nothing(
        {
            "indicator": selection.indicator,
            "release": keys.get(selection.release or 0, ""),
            "picture": picture if picture != Picture.GROUPS.value else "",
            "by": selection.dimension,
            "places": list(selection.places),
            "sexes": list(selection.sexes),
            "age": selection.age,
            "periods": list(selection.periods),
        }
    )
