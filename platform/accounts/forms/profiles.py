"""The forms of a profile."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.forms.fields import LanguagesField, NameField
from accounts.models import Organisation, Profile, User, Visibility
from core.forms.bases import FingerprintForm, Form, Helper
from core.forms.layouts import Fieldset, Layout, Page, Row, Submit
from core.forms.markup import escape
from core.prepared import prepared
from core.times.zones import ZoneChoices, zone_names

ORGANISATIONS_OFFERED = 300


class Suggestions:
    """The data list of organisation names that the field suggests."""

    def render(self, form: "JobForm", page: Page) -> str:
        options = [f'<option value="{escape(name)}"></option>' for name in form.organisations()]
        return f'<datalist id="organisations">{"".join(options)}</datalist>\n'


class JobForm(Form):
    """Work details. Its cleaned data are the keyword arguments of ``save_profile``."""

    job_title = forms.CharField(
        label=_("Your role"),
        max_length=120,
        required=False,
        help_text=_("For example: public health consultant"),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        help_text=_("Choose a suggestion or enter a new name"),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "list": "organisations"}),
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=120,
        required=False,
        help_text=_("Where the people you work for live, such as Coventry"),
    )
    languages = LanguagesField(
        label=_("Languages you work in"),
        max_length=500,
        required=False,
        help_text=_("Separate them with commas: English, Welsh, বাংলা"),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("We show dates and times in this time zone")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        profile = user.profile
        told = {
            "full_name": user.full_name,
            "time_zone": user.time_zone,
            "job_title": profile.job_title,
            "organisation": str(profile.organisation or ""),
            "place": profile.place,
            "about": profile.about,
            "languages": profile.languages,
            **{f"show_{name}": profile.visibility_of(name) for name in Profile.SHOWABLE},
        }
        super().__init__(*args, **{**kwargs, "initial": {**told, **kwargs.get("initial", {})}})
        self.user = user
        self._offer_zones(user.time_zone)

    def _offer_zones(self, present: str) -> None:
        unusual = [] if present in zone_names() else [(gettext("Now"), [(present, present)])]
        self.fields["time_zone"].choices = ZoneChoices(*unusual)  # type: ignore[attr-defined]

    def organisations(self) -> list[str]:
        """Return the organisation names that the field suggests."""
        return list(_organisations())

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "job_title", "organisation", "place", "languages", "time_zone", Suggestions(),
            Submit("save", _("Save and continue")),
        )  # fmt: skip
        return helper


def _visibility(label: StrOrPromise) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=Visibility)


@prepared
def _organisations() -> QuerySet[Organisation, str]:
    names = Organisation.objects.order_by("name").values_list("name", flat=True)
    return names[:ORGANISATIONS_OFFERED]


class ProfileForm(FingerprintForm, JobForm):
    """The whole profile: each field with those who can read it, and the photo."""

    full_name = NameField(help_text=_("Everyone who is signed in can see it"))
    about = forms.CharField(
        label=_("About you"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Your work, and what others can ask you about"),
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP, no larger than 10 MB. We crop it to a square."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": _("This file is empty. Choose another.")},
        max_length=255,
    )
    remove_photo = forms.BooleanField(label=_("Remove my photo"), required=False)
    show_job_title = _visibility(_("Who can see your role"))
    show_organisation = _visibility(_("Who can see your organisation"))
    show_place = _visibility(_("Who can see your place"))
    show_about = _visibility(_("Who can see “About you”"))
    show_languages = _visibility(_("Who can see your languages"))
    show_photo = _visibility(_("Who can see your photo"))
    show_topics = _visibility(_("Who can see the topics you follow"))
    show_time_zone = _visibility(_("Who can see your local time"))
    show_search = _visibility(_("Who can find you by name in the search"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.user.profile.photo:
            del self.fields["remove_photo"]

    def clean_photo(self) -> ContentFile | None:
        # Pillow is loaded for those alone who send a picture.
        from accounts.profiles.photos import portrait

        upload = self.cleaned_data["photo"]
        return portrait(upload) if upload else None

    def profile_values(self) -> dict[str, Any]:
        """Return the keyword arguments of ``save_profile``."""
        plain = (
            "full_name",
            "time_zone",
            "job_title",
            "organisation",
            "place",
            "about",
            "languages",
        )
        shown_to = {
            name: Visibility(self.cleaned_data[f"show_{name}"]) for name in Profile.SHOWABLE
        }
        return {**{name: self.cleaned_data[name] for name in plain}, "shown_to": shown_to}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        photo = [
            "photo",
            *(["remove_photo"] if "remove_photo" in self.fields else []),
            "show_photo",
        ]
        helper.layout = Layout(
            "seen",
            Fieldset(_("You"), "full_name", "show_search", Row("time_zone", "show_time_zone")),
            Fieldset(
                _("Your work"),
                Row("job_title", "show_job_title"),
                Row("organisation", "show_organisation"),
                Row("place", "show_place"),
                Row("languages", "show_languages"),
            ),
            Fieldset(_("About you"), "about", "show_about", "show_topics"),
            Fieldset(_("Photo"), *photo),
            Suggestions(),
            Submit("save", _("Save profile")),
        )
        return helper
