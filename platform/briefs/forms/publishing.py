"""Publishing and withdrawing, and the filters of the public list."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from briefs.models import Brief
from core.forms.bases import Form, Helper
from core.forms.layouts import Layout, Submit
from core.web.requests import key_of
from library.recommendations.forms.responses import PlaceField
from library.vocabularies.models import Place, Topic


class PublishForm(Form):
    """The second click; it carries which text the editor has read."""

    edit_number = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What is new"),
        max_length=300,
        required=False,
        help_text=_("One line for readers who know the previous version."),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["note"]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self.fields, Submit("publish", _("Publish it now")))
        return helper


class _Published(forms.ModelChoiceField):
    """Published briefs by their number; what is no number is nothing, and breaks no query."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(key_of(str(value or "")) or None)


class WithdrawForm(Form):
    """Why a brief is withdrawn, and which one to read instead."""

    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=500,
        help_text=_("Readers who follow a link to this brief see these words."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it is withdrawn")},
    )
    replaced_by = _Published(
        Brief.objects.none(),
        label=_("Brief to read instead"),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, brief: Brief, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Brief.objects.published().exclude(pk=brief.pk).order_by("title", "pk")
        self.fields["replaced_by"].queryset = others  # type: ignore[attr-defined]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(
            "reason",
            "replaced_by",
            Submit("withdraw", _("Withdraw the brief"), css_class="button-danger"),
        )
        return helper


class _Topics(forms.ModelChoiceField):
    """Topics by their codes; what is no code is nothing."""

    def to_python(self, value: Any) -> Any:
        text = str(value or "")
        is_code = text.replace("-", "").replace("_", "").isalnum() and len(text) <= 60
        return super().to_python(text if is_code else None)


class FilterForm(Form):
    """Words, topic and place of the public list; they are read from the address."""

    keeps_unsent = False

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    topic = _Topics(
        Topic.objects.none(),
        label=_("Topic"),
        required=False,
        to_field_name="code",
        empty_label=_("All topics"),
    )
    place = PlaceField(label=_("Place"), empty_label=_("All places"))

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        self.fields["q"].widget.attrs.update(type="search")
        public = Brief.objects.published().order_by()
        used = Topic.objects.filter(briefs__in=public).distinct().order_by("label", "pk")
        self.fields["topic"].queryset = used  # type: ignore[attr-defined]
        about = Place.objects.filter(pk__in=public.exclude(place=None).values("place"))
        self.fields["place"].queryset = about.in_order()  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """Return the filters in force; what the form refuses is none."""
        valid = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return {name: valid.get(name) or None for name in self.fields}
