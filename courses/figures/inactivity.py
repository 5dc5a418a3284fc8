"""Figures about adults who are physically inactive: the same outcome seen along three dimensions."""

from django.utils.translation import gettext as _

from core.charts import About, Bar, Figure, Series, bar_chart, gradient_chart

from .data import as_series, load


def inactivity_by_decile() -> Figure:
    """Draw physical inactivity by deprivation of the neighbourhood."""
    everyone = as_series("", load("inactive_adults_england").select("Deprivation decile"))
    return gradient_chart(
        _about(
            name="inactivity-by-decile",
            title=_("Physically inactive adults by deprivation decile, England, 2022"),
            description=_(
                "Inactivity falls with every decile, from 35.3 per cent of adults in the most deprived to 16.1 in the "
                "least deprived."
            ),
        ),
        # Without weights: the populations in the file are people who answered, not people who live there.
        [Series(_("Adults aged 19 and over"), everyone.values, everyone.lower, everyone.upper)],
        from_zero=True,
    )


def inactivity_by_disability() -> Figure:
    """Draw physical inactivity by disability."""
    return bar_chart(
        _about(
            name="inactivity-by-disability",
            title=_("Physically inactive adults by disability, England, 2022"),
            description=_(
                "35.8 per cent of disabled adults are inactive, and 18.1 per cent of others."
            ),
        ),
        _bars("Disability"),
        heading=_("Adults"),
    )


def inactivity_by_occupation() -> Figure:
    """Draw physical inactivity by occupation, the largest share first."""
    return bar_chart(
        _about(
            name="inactivity-by-occupation",
            title=_("Physically inactive adults by occupation, England, 2022"),
            description=_(
                "From 43.8 per cent among people long unemployed or never in work to 14.4 in managerial and "
                "professional work and 13.6 among students."
            ),
        ),
        sorted(_bars("Occupation"), key=lambda bar: -bar.value),
        heading=_("Occupation"),
    )


def _bars(dimension: str) -> list[Bar]:
    rows = load("inactive_adults_england").select(dimension)
    return [
        Bar(row.group.removesuffix(" occupations"), row.value, row.lower, row.upper) for row in rows
    ]


def _about(*, name: str, title: str, description: str) -> About:
    data = load("inactive_adults_england")
    return About(
        name=name,
        title=title,
        description=description,
        unit=_("% of adults aged 19 and over"),
        source=data.source,
        licence=data.licence,
    )


FIGURES = [inactivity_by_decile, inactivity_by_disability, inactivity_by_occupation]
