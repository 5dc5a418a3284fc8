"""Writing work and handing it in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.files.upload_limits import with_largest_size
from core.files.uploads import UploadRefused
from core.forms.bases import EditForm, Helper, KeyedForm
from core.forms.layouts import ButtonHolder, Layout, Submit
from core.refusals import Refusal
from courses.models import Assignment, AssignmentDraft
from courses.refusals import TooManyWorkFiles


class WorkForm(KeyedForm, EditForm):
    """The fields that the assignment allows; it is saved as a draft or handed in."""

    names_of_fields: Mapping[str, str] | None = {}

    class Meta:
        model = AssignmentDraft
        fields = ("text", "link")
        labels = {"text": _("Your work")}
        widgets = {"text": forms.Textarea(attrs={"rows": 14, "dir": "auto"})}

    link = forms.URLField(
        label=_("Link"),
        help_text=_("A page that the facilitators can open, such as https://example.org/map."),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    upload = forms.FileField(
        label=_("Add a file"),
        required=False,
        allow_empty_file=True,
        max_length=200,
        help_text=with_largest_size(
            _(
                "PDF, DOCX, ODT, XLSX, CSV, PNG or JPG, at most %(most)s MB, without a password. Up to five, one at a time."
            )
        ),
    )

    def __init__(self, *args: Any, assignment: Assignment, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = address
        taken = {
            "text": assignment.takes_text,
            "link": assignment.takes_link,
            "upload": assignment.takes_files,
        }
        for name, is_taken in taken.items():
            if not is_taken:
                del self.fields[name]

    @property
    def words(self) -> dict[str, Any]:
        """Return the text and the link; empty where the assignment does not take them."""
        return {name: self.cleaned_data.get(name) or "" for name in ("text", "link")}

    def refuse(self, refusal: Refusal | forms.ValidationError) -> None:
        """Show beside its field why a file cannot be taken; the words stay."""
        if isinstance(refusal, UploadRefused | TooManyWorkFiles) and "upload" in self.fields:
            self.refusal = refusal
            self.add_error("upload", str(refusal))
        else:
            super().refuse(refusal)

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.form_action = self._address
        names = [name for name in ("text", "link", "upload") if name in self.fields]
        helper.layout = Layout(
            "edit_number",
            "form_key",
            *names,
            ButtonHolder(
                Submit("hand_in", _("Hand in")),
                Submit("save", _("Save draft"), css_class="button-secondary"),
            ),
        )
        return helper
