"""What an indicator says of itself."""

import uuid
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from core.forms.bases import EditForm, Helper
from core.forms.layouts import Layout, Submit
from indicators.catalogue.models import Indicator
from indicators.catalogue.models.indicators import MOST_DECIMALS
from library.catalogue.models import Record
from library.vocabularies.models import Topic

_MOST_RECORDS = 20
_LARGEST_MINIMUM = 1_000
_WORDS = (
    *("name", "definition", "numerator", "denominator", "unit", "value_type", "scale"),
    *("polarity", "decimals", "minimum_count", "is_survey", "caveats"),
)


class IndicatorForm(EditForm):
    """An indicator; its code is asked for once."""

    class Meta:
        model = Indicator
        fields = ("code", *_WORDS)
        labels = {
            "code": _("Code"),
            "name": _("Name"),
            "definition": _("Definition"),
            "numerator": _("Numerator"),
            "denominator": _("Denominator"),
            "unit": _("Unit"),
            "value_type": _("Kind of number"),
            "scale": _("Scale"),
            "polarity": _("Which way is better"),
            "decimals": _("Decimals shown"),
            "minimum_count": _("Smallest number shown"),
            "is_survey": _("From a survey: populations are people who answered"),
            "caveats": _("What to bear in mind"),
        }
        help_texts = {
            "code": _(
                "Lower-case letters, digits and hyphens, such as obesity-year-6. It cannot be changed later."
            ),
            "definition": _("Needed before its figures can be published."),
            "unit": _("As it follows a number, such as “% of children measured” or “years”."),
            "scale": _(
                "What a whole is: 100 for percentages, 100000 for rates per 100,000, otherwise 1."
            ),
            "minimum_count": _(
                "Figures based on fewer people or events are hidden. 0 hides nothing."
            ),
        }
        widgets = {
            "definition": forms.Textarea(attrs={"rows": 4}),
            "caveats": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {
            "code": {
                "required": _("Enter a code."),
                "invalid": _("Use letters, digits and hyphens only."),
                "unique": _("Another indicator has this code. Choose another one."),
            },
            "name": {"required": _("Enter the name.")},
            "unit": {"required": _("Enter the unit.")},
            "value_type": {"required": _("Choose the kind of number.")},
            "scale": {"required": _("Enter the scale.")},
            "polarity": {"required": _("Choose which way is better.")},
        }

    topic = forms.ModelChoiceField(
        Topic.objects.in_order(),
        label=_("Topic"),
        required=False,
        empty_label=_("None"),
        to_field_name="code",
    )
    record_numbers = forms.CharField(
        label=_("Related records"),
        required=False,
        max_length=400,
        help_text=_(
            "Numbers of records in the library, separated by commas: the number in the address of a record."
        ),
    )

    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_key"].initial = uuid.uuid4
        for name, most in (("decimals", MOST_DECIMALS), ("minimum_count", _LARGEST_MINIMUM)):
            field = self.fields[name]
            field.min_value, field.max_value = 0, most  # type: ignore[attr-defined]
            field.validators = [MinValueValidator(0), MaxValueValidator(most)]
        if self.instance.pk:
            del self.fields["code"]
            self.initial["topic"] = self.instance.topic.code if self.instance.topic else ""
            self.initial["record_numbers"] = _numbers(self.instance)

    def clean_record_numbers(self) -> list[Record]:
        parts = self.cleaned_data["record_numbers"].replace(",", " ").split()
        wrong = [
            part for part in parts if not (part.isascii() and part.isdigit() and len(part) < 10)
        ]
        if wrong:
            raise forms.ValidationError(
                _("“%(part)s” is not the number of a record.") % {"part": wrong[0][:40]}
            )
        keys = list(dict.fromkeys(int(part) for part in parts))
        if len(keys) > _MOST_RECORDS:
            raise forms.ValidationError(
                _("Name at most %(most)s records.") % {"most": _MOST_RECORDS}
            )
        found = Record.objects.published().in_bulk(keys)
        missing = [key for key in keys if key not in found]
        if missing:
            raise forms.ValidationError(
                _("There is no published record with the number %(key)s.") % {"key": missing[0]}
            )
        return [found[key] for key in keys]

    def _post_clean(self) -> None:
        """Leave the row as it is: the action writes it, and checks it again."""

    @property
    def words(self) -> dict[str, Any]:
        """Return what the actions take, by name."""
        names = [name for name in self.Meta.fields if name in self.fields]
        chosen = {name: self.cleaned_data[name] for name in names}
        return {
            **chosen,
            "topic": self.cleaned_data["topic"],
            "records": self.cleaned_data["record_numbers"],
        }

    def stored_words(self, stored: Indicator) -> dict[str, Any]:
        """Return the stored values of the fields of the form, as they stand now."""
        words = {name: getattr(stored, name) for name in _WORDS}
        return {**words, "topic": stored.topic, "record_numbers": list(stored.records.all())}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        first = [] if self.instance.pk else ["code"]
        helper.layout = Layout(
            "edit_number",
            "form_key",
            *first,
            *("name", "definition", "numerator", "denominator", "unit", "value_type", "scale"),
            *("polarity", "decimals", "topic", "minimum_count", "is_survey", "caveats"),
            "record_numbers",
            Submit("save", _("Save") if self.instance.pk else _("Add this indicator")),
        )
        return helper


def _numbers(indicator: Indicator) -> str:
    keys = indicator.records.order_by("pk").values_list("pk", flat=True)
    return ", ".join(str(key) for key in keys)
