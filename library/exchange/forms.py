"""The form that uploads somebody else's catalogue."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.files.upload_limits import refuse_what_did_not_arrive
from core.forms.bases import Helper, KeyedForm
from core.forms.layouts import Field, Layout, Submit
from library.catalogue.actions.checks import MAX_TOPICS
from library.exchange.importing.parsers import FORMATS
from library.vocabularies.forms.topics import TOPICS_TEMPLATE, TopicsField


class ImportForm(KeyedForm):
    """A file of records, and the topics of those that name none."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with the columns of an export, RIS or BibTeX, in UTF-8."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
    topics = TopicsField(
        label=_("Topics for records that have none"),
        most=MAX_TOPICS,
        required=False,
        help_text=_(
            "Reference managers do not use our topics. If you choose topics here, we ignore other "
            "keywords."
        ),
    )

    @property
    def ending(self) -> str:
        """Return the format that the ending of the file name stands for."""
        return PurePath(self.cleaned_data["file"].name).suffix.lower().lstrip(".")

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        refuse_what_did_not_arrive(file)
        ending = PurePath(file.name or "").suffix.lower().lstrip(".")
        if {"bibtex": "bib"}.get(ending, ending) not in FORMATS:
            raise forms.ValidationError(_("Choose a file that ends with .csv, .ris or .bib."))
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            words = {"most": settings.MAX_UPLOAD_BYTES // (1024 * 1024)}
            raise forms.ValidationError(_("This file is larger than %(most)s MB.") % words)
        return file

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "form_key",
            "file",
            Field("topics", template=TOPICS_TEMPLATE),
            Submit("read", _("Check the file")),
        )
        return helper

    @property
    def words(self) -> dict[str, Any]:
        """Return the keyword arguments of ``start_import``."""
        file = self.cleaned_data["file"]
        return {
            "content": file,
            "name": PurePath(file.name.replace("\\", "/")).name[:200],
            "ending": {"bibtex": "bib"}.get(self.ending, self.ending),
            "topics": self.cleaned_data["topics"],
            "key": self.cleaned_data["form_key"],
        }
