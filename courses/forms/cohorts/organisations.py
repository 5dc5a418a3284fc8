"""Setting places of a cohort aside for an organisation, and taking one of them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit
from courses.models.cohorts import MOST_PLACES


class SetAsideForm(Form):
    """An organisation of the register, who represents it, and how many places it gets."""

    field_of_refusals = "number"

    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
        error_messages={"required": _("Enter the name of the organisation.")},
    )
    representative = forms.EmailField(
        label=_("Email address of its representative"),
        help_text=_(
            "Someone with an account here. They hand out the places, and see who took one."
        ),
        max_length=254,
        error_messages={
            "required": _("Enter the email address of its representative."),
            "invalid": _("Enter an email address like name@example.org."),
        },
    )
    number = forms.IntegerField(
        label=_("Places"),
        help_text=_("For an organisation that has some already: the new number."),
        min_value=1,
        max_value=MOST_PLACES,
        error_messages={"required": _("Enter how many places it gets.")},
    )

    def clean_organisation(self) -> Organisation:
        found = Organisation.objects.named(self.cleaned_data["organisation"]).first()
        if found is None:
            raise forms.ValidationError(
                _("The register has no organisation of this name. Choose one from the list.")
            )
        return found

    def clean_representative(self) -> User:
        email = self.cleaned_data["representative"]
        found = User.objects.open().filter(email__iexact=email).first()
        if found is None:
            raise forms.ValidationError(_("Nobody with this address has an account here."))
        return found

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "organisation", "representative", "number", Submit("save", _("Set places aside"))
        )
        return helper


class TakePlaceForm(Form):
    """The consent without which nobody takes a place of an organisation."""

    field_of_refusals = "consents"

    consents = forms.BooleanField(
        label=_("The representative may see my name and when I took the place"),
        error_messages={"required": _("Tick this to take the place.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("consents", Submit("take", _("Take the place")))
        return helper
