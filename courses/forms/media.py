"""Adding images and files to a course, and saying what an image shows."""

from typing import Any

from django import forms
from django.conf import settings
from django.conf.global_settings import LANGUAGES
from django.utils.translation import gettext_lazy as _

from core.files.upload_limits import with_largest_size
from core.files.uploads import UploadRefused
from core.forms.bases import FingerprintForm, Form, Helper
from core.forms.layouts import Layout, Submit
from core.refusals import Refusal
from courses.media.captions import LONGEST, CaptionsRefused, checked_captions
from courses.media.images import PreparedImage
from courses.models import Media
from courses.states import MediaKind


class _Described(Form):
    """What an image shows for those who cannot see it, or that it only decorates."""

    # A browser would ask for a description of what only decorates.
    use_required_attribute = False

    alt = forms.CharField(
        label=_("What the image shows"),
        max_length=500,
        error_messages={"required": _("Say what the image shows, or that it is decorative.")},
        help_text=_(
            "For people who cannot see it: what it tells readers, in a sentence or two. For example: “Life expectancy "
            "falls from 84 to 76 years from the least to the most deprived tenth.”"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_decoration = forms.BooleanField(
        label=_("It is decorative and tells readers nothing"), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        # What only decorates need not be described.
        if cleaned.get("is_decoration") and self.has_error("alt", "required"):
            del self._errors["alt"]  # type: ignore[attr-defined]
            cleaned["alt"] = ""
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
    def has_image_alone(self) -> bool:
        """Tell whether an image was sent that can be taken, and words that cannot yet."""
        return self.is_bound and not self.is_valid() and "image" in self.cleaned_data

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self.field_order, Submit("add", _("Add the image")))
        return helper


class DescribeImageForm(FingerprintForm, _Described):
    """What an image of a draft shows; changes made meanwhile in another tab are noticed."""

    def __init__(self, *args: Any, media: Media, action: str = "", **kwargs: Any) -> None:
        initial = {"alt": media.alt, "is_decoration": media.is_decoration}
        super().__init__(*args, initial=initial, **kwargs)
        self.action = action

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.form_action = self.action
        helper.layout = Layout("seen", "alt", "is_decoration", Submit("save", _("Save")))
        return helper


class CorrectImageForm(DescribeImageForm):
    """What an image of a published version shows, and what its learners are told."""

    note = forms.CharField(
        label=_("What you corrected"),
        help_text=_(
            "Learners read it with its date, such as: “The description of the map named the wrong town.”"
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what you corrected.")},
    )

    def written(self) -> list[tuple[str, forms.Field]]:
        """Leave out the note, which belongs to the correction and not to the image."""
        return [(name, field) for name, field in super().written() if name != "note"]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "seen", "alt", "is_decoration", "note", Submit("save", _("Correct the description"))
        )
        return helper


class NewFileForm(Form):
    """A file that readers can download; the action checks what it really is."""

    upload = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=200,
        help_text=with_largest_size(
            _("PDF, DOCX, ODT, XLSX, CSV, PNG or JPG, at most %(most)s MB, without a password.")
        ),
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


class _Recorded(Form):
    """What is said in a recording: captions, a transcript, or that nobody speaks."""

    captions_file = forms.FileField(
        label=_("Captions"),
        required=False,
        max_length=255,
        help_text=_(
            "A WebVTT file (.vtt), as most video programs save it. People who cannot hear need captions with a video."
        ),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
    )
    captions_language = forms.ChoiceField(
        label=_("Language of the captions"),
        choices=[(code, _(name)) for code, name in LANGUAGES],
        required=False,
        initial=settings.LANGUAGE_CODE.partition("-")[0],
    )
    transcript = forms.CharField(
        label=_("Transcript"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is said, and other sounds or pictures that matter, as a text below it."),
    )
    is_silent = forms.BooleanField(label=_("Nobody speaks in it"), required=False)

    kind: str
    captions_before = ""

    def clean_captions_file(self) -> str:
        """Return the captions as text; those that there were where no file is chosen."""
        file = self.cleaned_data["captions_file"]
        if not file:
            return self.captions_before
        try:
            return checked_captions(file.read(LONGEST + 1))
        except CaptionsRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("is_silent"):
            return cleaned
        if self.kind == MediaKind.VIDEO and not cleaned.get("captions_file", "-"):
            self.add_error("captions_file", _("Choose the captions, or say that nobody speaks."))
        if self.kind == MediaKind.AUDIO and not cleaned.get("transcript", "-"):
            self.add_error("transcript", _("Write what is said, or say that nobody speaks."))
        return cleaned

    def without_captions_of_audio(self) -> None:
        """Take away the fields that only a video needs."""
        if self.kind == MediaKind.AUDIO:
            del self.fields["captions_file"], self.fields["captions_language"]

    @property
    def described(self) -> dict[str, Any]:
        """Return what the actions take of the words."""
        given = self.cleaned_data
        return {
            "captions": given.get("captions_file", ""),
            "captions_language": given.get("captions_language", ""),
            "transcript": given["transcript"],
            "is_silent": given["is_silent"],
        }


class NewRecordingForm(_Recorded):
    """A recording that is played in a lesson; the action checks what it really is."""

    upload = forms.FileField(
        label=_("Recording"),
        allow_empty_file=True,
        max_length=200,
        error_messages={"required": _("Choose a recording.")},
    )
    field_order = ("upload", "captions_file", "captions_language", "transcript", "is_silent")

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)
        self.fields["upload"].help_text = (
            with_largest_size(_("MP3, M4A, OGG or WAV, at most %(most)s MB."))
            if kind == MediaKind.AUDIO
            else with_largest_size(_("MP4 or WebM, at most %(most)s MB."))
        )
        self.without_captions_of_audio()

    @property
    def words(self) -> dict[str, Any]:
        """Return what ``add_recording`` takes."""
        return {
            "kind": MediaKind(self.kind),
            "upload": self.cleaned_data["upload"],
            **self.described,
        }

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show beside its field why a recording cannot be taken."""
        if isinstance(refusal, UploadRefused):
            self.add_error("upload", refusal)
        else:
            super().refuse(refusal)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self.fields, Submit("add", _("Add the recording")))
        return helper


class DescribeRecordingForm(FingerprintForm, _Recorded):
    """Captions and transcript of a recording of a draft; changes made meanwhile in another tab are noticed."""

    field_order = ("captions_file", "captions_language", "transcript", "is_silent")

    def __init__(self, *args: Any, media: Media, **kwargs: Any) -> None:
        self.kind = media.kind
        self.captions_before = media.captions
        initial = {
            "captions_language": media.captions_language,
            "transcript": media.transcript,
            "is_silent": media.is_silent,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.without_captions_of_audio()
        if media.captions:
            self.fields["captions_file"].help_text = _(
                "There are captions. Choose a file to replace them."
            )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        names = [name for name in self.fields if name != "seen"]
        helper.layout = Layout("seen", *names, Submit("save", _("Save")))
        return helper
