"""The register of organisations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import bare_area_code, bare_ror_id, is_area_code, is_ror_id
from accounts.models import Organisation
from accounts.profiles.places import countries
from core.forms.bases import Form, Helper, ModelForm
from core.forms.layouts import Layout, Submit


class OrganisationForm(ModelForm):
    """An organisation with its public identifiers."""

    class Meta:
        model = Organisation
        fields = ["name", "short_name", "kind", "country", "website", "ror_id", "area_code"]
        error_messages = {"name": {"required": _("Enter the name of the organisation")}}

    country = forms.ChoiceField(label=_("Country"), required=False)
    website = forms.URLField(
        label=_("Website"), required=False, max_length=200, assume_scheme="https"
    )
    # Longer than the identifier itself, as people paste the whole address.
    ror_id = forms.CharField(
        label=_("ROR identifier"),
        required=False,
        max_length=80,
        help_text=_("For example https://ror.org/02jx3x895. Find yours at ror.org"),
    )

    area_code = forms.CharField(
        label=_("Area code"),
        required=False,
        max_length=20,
        help_text=_(
            "For councils in the United Kingdom: the nine-character code from the Office for "
            "National Statistics, such as E08000035 for Leeds."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Not known")), *countries()]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_ror_id(self) -> str:
        ror_id = bare_ror_id(self.cleaned_data["ror_id"])
        if ror_id:
            is_ror_id(ror_id)
        return ror_id

    def clean_area_code(self) -> str:
        area_code = bare_area_code(self.cleaned_data["area_code"])
        if area_code:
            is_area_code(area_code)
        return area_code

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "name", "short_name", "kind", "country", "website", "ror_id", "area_code",
            Submit("save", _("Save organisation")),
        )  # fmt: skip
        return helper


class OrganisationSearchForm(Form):
    """Find an organisation in the register."""

    q = forms.CharField(label=_("Name"), max_length=200, required=False)
