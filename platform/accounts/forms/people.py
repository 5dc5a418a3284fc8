"""People in one field, by their addresses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms.lines import LinesField


class PeopleField(LinesField):
    """People, one address on each line; their names where the field is shown in words."""

    def clean(self, value: Any) -> list[Any]:
        people = []
        for address in super().clean(value):
            person = User.objects.open().filter(email__iexact=address).first()
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
