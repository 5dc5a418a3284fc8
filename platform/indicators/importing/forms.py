"""The form that uploads a file of figures."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.files.upload_limits import refuse_what_did_not_arrive
from core.forms.bases import Helper, KeyedForm
from core.forms.layouts import Layout, Submit


class FigureFileForm(KeyedForm):
    """A file of figures for a draft."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV, separated by commas, semicolons or tabs, or the first sheet of an XLSX workbook, with our columns or "
            "those of HEAT Plus."
        ),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another one."),
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        refuse_what_did_not_arrive(file)
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            words = {"most": settings.MAX_UPLOAD_BYTES // (1024 * 1024)}
            raise forms.ValidationError(
                _("This file is larger than %(most)s MB. Split it.") % words
            )
        return file

    @property
    def words(self) -> dict[str, Any]:
        """Return the keyword arguments of ``start_import``."""
        file = self.cleaned_data["file"]
        name = PurePath(file.name.replace("\\", "/")).name[:200]
        return {"content": file, "name": name or "figures.csv", "key": self.key}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("form_key", "file", Submit("read", _("Check the file")))
        return helper
