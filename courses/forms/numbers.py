"""A field for a number, in every notation that learners may use as well."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.progress.numbers import NotANumber, readings, written

_PLACES = Decimal("0.000001")
_MOST = Decimal(10) ** 12


class NumberField(forms.CharField):
    """A number that an author types; where it may mean two, they are asked which."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            found = sorted(readings(text))
        except NotANumber as error:
            raise forms.ValidationError(
                _("Enter a number, such as 1,234.5 or 1 234,5."), code="invalid"
            ) from error
        if len(found) > 1:
            raise forms.ValidationError(
                _("“%(text)s” can be read as two numbers. Write %(small)s or %(large)s."),
                code="two_readings",
                params={"text": text, "small": written(found[0]), "large": written(found[1])},
            )
        if abs(found[0]) >= _MOST or found[0] != found[0].quantize(_PLACES):
            raise forms.ValidationError(
                _("Use at most twelve digits before and six after the decimal sign."), code="long"
            )
        return found[0]

    def run_validators(self, value: Any) -> None:
        """Check nothing of the text: what was read is a number."""

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Decimal) else value
