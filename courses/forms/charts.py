"""Making a chart from a pasted table."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import FingerprintForm, Form, Helper, KeyedForm
from core.forms.layouts import ButtonHolder, Layout, Submit
from courses.importing.pasted_tables import Table, TableRefused, as_text, read_table
from courses.media.charts import CannotBeDrawn, drawn
from courses.models import Chart
from courses.states import ChartKind


class _ChartForm(Form):
    """The table of a chart, its kind and its words."""

    title = forms.CharField(
        label=_("Title"), max_length=150, error_messages={"required": _("Enter a title.")}
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=ChartKind.choices,
        widget=forms.RadioSelect,
        initial=ChartKind.BARS,
    )
    table = forms.CharField(
        label=_("Table"),
        max_length=10_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_(
            "Copy it from a spreadsheet or document and paste it here. The first row names the columns, the first "
            "column the groups or periods; up to 4 columns of numbers."
        ),
        error_messages={"required": _("Paste the table.")},
    )
    unit = forms.CharField(
        label=_("Unit"),
        max_length=100,
        help_text=_("For example: “% of adults”."),
        error_messages={"required": _("Enter the unit of the numbers.")},
    )
    description = forms.CharField(
        label=_("What the chart shows"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For people who cannot see it: the pattern in a sentence, not each number."),
        error_messages={"required": _("Say in a sentence what the chart shows.")},
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Who published the numbers, where and when."),
        error_messages={"required": _("Name the source of the numbers.")},
    )
    field_order = ("title", "kind", "table", "unit", "description", "source")

    read: Table

    @property
    def words(self) -> dict[str, Any]:
        """Return what the actions take: the words of the chart, and its table as it was read."""
        words = {name: self.cleaned_data[name] for name in self.field_order if name != "table"}
        return {**words, "table": self.read}

    @property
    def chart(self) -> Chart:
        """Return the chart as it would be, not stored."""
        words = {name: value for name, value in self.words.items() if name != "table"}
        return Chart(slug="preview", columns=self.read.columns, rows=self.read.rows, **words)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "table" in cleaned:
            try:
                self.read = read_table(cleaned["table"], unit=cleaned.get("unit", ""))
                if not self.errors:
                    drawn(self.chart)
            except (TableRefused, CannotBeDrawn) as refusal:
                self.add_error("table", str(refusal))
        return cleaned

    def laid_out(self, hidden: str) -> Helper:
        """Return the layout with a hidden field in it."""
        helper = Helper(self)
        helper.layout = Layout(
            hidden,
            *self.field_order,
            ButtonHolder(
                Submit("save", _("Save the chart")),
                Submit("preview", _("Preview without saving"), css_class="button-secondary"),
            ),
        )
        return helper


class NewChartForm(KeyedForm, _ChartForm):
    """A new chart."""

    @property
    def helper(self) -> Helper:
        return self.laid_out("form_key")


class EditChartForm(FingerprintForm, _ChartForm):
    """A chart of a draft; changes made meanwhile in another tab are noticed."""

    def __init__(self, *args: Any, chart: Chart, **kwargs: Any) -> None:
        initial = {name: getattr(chart, name) for name in self.field_order if name != "table"}
        initial["table"] = as_text(chart.columns, chart.rows)
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def helper(self) -> Helper:
        return self.laid_out("seen")
