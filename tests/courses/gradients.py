"""An indicator with five ordered groups, for lessons that draw from it."""

from courses.actions.excerpts.figures import make_figure
from demo.factories.indicators import (
    IndicatorFactory,
    ObservationFactory,
    PlaceFactory,
    ReleaseFactory,
)
from indicators.catalogue.models import Dimension, Indicator, Release, Subgroup
from indicators.excerpts.excerpt import Picture, Selection
from library.vocabularies.models import Place

VALUES = (26.84, 22.5, 19.0, 15.25, 11.69)
CASES = {"population": 1000.0}
LINE = Selection(
    indicator="cold-homes",
    picture=Picture.LINE,
    dimension="fifths",
    places=("ely",),
    sexes=("persons",),
)


def gradient(values=VALUES, *, year=2020, supersedes=None, title="Cold homes, first release"):
    """Publish a release with the values of five groups in Ely; indicator, place and groups are made once."""
    indicator = Indicator.objects.filter(code="cold-homes").first()
    indicator = indicator or IndicatorFactory(code="cold-homes", name="Cold homes", decimals=2)
    ely = Place.objects.filter(code="ely").first() or PlaceFactory(code="ely", name="Ely")
    fifths, is_new = Dimension.objects.get_or_create(
        code="fifths",
        defaults={"name": "Fifths", "is_ordered": True, "first_label": "Most deprived", "last_label": "Least deprived"},
    )  # fmt: skip
    if is_new:
        for position in range(1, 6):
            Subgroup.objects.create(dimension=fifths, name=f"Fifth {position}", position=position)
    release: Release = ReleaseFactory(title=title, supersedes=supersedes)
    for subgroup, value in zip(fifths.subgroups.in_order(), values, strict=True):
        ObservationFactory(
            release=release,
            indicator=indicator,
            place=ely,
            year=year,
            subgroup=subgroup,
            value=value,
            **CASES,
        )
    return release


def put_figure(release, slug="cold", **words):
    """Take the gradient into the draft of a course under this name."""
    if not Indicator.objects.filter(code="cold-homes").exists():
        gradient()
    return make_figure(release=release, selection=LINE, slug=slug, **words)
