"""A list of people for a cohort: read from text or CSV, and what would happen to each of them."""

import csv
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import User
from core.files.spreadsheets import unescape_formula
from courses.cohorts.obstacles import reason_against
from courses.models import Cohort, Enrolment

MOST_AT_ONCE = 500
_HEADS = {"email", "e-mail", "mail", "email address", "address"}


@dataclass
class CheckedList:
    """What would happen to the people of a list. With anybody ``refused``, nothing happens to any of them."""

    added: list[User] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)
    already: list[User] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.refused

    @property
    def changes(self) -> int:
        """Return how many people something happens to."""
        return len(self.added) + len(self.invited)


def addresses_in(text: str) -> list[str]:
    """Return the addresses of a text: one on each line, with others between commas, or a CSV with a column of them."""
    lines = [line for line in text.replace("\ufeff", "").splitlines() if line.strip()]
    if not lines:
        return []
    separator = max(",;\t", key=lines[0].count)
    try:
        rows = list(csv.reader(StringIO("\n".join(lines)), delimiter=separator))
    except csv.Error:
        # A cell beyond all measure: no address, which is said of it later.
        rows = [line.split(separator) for line in lines]
    heads = [cell.strip().casefold() for cell in rows[0]]
    column = next((n for n, head in enumerate(heads) if head in _HEADS), None)
    if column is not None:
        cells = [row[column] for row in rows[1:] if len(row) > column]
    else:
        cells = [_address_of(row) for row in rows]
    plain = (_plain(cell) for cell in cells)
    return list(dict.fromkeys(address for address in plain if address))


def _address_of(row: Sequence[str]) -> str:
    """Return the cell with an address; a row without one is taken as it is, and refused later."""
    return next((cell for cell in row if "@" in cell), " ".join(row))


def _plain(cell: str) -> str:
    """Return the address alone, as mail programs write “Nia Prys <nia@example.org>”."""
    inner = re.search(r"<([^<>]+)>", cell)
    return unescape_formula((inner.group(1) if inner else cell).strip()).lower()


def check_list(cohort: Cohort, addresses: Sequence[str], *, at: dt.datetime) -> CheckedList:
    """Tell what would happen to each address. Two queries, however many there are."""
    checked = CheckedList()
    people = {user.email: user for user in User.objects.filter(email__in=addresses)}
    places: dict[int, Enrolment] = {}
    mine = Enrolment.objects.filter(
        user__in=people.values(), release__course=cohort.release.course_id
    )
    for place in mine.select_related("release", "cohort").order_by("enrolled_at", "pk"):
        places[place.user_id] = place
    for address in addresses:
        user = people.get(address)
        if user is None:
            _look_at_stranger(checked, address)
        else:
            _look_at(checked, cohort, user, places.get(user.pk), at=at)
    _check_room(checked, cohort)
    return checked


def _look_at_stranger(checked: CheckedList, address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        checked.refused.append((address, _("This is not an email address.")))
    else:
        checked.invited.append(address)


def _look_at(
    checked: CheckedList, cohort: Cohort, user: User, place: Enrolment | None, *, at: dt.datetime
) -> None:
    if place is not None and place.cohort_id == cohort.pk and place.is_here:
        checked.already.append(user)
        return
    refusal = reason_against(cohort, place, at=at)
    if not user.is_active:
        checked.refused.append((user.email, _("This account is closed or suspended.")))
    elif refusal:
        checked.refused.append((user.email, str(refusal)))
    else:
        checked.added.append(user)


def _check_room(checked: CheckedList, cohort: Cohort) -> None:
    left = cohort.places_left
    if left is None:
        return
    for user in checked.added[left:]:
        checked.refused.append((user.email, _("There is no place left.")))
    del checked.added[left:]
