"""The form with which a thing gets a cover of its own."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from core.covers.models import Covered
from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit


class CoverForm(Form):
    """A picture, what it shows, or that it goes."""

    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_(
            "JPEG, PNG or WebP, at most 10 MB. We crop it to 16 by 9 and remove hidden data, such as where it was taken."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"empty": _("This file is empty. Choose another.")},
        max_length=255,
    )
    alt = forms.CharField(
        label=_("What the picture shows"),
        max_length=200,
        required=False,
        help_text=_(
            "For people who cannot see it, for example: “Six people plant a hedge in front of a row of flats.”"
        ),
    )
    remove = forms.BooleanField(label=_("Remove this cover"), required=False)

    def __init__(self, *args: Any, thing: Covered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_cover = bool(thing.cover_file)
        self.fields["alt"].initial = thing.cover_alt
        if not self.has_cover:
            del self.fields["remove"]

    def clean_picture(self) -> ContentFile | None:
        # Pillow is loaded for those alone who send a picture.
        from core.covers.uploaded import cover_picture

        upload = self.cleaned_data["picture"]
        return cover_picture(upload) if upload else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("remove") or "picture" in self.errors:
            return cleaned
        if not (cleaned.get("picture") or self.has_cover):
            self.add_error("picture", _("Choose a picture."))
        if not cleaned.get("alt") and "alt" not in self.errors:
            self.add_error("alt", _("Say what the picture shows."))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self.fields, Submit("save", _("Save the cover")))
        return helper
