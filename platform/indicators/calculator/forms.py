"""Forms of the calculator."""

from typing import Any

from django import forms
from django.core.validators import EMPTY_VALUES
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.bases import Form, Helper
from core.forms.layouts import Fieldset, Layout, Submit
from core.refusals import Refusal
from indicators.calculator.columns import Role
from indicators.calculator.pasted import MOST_CHARACTERS, MOST_GROUPS, NotReadable, text_of
from indicators.calculator.questions import (
    CONFIDENCES,
    Decimals,
    GoodSide,
    Heading,
    Order,
    Question,
    Values,
)

_LARGEST_FILE = 200_000


class _Unmarked:
    """A field that is not marked as optional, though nothing has to be sent: it has a usual answer, or another way."""

    def validate(self, value: Any) -> None:
        if value not in EMPTY_VALUES:
            super().validate(value)  # type: ignore[misc]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        widget.use_required_attribute = lambda _initial: False  # type: ignore[method-assign,assignment]
        return super().widget_attrs(widget)  # type: ignore[misc]


class Choice(_Unmarked, forms.ChoiceField):
    """A choice of which one is usual."""


class Figures(_Unmarked, forms.CharField):
    """Pasted cells; a file does as well."""


class CalculatorForm(Form):
    """Figures, and what is said about them. Nothing of it is stored."""

    keeps_unsent = False

    figures = Figures(
        label=gettext_lazy("Figures"),
        strip=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Copy cells from a spreadsheet and paste them: a row for each group. A column with values is enough; names, populations, counts, limits or standard errors make more measures possible."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        help_text=gettext_lazy(
            "A CSV or text file in any usual encoding, or an XLSX workbook, of which the first sheet is read."
        ),
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the figures"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For example: Obesity in Year 6, England, 2017/18."),
    )
    kind = Choice(label=gettext_lazy("The values are"), choices=Values.choices)  # fmt: skip
    unit = forms.CharField(label=gettext_lazy("Unit in words"), required=False, max_length=40)
    order = Choice(
        label=gettext_lazy("Order of the groups"),
        choices=Order.choices,
        initial=Order.MOST_FIRST,
    )
    better = Choice(label=gettext_lazy("Which way is better"), choices=GoodSide.choices)  # fmt: skip
    reference = forms.CharField(
        label=gettext_lazy("Reference group"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Its name as you wrote it above, or its number."),
    )
    confidence = Choice(
        label=gettext_lazy("Confidence of intervals"),
        choices=[(level, f"{level} %") for level in CONFIDENCES],
        initial="95",
    )
    heading = Choice(label=gettext_lazy("The first row"), choices=Heading.choices)  # fmt: skip
    decimal = Choice(label=gettext_lazy("Numbers are written as"), choices=Decimals.choices)  # fmt: skip
    shape = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)
    # The saved figures that are being changed, if any.
    data_set = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns: list[str] = []
        self._add_columns()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        uploaded = cleaned.get("file")
        if uploaded is not None:
            if uploaded.size > _LARGEST_FILE:
                self.add_error("file", _("The file is too large for %(most)s groups.") % {"most": MOST_GROUPS})  # fmt: skip
                return cleaned
            try:
                cleaned["figures"] = text_of(uploaded.read())[:MOST_CHARACTERS]
            except NotReadable as refusal:
                self.add_error("file", str(refusal))
                return cleaned
        if "figures" in cleaned and not cleaned["figures"].strip():
            self.add_error("figures", _("Paste figures, or choose a file."))
        return cleaned

    @property
    def question(self) -> Question:
        """Return what is asked. Read it from a valid form."""
        words = {name: str(value) for name, value in self.cleaned_data.items() if name != "file"}
        words.pop("data_set", None)
        words |= {name: self.cleaned_data.get(name) or Role.IGNORED for name in self.columns}
        if self.cleaned_data.get("file") is not None:
            words = {name: value for name, value in words.items() if name not in self.columns}
        return Question.from_words({name: value for name, value in words.items() if value})

    def put_right(self, question: Question) -> None:
        """Show in the fields of the columns what was worked out, so that it can be corrected."""
        self._show(question)

    @property
    def helper(self) -> Helper:
        as_read = Fieldset(_("How the figures were read"), *self.columns, "heading", "decimal")
        helper = Helper(self)
        helper.form_action = reverse("indicators:calculator")
        helper.form_id = "calculator"
        helper.layout = Layout(
            "figures",
            "file",
            "title",
            "kind",
            "order",
            "better",
            "unit",
            "reference",
            "confidence",
            "shape",
            "data_set",
            *([as_read] if self.columns else []),
            Submit("measure", _("Measure")),
        )
        return helper

    def refuse_figures(self, refusal: Exception) -> None:
        """Show beside the figures why they cannot be measured."""
        self.add_error("figures", str(refusal))
        self.status = 200

    def _add_columns(self) -> None:
        """Add a field for each column of what was pasted, if it can be read."""
        if not self.is_bound or not self.data.get("figures"):
            return
        words = {name: self.data.get(name) for name in self.data if isinstance(self.data.get(name), str)}  # fmt: skip
        try:
            self._show(Question.from_words(words))
        except Refusal:
            return

    def _show(self, question: Question) -> None:
        table, roles = question.table, question.column_roles
        for name in self.columns:
            del self.fields[name]
        data = self.data.copy()
        self.columns = [f"c{place}" for place in range(table.width)]
        for place, (name, role) in enumerate(zip(self.columns, roles, strict=True)):
            title = table.heading[place] if table.heading else table.rows[0][place]
            self.fields[name] = Choice(
                label=_("Column %(number)s: %(title)s")
                % {"number": place + 1, "title": title[:40] or "–"},
                choices=Role.choices,
            )
            data[name] = role.value
        data["shape"] = question.own_shape
        data["figures"] = question.figures
        self.data = data


class DataSetForm(Form):
    """The name of a data set; with ``query`` it carries the figures along that are saved under it."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        error_messages={"required": gettext_lazy("Enter a name for the data set.")},
    )
    query = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, button: str, query: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.button = button
        if not query:
            del self.fields["query"]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self.fields, Submit("save", self.button))
        return helper
