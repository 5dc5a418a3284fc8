"""What a dimension says of itself, and its groups."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.bases import FingerprintForm, Form, Helper
from core.forms.layouts import Div, Fieldset, Layout, Submit
from indicators.catalogue.actions.dimensions import MOST_GROUPS, GroupWords
from indicators.catalogue.models import Dimension, Subgroup

_LONGEST_NAME, _LONGEST_SHORT = 120, 20


class _DimensionWords(Form):
    """The words of a dimension."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=_LONGEST_NAME,
        error_messages={"required": gettext_lazy("Enter the name.")},
    )
    about = forms.CharField(
        label=gettext_lazy("How people are divided"), required=False, max_length=300
    )
    is_ordered = forms.BooleanField(
        label=gettext_lazy("The groups have an order"),
        required=False,
        help_text=gettext_lazy(
            "From the most to the least disadvantaged. Only then do pages show a gradient and its slope."
        ),
    )
    first_label = forms.CharField(
        label=gettext_lazy("Name of the first end"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For example: Most deprived."),
    )
    last_label = forms.CharField(
        label=gettext_lazy("Name of the last end"), required=False, max_length=60
    )
    more = forms.CharField(
        label=gettext_lazy("Groups"),
        required=False,
        max_length=MOST_GROUPS * (_LONGEST_NAME + 1),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("One on each line, the most disadvantaged first."),
    )

    def clean_more(self) -> list[str]:
        """Return the names on the lines, without empty ones."""
        names = [" ".join(line.split()) for line in self.cleaned_data["more"].splitlines()]
        names = [name for name in names if name]
        if long := next((name for name in names if len(name) > _LONGEST_NAME), ""):
            raise forms.ValidationError(
                _("“%(name)s …” is too long. Use at most %(most)s characters.")
                % {"name": long[:40], "most": _LONGEST_NAME}
            )
        return names

    @property
    def dimension(self) -> dict[str, Any]:
        """Return what is said of the dimension itself."""
        names = ("name", "about", "is_ordered", "first_label", "last_label")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def added(self) -> list[GroupWords]:
        """Return the new groups."""
        return [GroupWords(name) for name in self.cleaned_data["more"]]


class NewDimensionForm(_DimensionWords):
    """A new dimension with its groups."""

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout(*self.fields, Submit("save", _("Add this dimension")))
        return helper


class DimensionForm(FingerprintForm, _DimensionWords):
    """A dimension with a row of fields for each of its groups."""

    def __init__(
        self,
        *args: Any,
        dimension: Dimension,
        groups: Sequence[Subgroup],
        unused: set[int],
        **kwargs: Any,
    ) -> None:
        self._groups = groups
        names = ("name", "about", "is_ordered", "first_label", "last_label")
        initial = {name: getattr(dimension, name) for name in names}
        for group in groups:
            initial |= {
                f"name_{group.pk}": group.name,
                f"short_{group.pk}": group.short_name,
                f"position_{group.pk}": group.position,
            }
        initial["reference"] = next((str(group.pk) for group in groups if group.is_reference), "")
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["more"].label = _("More groups")
        self.fields["more"].help_text = _("One on each line. They come after the others.")
        for group in groups:
            self._add_row(group, can_go=group.pk in unused)
        self.fields["reference"] = forms.ChoiceField(
            label=_("Group that others are compared with"),
            required=False,
            choices=[("", _("No group")), *((str(group.pk), group.name) for group in groups)],
        )
        self.refuse_control_characters()

    def _add_row(self, group: Subgroup, *, can_go: bool) -> None:
        about = {"group": group.name}
        self.fields[f"name_{group.pk}"] = forms.CharField(
            label=_("Name"),
            max_length=_LONGEST_NAME,
            error_messages={"required": _("Enter the name of “%(group)s”.") % about},
        )
        self.fields[f"short_{group.pk}"] = forms.CharField(
            label=_("Name in charts"), required=False, max_length=_LONGEST_SHORT
        )
        self.fields[f"position_{group.pk}"] = forms.IntegerField(
            label=_("Position"), min_value=1, max_value=MOST_GROUPS
        )
        if can_go:
            self.fields[f"remove_{group.pk}"] = forms.BooleanField(
                label=_("Delete this group"), required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        taken: dict[int, str] = {}
        for group in self._remaining():
            position = cleaned.get(f"position_{group.pk}")
            if position is None:
                continue
            if position in taken:
                self.add_error(
                    f"position_{group.pk}",
                    _("“%(group)s” has this position already.") % {"group": taken[position]},
                )
            taken[position] = group.name
        return cleaned

    def _remaining(self) -> Iterator[Subgroup]:
        for group in self._groups:
            if not self.cleaned_data.get(f"remove_{group.pk}"):
                yield group

    @property
    def group_words(self) -> list[GroupWords]:
        """Return all groups from now on, in their order."""
        cleaned = self.cleaned_data
        rows = sorted(self._remaining(), key=lambda group: cleaned[f"position_{group.pk}"])
        stay = [
            GroupWords(
                name=cleaned[f"name_{group.pk}"],
                short_name=cleaned[f"short_{group.pk}"],
                pk=group.pk,
                is_reference=cleaned["reference"] == str(group.pk),
            )
            for group in rows
        ]
        return [*stay, *self.added]

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        rows = []
        for group in self._groups:
            names = [f"{name}_{group.pk}" for name in ("name", "short", "position", "remove")]
            shown = [name for name in names if name in self.fields]
            rows.append(Fieldset(group.name, Div(*shown, css_class="cluster")))
        helper.layout = Layout(
            *("seen", "name", "about", "is_ordered", "first_label", "last_label"),
            *rows,
            "more",
            "reference",
            Submit("save", _("Save")),
        )
        return helper
