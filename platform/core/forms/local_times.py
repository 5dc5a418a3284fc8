"""Times of day that people enter by the clock of a zone."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.times.moments import AmbiguousTime, NonexistentTime, label_of, to_utc


class AsksWhichTime:
    """A part of a form with a day, a time and a zone: it asks which time is meant where the clocks show it twice.

    The form has the fields ``day``, ``time``, ``time_zone`` and ``which``, the last shown only if ``comes_twice``.
    """

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]
    comes_twice: AmbiguousTime | None = None

    def moment_at(self, local: dt.datetime, zone: str) -> dt.datetime | None:
        """Return the moment that is meant; nothing where a field says what is wrong with it."""
        chosen = self.cleaned_data.get("which")
        try:
            return to_utc(local, zone)
        except NonexistentTime as problem:
            self.add_error("time", str(problem))  # type: ignore[attr-defined]
        except AmbiguousTime as problem:
            self.comes_twice = problem
            self.fields["which"].required = True
            self.fields["which"].choices = [  # type: ignore[attr-defined]
                ("first", _("The earlier: %(zone)s") % {"zone": label_of(zone, problem.first)}),
                ("second", _("The later: %(zone)s") % {"zone": label_of(zone, problem.second)}),
            ]
            if chosen:
                return to_utc(local, zone, second=chosen == "second")
            self.add_error("which", str(problem))  # type: ignore[attr-defined]
        except OverflowError:
            self.add_error("day", _("Enter a day in this year or next year"))  # type: ignore[attr-defined]
        return None
