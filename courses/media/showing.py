"""Shows images and files where the text of a lesson names them."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Protocol

from django.db.models import QuerySet
from django.template.loader import render_to_string

from core.prepared import prepared
from core.text import render_markdown
from courses.excerpts.drawn import figure_html
from courses.media.charts import chart_html
from courses.media.images import sized_name
from courses.media.linked import allowed_hosts
from courses.models import (
    Chart,
    IndicatorFigure,
    LinkedRecording,
    Media,
    MediaContent,
    Release,
)

# Charts, figures and recordings elsewhere have names of their own, so that an image may have the same.
NAMED_APART = frozenset({"chart", "figure", "recording"})


class Shown(Protocol):
    """An image or file that a text can show: one of a release, or one of a document that was read."""

    @property
    def slug(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def alt(self) -> str: ...
    @property
    def is_image(self) -> bool: ...
    @property
    def content(self) -> MediaContent: ...
    def get_absolute_url(self) -> str: ...


# What a text can show, by the names that it uses; before that of a chart stands "chart:", likewise of the others apart.
ShownByName = Mapping[str, Shown | Chart | IndicatorFigure | LinkedRecording]


def media_of(release: Release | int) -> dict[str, Media]:
    """Return the images and files of a release by their names. One query."""
    return {each.slug: each for each in _media(release if isinstance(release, int) else release.pk)}


def shown_in(release: Release | int) -> ShownByName:
    """Return images, files, charts, figures and recordings of a release by the names that its texts use. Four queries."""
    key = release if isinstance(release, int) else release.pk
    charts = {f"chart:{chart.slug}": chart for chart in charts_of(key)}
    recordings = {f"recording:{each.slug}": each for each in recordings_of(key)}
    figures = {f"figure:{each.slug}": each for each in figures_of(key)}
    return {**media_of(key), **charts, **figures, **recordings}


@prepared
def recordings_of(release_id: int) -> QuerySet[LinkedRecording]:
    """Return the recordings of a release that are on other sites."""
    return LinkedRecording.objects.filter(release=release_id).order_by("slug", "pk")


@prepared
def charts_of(release_id: int) -> QuerySet[Chart]:
    """Return the charts of a release."""
    return Chart.objects.filter(release=release_id).order_by("slug", "pk")


@prepared
def figures_of(release_id: int) -> QuerySet[IndicatorFigure]:
    """Return the figures of a release that are drawn from indicators."""
    return IndicatorFigure.objects.filter(release=release_id).order_by("slug", "pk")


def by_name(media: Iterable[Shown]) -> ShownByName:
    """Return these images and files by their names."""
    return {each.slug: each for each in media}


@prepared
def _media(release_id: int) -> QuerySet[Media]:
    return Media.objects.filter(release=release_id).select_related("content").in_order()


def named(known: ShownByName, kind: str, name: str) -> Shown | Chart | IndicatorFigure | LinkedRecording | None:  # fmt: skip
    """Return what a text names, or nothing. Figures and charts are both pictures of numbers: ``figure`` finds either."""
    if kind == "figure":
        return known.get(f"figure:{name}") or known.get(f"chart:{name}")
    return known.get(f"{kind}:{name}" if kind in NAMED_APART else name)


def shown_html(known: ShownByName, kind: str, name: str, caption: str) -> str:
    """Return the image with its caption, the link to the file or the chart; empty where there is no such thing."""
    media = named(known, kind, name)
    if isinstance(media, Chart | IndicatorFigure):
        return drawing_html(media)
    if isinstance(media, LinkedRecording):
        context = {
            "recording": media,
            "caption": caption,
            "is_allowed": media.host in allowed_hosts(),
        }
        return render_to_string("courses/_linked_recording.html", context)
    if media is None or media.kind != kind:
        return ""
    if media.is_image:
        context = {
            "media": media,
            "content": media.content,
            "widths": widths_of(media),
            "caption": caption,
        }
        return render_to_string("courses/_image.html", context)
    if isinstance(media, Media) and media.is_recording:
        transcript = render_markdown(media.transcript, top_heading=3) if media.transcript else ""
        context = {"media": media, "caption": caption, "transcript": transcript}
        return render_to_string("courses/_recording.html", context)
    ending = PurePath(media.title).suffix.lstrip(".").upper()
    context = {"media": media, "content": media.content, "ending": ending, "caption": caption}
    return render_to_string("courses/_file.html", context)


def drawing_html(drawing: Chart | IndicatorFigure) -> str:
    """Return a chart or a figure with its table and source, as pages and paper show it alike."""
    return chart_html(drawing) if isinstance(drawing, Chart) else figure_html(drawing)


def widths_of(media: Shown) -> str:
    """Return the same image in several widths, as ``srcset`` takes them; empty where there is one alone."""
    if not media.content.widths:
        return ""
    whole = media.get_absolute_url()
    sizes = [f"{sized_name(whole, width)} {width}w" for width in media.content.widths]
    return ", ".join([*sizes, f"{whole} {media.content.width}w"])
