"""The form that suspends an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit


class SuspendForm(Form):
    """Why the account is suspended."""

    field_of_refusals = "reason"

    reason = forms.CharField(
        label=_("Why are you suspending this account?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Administrators read this, and the person can ask for a copy of it"),
        error_messages={"required": _("Say why, so that others can decide when to lift it")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "reason", Submit("suspend", _("Suspend account"), css_class="button-danger")
        )
        return helper
