"""Filters of the case studies that wait for a judgement; they are read from the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form
from library.vocabularies.models import Topic


class WaitingFilterForm(Form):
    """Words of the title, which judgement is missing, and a topic."""

    keeps_unsent = False

    q = forms.CharField(label=_("Title"), max_length=100, required=False)
    missing = forms.ChoiceField(
        label=_("Missing"),
        choices=[
            ("", _("Either judgement")),
            ("second", _("Second judgement")),
            ("first", _("Both judgements")),
        ],
        required=False,
    )
    topic = forms.ModelChoiceField(
        Topic.objects.in_order(),
        label=_("Topic"),
        to_field_name="code",
        required=False,
        empty_label=_("All topics"),
    )
    show = forms.CharField(widget=forms.HiddenInput, required=False)
