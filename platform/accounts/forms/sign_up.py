"""The field that allauth's sign-up form asks for besides the email address.

Allauth loads this while its own forms are being made, so nothing of theirs can be imported here.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.fields import NameField
from accounts.models import User


class NameSignupForm(forms.Form):
    """The name of the person; ``AccountAdapter.save_user`` keeps it."""

    full_name = NameField(
        help_text=_("As you want others to see it, in any script. It appears on your certificates.")
    )

    def signup(self, request: Any, user: User) -> None:
        """Allauth requires this hook; all is saved by then."""
