"""Looking up a certificate, and revoking one."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit


class LookUpForm(Form):
    """Typing the code of a certificate."""

    code = forms.CharField(
        label=_("Certificate code"),
        help_text=_("Twelve letters and digits, such as 7K2M-Q9XB-40TZ."),
        max_length=40,
        error_messages={"required": _("Enter the code.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.form_method = "get"
        helper.form_action = reverse("certificates:certificate_look_up")
        helper.layout = Layout("code", Submit("", _("Check the certificate")))
        return helper


class RevokeForm(Form):
    """Why the institute no longer vouches for a certificate."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Shown to its owner and to everyone who checks the certificate."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Enter the reason.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "reason", Submit("revoke", _("Revoke the certificate"), css_class="button-danger")
        )
        return helper
