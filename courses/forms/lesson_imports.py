"""Bringing Word documents into a draft: the files, then what becomes of each."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from core.files.upload_limits import with_largest_size
from core.forms.bases import Form, Helper, KeyedForm
from core.forms.layouts import Layout, Submit
from courses.actions.lesson_imports import TakenLesson
from courses.models import ImportedImage, ImportedLesson, Module

MOST_DOCUMENTS = 20
_WORD = ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class _ManyFiles(forms.FileInput):
    """A field in which several files are chosen at once."""

    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files; what each really is, the action looks at."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list) else [data] if data else []
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_DOCUMENTS:
            raise forms.ValidationError(
                _("Choose at most %(most)s documents at once."), params={"most": MOST_DOCUMENTS}
            )
        return [super(_FilesField, self).clean(file, initial) for file in files]


class ReadWordForm(KeyedForm):
    """The Word documents, each of which becomes a lesson."""

    documents = _FilesField(
        label=_("Word documents"),
        help_text=with_largest_size(
            _(
                "DOCX, up to 20 at once and %(most)s MB together. Each becomes a lesson: headings, lists, tables, images and footnotes are kept. You see everything before it is added."
            )
        ),
        widget=_ManyFiles(attrs={"accept": _WORD, "multiple": True}),
        allow_empty_file=True,
        max_length=255,
        error_messages={"required": _("Choose at least one Word document.")},
    )

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("form_key", "documents", Submit("read", _("Read the documents")))
        return helper


class TakeLessonsForm(Form):
    """Which documents become lessons, how they are called, what their images show, and where they go."""

    def __init__(
        self, *args: Any, rows: Sequence[ImportedLesson], modules: Sequence[Module], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if not row.refusal and not row.is_waiting]
        self.modules = {str(module.pk): module for module in modules}
        for row in self.rows:
            self._add_fields_of(row)
        self.fields["module"] = forms.ChoiceField(
            label=_("Where the lessons go"),
            choices=[*((pk, m.title) for pk, m in self.modules.items()), ("", _("A new module"))],
            initial=str(modules[-1].pk) if modules else "",
            required=False,
        )
        self.fields["module_title"] = forms.CharField(
            label=_("Title of the new module"), max_length=150, required=False
        )
        self.refuse_control_characters()

    def _add_fields_of(self, row: ImportedLesson) -> None:
        self.fields[f"take_{row.pk}"] = forms.BooleanField(
            label=_("Add this lesson"), required=False, initial=True
        )
        self.fields[f"title_{row.pk}"] = forms.CharField(
            label=_("Title of the lesson"), max_length=150, initial=row.title, required=False
        )
        for image in images_to_describe(row):
            self.fields[f"alt_{image.pk}"] = forms.CharField(
                label=_("What image %(number)s shows") % {"number": image.slug.rpartition("-")[2]},
                max_length=500,
                required=False,
                help_text=_(
                    "For people who cannot see it. You can also do that later, before publishing."
                ),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [row for row in self.rows if cleaned.get(f"take_{row.pk}")]
        for row in chosen:
            name = f"title_{row.pk}"
            if name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("Enter a title."))
        if not chosen:
            self.add_error(None, _("Choose at least one lesson to add."))
        is_new = "module" not in self.errors and not cleaned.get("module")
        if is_new and "module_title" not in self.errors and not cleaned.get("module_title"):
            self.add_error("module_title", _("Enter a title for the new module."))
        return cleaned

    @property
    def taken(self) -> list[TakenLesson]:
        """Return the chosen documents as ``take_lessons`` takes them."""
        given = self.cleaned_data
        return [
            TakenLesson(
                row.pk,
                given[f"title_{row.pk}"],
                {image.pk: given[f"alt_{image.pk}"] for image in images_to_describe(row)},
            )
            for row in self.rows
            if given[f"take_{row.pk}"]
        ]

    @property
    def module(self) -> Module | None:
        """Return the module that was chosen; nothing for a new one."""
        return self.modules.get(self.cleaned_data["module"])


def images_to_describe(row: ImportedLesson) -> list[ImportedImage]:
    """Return the images of which the document does not say what they show; load ``images`` with it."""
    return [image for image in row.images.all() if not image.alt]
