"""Adding images and files to a course, and saying what an image shows."""

from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from core.files.uploads import UploadRefused
from core.forms.bases import FingerprintForm, Form, Helper
from core.refusals import Refusal
from courses.media.images import PreparedImage
from courses.models import Media


class _Described(Form):
    """What an image shows for those who cannot see it, or that it only decorates."""

    alt = forms.CharField(
        label=_("What the image shows"),
        max_length=500,
        required=False,
        help_text=_(
            "For people who cannot see it: what it tells readers, in a sentence or two. For example: “Life expectancy "
            "falls from 84 to 76 years from the least to the most deprived tenth.”"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_decoration = forms.BooleanField(
        label=_("It only decorates and tells readers nothing"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "alt" not in self.errors and not (cleaned.get("alt") or cleaned.get("is_decoration")):
            self.add_error("alt", _("Say what the image shows, or that it only decorates."))
        return cleaned


class NewImageForm(_Described):
    """An image and what it shows."""

    image = forms.FileField(
        label=_("Image"),
        help_text=_(
            "JPEG, PNG or WebP, at most 10 MB. We remove hidden data, such as where it was taken."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": _("Choose an image."),
            "empty": _("This file is empty. Choose another."),
        },
        max_length=255,
    )
    field_order = ("image", "alt", "is_decoration")

    def clean_image(self) -> PreparedImage:
        # Pillow is loaded for those alone who send a picture.
        from courses.media.images import prepared_image

        return prepared_image(self.cleaned_data["image"])

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self.field_order, Submit("add", _("Add the image")))
        return helper


class DescribeImageForm(FingerprintForm, _Described):
    """What an image of a draft shows; changes made meanwhile in another tab are noticed."""

    def __init__(self, *args: Any, media: Media, **kwargs: Any) -> None:
        initial = {"alt": media.alt, "is_decoration": media.is_decoration}
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("seen", "alt", "is_decoration", Submit("save", _("Save")))
        return helper


class NewFileForm(Form):
    """A file that readers can download; the action checks what it really is."""

    upload = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=200,
        help_text=_("PDF, DOCX, ODT, XLSX, CSV, PNG or JPG, at most 50 MB, without a password."),
        error_messages={"required": _("Choose a file.")},
    )

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show beside its field why a file cannot be taken."""
        if isinstance(refusal, UploadRefused):
            self.add_error("upload", refusal)
        else:
            super().refuse(refusal)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("upload", Submit("add", _("Add the file")))
        return helper
