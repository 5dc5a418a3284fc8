"""The form that makes one respondent of two."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms.bases import Form, Helper
from core.forms.layouts import Fieldset, Layout, Submit
from core.web.requests import key_of
from library.recommendations.actions.merging import Side
from library.recommendations.models import Respondent, Response

_PREFIX = "answer_"


class _RespondentField(forms.ModelChoiceField):
    """A respondent by its key; what is no key is nothing, and breaks no query."""

    def __init__(self, queryset: QuerySet[Respondent], **kwargs: Any) -> None:
        super().__init__(queryset, widget=forms.HiddenInput, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(key_of(str(value or "")) or None)


class MergeRespondentsForm(Form):
    """Which respondent stays, and whose answer counts where both answered."""

    keeps_unsent = False
    into = _RespondentField(
        Respondent.objects.none(),
        error_messages={"required": _("First find the one to keep."), "invalid_choice": _("First find the one to keep.")},
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        gone: Respondent,
        conflicts: Sequence[tuple[Response, Response]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        others = Respondent.objects.present().exclude(pk=gone.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]
        self._asked = [mine.recommendation_id for _other, mine in conflicts]
        for other, mine in conflicts:
            self.fields[f"{_PREFIX}{mine.recommendation_id}"] = forms.ChoiceField(
                label=f"{mine.recommendation.reference}: {mine.recommendation.title}",
                choices=[(Side.KEPT, _shown(other)), (Side.GONE, _shown(mine))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose which answer counts.")},
            )

    @property
    def choices(self) -> dict[int, Side]:
        """Return whose answer counts, by recommendation."""
        return {pk: Side(self.cleaned_data[f"{_PREFIX}{pk}"]) for pk in self._asked}

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        asked = [f"{_PREFIX}{pk}" for pk in self._asked]
        merge = Submit("merge", _("Merge the two"), css_class="button-danger")
        parts = [Fieldset(_("Both answered: which answer counts?"), *asked)] if asked else []
        helper.layout = Layout("into", *parts, merge)
        return helper


def _shown(response: Response) -> str:
    said = response.current
    words = f"{response.get_stance_display()}, {said.given_on:%d/%m/%Y}" if said else ""
    if not response.is_given:
        words = f"{words} ({response.get_state_display()})"
    quoted = f" “{said.words[:200]}”" if said and said.words else ""
    return f"{words}{quoted}"
