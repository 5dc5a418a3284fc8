"""The form for evidence of a plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import FingerprintForm, Helper
from core.forms.layouts import Layout, Submit


class PlanEvidenceForm(FingerprintForm):
    """The note on what a work says for this plan; ``is_new`` until it is evidence of it."""

    note = forms.CharField(
        label=_("How it supports your plan"),
        help_text=_(
            "One or two sentences: what was found, where, and what you take from it. Everyone who "
            "can read the plan sees this next to the work."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._label = _("Add to plan") if is_new else _("Save")

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("seen", "note", Submit("save", self._label))
        return helper
