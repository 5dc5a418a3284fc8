"""Choosing figures of an indicator for a lesson."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.bases import FingerprintForm, Form, Helper, KeyedForm
from core.forms.layouts import ButtonHolder, Layout, Submit
from courses.excerpts.drawn import drawn
from courses.models import IndicatorFigure
from indicators.excerpts.excerpt import MOST_PLACES, ExcerptRefused, Picture, Selection
from indicators.excerpts.offering import Offer
from indicators.excerpts.taking import Taken, take

_FEW = 8  # choices, up to which each has a box of its own


def selection_fields(offer: Offer, chosen: Selection, *, is_single: bool = False) -> dict[str, forms.Field]:  # fmt: skip
    """Return the fields by which figures of an indicator are chosen; what leaves no choice has none.

    ``is_single`` asks for the groups of one place, sex and period.
    """
    fields: dict[str, forms.Field] = {}
    if offer.dimensions:
        blank = [] if is_single else [("", _("No groups: whole places"))]
        fields["dimension"] = forms.ChoiceField(
            label=_("Groups"),
            choices=[*blank, *offer.dimensions],
            required=is_single,
            initial=chosen.dimension,
        )
    lists = (
        ("places", _("Places"), _("Place"), offer.places, chosen.places),
        ("sexes", _("Sex"), _("Sex"), offer.sexes, chosen.sexes),
        ("periods", _("Periods"), _("Period"), offer.periods, chosen.periods),
    )
    for name, several, one, choices, initial in lists:
        latest = name == "periods"
        if is_single:
            offered = [("", _("The latest")), *choices] if latest else list(choices)
            fields[name] = forms.ChoiceField(
                label=one, choices=offered, required=not latest, initial=next(iter(initial), "")
            )
            continue
        widget = forms.CheckboxSelectMultiple if len(choices) <= _FEW else forms.SelectMultiple
        fields[name] = forms.MultipleChoiceField(
            label=several,
            choices=choices,
            required=name == "places",
            initial=list(initial),
            widget=widget,
            help_text=_("None: the latest one, and over time all of them.") if latest else "",
            error_messages={"required": _("Choose a place.")},
        )
    if len(offer.ages) > 1:
        fields["age"] = forms.ChoiceField(
            label=_("Age"), choices=offer.ages, required=False, initial=chosen.age
        )
    if len(offer.releases) > 1:
        fields["release"] = forms.ChoiceField(
            label=_("Release of the figures"),
            choices=[("", _("The one that has all of it and the latest figures")), *offer.releases],
            required=False,
            initial=str(chosen.release or ""),
        )
    return fields


def selection_from(offer: Offer, cleaned: dict[str, Any], picture: str) -> Selection:
    """Return what was chosen in the fields of ``selection_fields``."""

    def several(name: str) -> tuple[str, ...]:
        value = cleaned.get(name) or []
        return tuple(value) if isinstance(value, list) else (value,)

    release = cleaned.get("release")
    return Selection(
        indicator=offer.indicator.code,
        picture=picture,
        dimension=cleaned.get("dimension", ""),
        places=several("places"),
        sexes=several("sexes") or tuple(sex for sex, _label in offer.sexes[:1]),
        age=cleaned.get("age") or (offer.ages[0][0] if offer.ages else ""),
        periods=several("periods"),
        release=int(release) if release else None,
    )


class _FigureForm(Form):
    """What a figure shows, and its words."""

    picture = forms.ChoiceField(
        label=_("Picture"), choices=Picture.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("If you leave it empty, we write what, where and when."),
    )
    description = forms.CharField(
        label=_("What the figure shows"),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For people who cannot see it: the pattern in a sentence. If you leave it empty, we give both ends of each series."
        ),
    )

    taken: Taken

    def __init__(self, *args: Any, offer: Offer, chosen: Selection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.fields["picture"].initial = chosen.picture
        self.chosen_fields = selection_fields(offer, chosen)
        self.fields.update(self.chosen_fields)
        places = self.fields["places"]
        places.help_text = _("Up to %(most)s side by side, otherwise up to 4 series altogether.") % {"most": MOST_PLACES}  # fmt: skip
        self.order_fields(["form_key", "seen", "picture", *self.chosen_fields])
        self.refuse_control_characters()

    @property
    def selection(self) -> Selection:
        """Return what was chosen."""
        return selection_from(self.offer, self.cleaned_data, self.cleaned_data["picture"])

    @property
    def words(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {
            "selection": self.selection,
            "title": self.cleaned_data["title"],
            "description": self.cleaned_data["description"],
        }

    @property
    def figure(self) -> IndicatorFigure:
        """Return the figure as it would be, not stored."""
        return IndicatorFigure(
            slug="preview",
            title=self.cleaned_data["title"],
            description=self.cleaned_data["description"],
            excerpt=self.taken.excerpt.to_plain(),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.taken = take(self.selection)
                drawn(self.figure)
            except ExcerptRefused as refusal:
                self.add_error(None, str(refusal))
        return cleaned

    def laid_out(self, hidden: str) -> Helper:
        """Return the layout with a hidden field in it."""
        helper = Helper(self)
        helper.layout = Layout(
            hidden,
            "picture",
            *self.chosen_fields,
            "title",
            "description",
            ButtonHolder(
                Submit("save", _("Save the figure")),
                Submit("preview", _("Preview without saving"), css_class="button-secondary"),
            ),
        )
        return helper


class NewFigureForm(KeyedForm, _FigureForm):
    """A new figure."""

    @property
    def helper(self) -> Helper:
        return self.laid_out("form_key")


class EditFigureForm(FingerprintForm, _FigureForm):
    """A figure of a draft; changes made meanwhile in another tab are noticed."""

    def __init__(self, *args: Any, figure: IndicatorFigure, **kwargs: Any) -> None:
        chosen = figure.chosen
        initial = {
            "title": figure.title,
            "description": figure.description,
            "picture": chosen.picture,
            "dimension": chosen.dimension,
            "places": list(chosen.places),
            "sexes": list(chosen.sexes),
            "periods": list(chosen.periods),
            "age": chosen.age,
            "release": str(chosen.release or ""),
        }
        super().__init__(*args, initial=initial, chosen=chosen, **kwargs)

    @property
    def helper(self) -> Helper:
        return self.laid_out("seen")


class FindIndicatorForm(Form):
    """Words of the indicator that somebody looks for."""

    q = forms.CharField(label=_("Part of the name"), max_length=100, required=False)
