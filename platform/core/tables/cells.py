"""Cells of a table: what a reader sees in them, and what a spreadsheet gets."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Badge:
    """A short word in colour: a state, a role."""

    label: StrOrPromise
    kind: str = ""


@dataclass(frozen=True)
class Cell:
    """The contents of one cell. The functions of this module make the usual ones."""

    text: StrOrPromise = ""
    address: str = ""
    # Said after the text, in smaller letters.
    note: StrOrPromise = ""
    badges: tuple[Badge, ...] = ()
    # A day or moment for machines, and in full for people.
    iso: str = ""
    full: str = ""
    # Somebody whose initials or photo stand before the text.
    person: Any = None
    has_photo: bool = False
    # One line where there is no room for more, which opens to all of it when it is pressed.
    is_folded: bool = False
    # How much is done of how much.
    progress: tuple[int, int] | None = None
    # What a spreadsheet gets, where that is not what readers see.
    written: str = ""

    @property
    def plain(self) -> str:
        """Return the cell as a spreadsheet gets it."""
        if self.written or self.iso:
            return self.written or self.iso
        parts = [self.text, self.note, *(badge.label for badge in self.badges)]
        return " · ".join(str(part) for part in parts if part)

    @property
    def words(self) -> SafeString:
        """Write the text with its link or its moment, and the note; a table has hundreds of them."""
        if self.iso:
            said = format_html(
                '<time datetime="{}" title="{}">{}</time>', self.iso, self.full, self.text
            )
        elif self.address:
            said = format_html('<a href="{}">{}</a>', self.address, self.text)
        else:
            said = conditional_escape(self.text)
        if self.note:
            said = format_html('{} <span class="meta">{}</span>', said, self.note)
        if self.is_folded:
            said = format_html('<details class="fold"><summary>{}</summary></details>', said)
        return said

    @property
    def has_more(self) -> bool:
        """Tell whether something stands beside the words, for which there is a template."""
        return bool(self.person or self.badges or self.progress)


NOTHING = Cell()


def link(
    text: object, address: str, *, note: StrOrPromise = "", badges: tuple[Badge, ...] = ()
) -> Cell:
    """Make a cell that leads to a page."""
    return Cell(str(text), address, note=note, badges=badges)


def person(
    someone: object,
    address: str,
    *,
    note: StrOrPromise = "",
    badges: tuple[Badge, ...] = (),
    has_photo: bool = False,
) -> Cell:
    """Make a cell with a person's initials or photo and name."""
    return Cell(
        str(someone), address, note=note, badges=badges, person=someone, has_photo=has_photo
    )


def folded(text: StrOrPromise, *, note: StrOrPromise = "") -> Cell:
    """Make a cell of a text that may be long: cut to one line, and shown whole when it is pressed."""
    return Cell(text, note=note, is_folded=bool(text))


def number(value: int, address: str = "") -> Cell:
    """Make a cell with a number, in groups of three digits for readers alone."""
    return Cell(number_format(value, force_grouping=True), address, written=str(value))


def day(on: dt.date | None) -> Cell:
    """Make a cell with a day: "3 Mar", with its year where that is another one."""
    if on is None:
        return NOTHING
    return Cell(_short(on), iso=on.isoformat(), full=date_format(on, "j F Y"))


def moment(at: dt.datetime | None) -> Cell:
    """Make a cell with a moment: its time if it is today's, otherwise its day."""
    if at is None:
        return NOTHING
    local = timezone.localtime(at)
    is_today = local.date() == timezone.localdate()
    return Cell(
        f"{local:%H:%M}" if is_today else _short(local.date()),
        iso=local.isoformat(timespec="minutes"),
        full=date_format(local, "j F Y, H:i"),
    )


def part_of(done: int, total: int) -> Cell:
    """Make a cell that says how much is done of how much, in words in files too: “3/12” would be opened as a date."""
    words = _("%(done)d of %(total)d") % {"done": done, "total": total}
    return Cell(words, progress=(done, total))


def _short(on: dt.date) -> str:
    this_year = on.year == timezone.localdate().year
    return date_format(on, "j M" if this_year else "j M Y")
