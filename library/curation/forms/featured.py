"""Choosing when a record is featured."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Helper, KeyedForm
from core.forms.layouts import Layout, Row, Submit
from library.finding.record_picker import RecordField

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FeatureForm(KeyedForm):
    """From which day to which day a record is featured."""

    record = RecordField()
    starts_on = forms.DateField(label=_("First day"), widget=_DATE)
    ends_on = forms.DateField(label=_("Last day"), widget=_DATE)

    reason = forms.CharField(
        label=_("Why this one?"),
        max_length=200,
        required=False,
        help_text=_("A sentence that readers see, for example: “Published this month.”"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day cannot be before the first."))
        elif last and last < timezone.localdate():
            self.add_error("ends_on", _("The last day has passed."))
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "form_key",
            "record",
            Row("starts_on", "ends_on"),
            "reason",
            Submit("feature", _("Feature this record")),
        )
        return helper
