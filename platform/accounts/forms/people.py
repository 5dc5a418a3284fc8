"""People in one field, by their addresses."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.lines import LinesField


class PeopleField(LinesField):
    """People, one address on each line; their names where the field is shown in words.

    Who has the part already keeps it, although their account is suspended for now.
    """

    known: Sequence[User] = ()

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Keep in mind who has the part already."""
        bound = super().get_bound_field(form, field_name)
        self.known = bound.initial if isinstance(bound.initial, list) else ()
        return bound

    def clean(self, value: Any) -> list[Any]:
        people = []
        for address in super().clean(value):
            person = User.objects.open().filter(email__iexact=address).first()
            if person is None:
                known = (each for each in self.known if each.email.lower() == address.lower())
                person = next(known, None)
            if person is None:
                raise forms.ValidationError(
                    _("No account uses the address %(address)s."), params={"address": address}
                )
            people.append(person)
        return people

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            value = [person.email for person in value]
        return super().prepare_value(value)
