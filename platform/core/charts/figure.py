"""A finished chart: a picture, its data as a table, and the source of the data."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .drawing import Drawing


@dataclass(frozen=True, kw_only=True)
class About:
    """The words around a chart. ``name`` is a slug, unique on the page; ``unit`` says what is counted, in words."""

    name: str
    title: str
    description: str
    unit: str
    source: str
    licence: str
    decimals: int = 1
    # Words and addresses of pages that say more, below the source.
    links: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Figure:
    """A finished chart. ``svg`` is safe markup; all else is plain text, escaped when shown."""

    about: About
    drawing: Drawing
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def title(self) -> str:
        return self.about.title

    @property
    def description(self) -> str:
        return self.about.description

    @property
    def source(self) -> str:
        return self.about.source

    @property
    def licence(self) -> str:
        return self.about.licence

    @property
    def svg(self) -> SafeString:
        """Return the picture alone, with its title and description for those who hear the page."""
        return self.drawing.svg(
            name=self.about.name, title=self.about.title, description=self.about.description
        )

    @property
    def table(self) -> SafeString:
        """Return the numbers of the picture."""
        head = format_html_join(
            "", '<th scope="col">{}</th>', ((column,) for column in self.columns)
        )
        body = format_html_join(
            "",
            '<tr><th scope="row">{}</th>{}</tr>',
            (
                (row[0], format_html_join("", "<td>{}</td>", ((cell,) for cell in row[1:])))
                for row in self.rows
            ),
        )
        return format_html(
            '<table class="chart-table"><caption class="visually-hidden">{}</caption>'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table>",
            self.title,
            head,
            body,
        )

    @property
    def picture(self) -> SafeString:
        """Picture and source as one figure element, for a text that has the numbers in a table of its own."""
        return format_html(
            '<figure class="figure chart" id="figure-{}"><p class="chart-title">{}</p>{}'
            "<figcaption>{} {}</figcaption></figure>",
            self.about.name,
            self.title,
            self.svg,
            _("Source:"),
            self.source,
        )

    @property
    def html(self) -> SafeString:
        """Picture, table and source as one figure element."""
        return format_html(
            '<figure class="figure chart" id="figure-{}">'
            '<p class="chart-title">{}</p>{}'
            '<details class="chart-data"><summary>{}</summary>'
            '<div class="table-scroll" role="region" tabindex="0" aria-label="{}">{}</div></details>'
            "<figcaption>{} {} {}{}</figcaption></figure>",
            self.about.name,
            self.title,
            self.svg,
            _("Show the numbers"),
            _("Table: %(title)s") % {"title": self.title},
            self.table,
            _("Source:"),
            self.source,
            self.licence,
            format_html_join("", ' <a href="{1}">{0}</a>', self.about.links),
        )
