"""What a table consists of: its columns, what can be done with a row, and with the rows that were chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_stubs_ext import StrOrPromise

from core.tables.cells import Cell

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column. The first of a table names its row and leads to its page.

    Readers can sort by it when it has ``sort``, which are fields of the QuerySet, or ``sort_key``, which
    tells the value by which a list is sorted.
    """

    name: str
    label: StrOrPromise
    cell: Callable[[Row], Cell]
    sort: tuple[str, ...] = ()
    sort_key: Callable[[Row], Any] | None = None
    # The first click sorts from the greatest to the least: newest first, most first.
    is_descending: bool = False
    is_number: bool = False
    # It takes the room that the others leave, and is cut where that ends.
    is_wide: bool = False
    # Its text is never cut, as it is needed to decide and no page of the row has it.
    is_whole: bool = False
    # It holds what people wrote, which reads in the direction of its own script.
    is_words: bool = False
    # Compact lists have no head, so that the label stands before the value.
    is_labelled: bool = False
    # Left out of compact lists.
    is_extra: bool = False

    @property
    def can_be_sorted(self) -> bool:
        return bool(self.sort or self.sort_key)

    @property
    def style(self) -> str:
        """Return the names of the column's classes in the style sheet."""
        kinds = {
            "number-cell": self.is_number,
            "wide-cell": self.is_wide,
            "whole-cell": self.is_whole,
            "extra-cell": self.is_extra,
        }
        return " ".join(name for name, applies in kinds.items() if applies)

    @property
    def attributes(self) -> SafeString:
        """Write what each cell of the column has in its tag: the classes, its direction, and its label where one is needed."""
        style = format_html(' class="{}"', self.style) if self.style else ""
        label = format_html(' data-label="{}"', self.label) if self.is_labelled else ""
        direction = mark_safe(' dir="auto"') if self.is_words else ""
        return format_html("{}{}{}", style, direction, label)


class RowAction(NamedTuple):
    """A link or a button at the end of a row; ``about`` names the row for those who hear the page."""

    label: StrOrPromise
    address: str
    about: object
    # The fields of a button that is sent; a link has none.
    fields: tuple[tuple[str, str], ...] = ()
    is_sent: bool = False
    is_primary: bool = False
    # What happens, asked before a button is sent.
    question: StrOrPromise = ""
    # The name of the link on the page, to which the page behind it leads back.
    place: str = ""

    @property
    def is_link(self) -> bool:
        return not (self.is_sent or self.question)

    @property
    def link(self) -> SafeString:
        """Write a link in one piece, as each row may have one; empty for a button that is sent."""
        if not self.is_link:
            return SafeString("")
        return format_html(
            '<a class="button button-small{}"{} href="{}">{}<span class="visually-hidden">: {}</span></a>',
            "" if self.is_primary else " button-quiet",
            format_html(' id="{}"', self.place) if self.place else "",
            self.address,
            self.label,
            self.about,
        )


@dataclass(frozen=True)
class Act:
    """A button for all chosen rows."""

    label: StrOrPromise
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Choosing(Generic[Row]):
    """Which rows can be chosen, and the page that their keys are sent to.

    That page shows what would happen before it does anything; only what one click takes back is sent at once.
    """

    address: str
    acts: tuple[Act, ...]
    key: Callable[[Row], int]
    about: Callable[[Row], object]
    parameter: str = "chosen"
    is_sent: bool = False


def _no_actions(_row: Any) -> Sequence[RowAction]:
    return ()


@dataclass(frozen=True)
class Layout(Generic[Row]):
    """One kind of table."""

    # The name of its file, and its place on the page.
    name: str
    caption: StrOrPromise
    columns: tuple[Column[Row], ...]
    actions: Callable[[Row], Sequence[RowAction]] = field(default=_no_actions)
    choosing: Choosing[Row] | None = None
    # The order in which the rows come before anybody sorts them, as ``?sort=`` says it.
    usual_sort: str = ""
    has_csv: bool = True

    @property
    def has_actions(self) -> bool:
        return self.actions is not _no_actions
