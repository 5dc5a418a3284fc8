"""The forms of roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit
from core.web.requests import key_of


class PeopleSearchForm(Form):
    """Find a person by name or address, or everybody who has a role."""

    q = forms.CharField(label=_("Name or email address"), max_length=200, required=False)
    role = forms.ChoiceField(
        label=_("Role"), choices=[("", _("Any or none")), *Role.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("Account"), choices=[("", _("Open")), ("suspended", _("Suspended"))], required=False
    )


class _PeopleField(forms.ModelMultipleChoiceField):
    """People by their keys; what can be no key is nobody's."""

    def clean(self, value: list[str] | None) -> Any:
        return super().clean([key_of(text) for text in value or []])


class GrantForm(Form):
    """A role for several people at once."""

    chosen = _PeopleField(
        User.objects.open(),
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": _("Choose people in the list first."),
            "invalid_choice": _("One of these people no longer has an account. Choose again."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=Role, error_messages={"required": _("Choose a role.")}
    )


class RolesForm(Form):
    """The roles of one person."""

    field_of_refusals = "roles"

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everyone with a role except reviewers must use two-step verification"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"roles": sorted(user.roles)}, **kwargs)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("roles", Submit("save", _("Save roles")))
        return helper
