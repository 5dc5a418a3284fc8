"""The forms with which editors place what was learnt in a case study."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.forms.bases import Form, Helper
from core.forms.layouts import Included, Layout, Submit
from submissions.forms.editors import DeskFilterForm
from submissions.models.triage import LONGEST_NOTE, LONGEST_REASON
from submissions.placing.targets import TargetGroup


class LearntFilterForm(DeskFilterForm):
    """Which case studies of a queue are shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["kind"]


class FindTargetForm(Form):
    """Words by which a place for what was learnt is looked for."""

    keeps_unsent = False

    q = forms.CharField(
        label=_("Words of a recommendation, evidence gap or lesson"), max_length=100, required=False
    )


class PlaceForm(Form):
    """Under what the work is placed, and a note for those who read it there."""

    note = forms.CharField(
        label=_("What readers can take from it there"),
        help_text=_("One or two sentences: what was learnt, and for whom it works."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what readers can take from it.")},
    )

    def __init__(self, *args: Any, groups: Sequence[TargetGroup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {target.ref for group in groups for target in group.targets}
        self.refs: Iterable[str] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.refs = list(dict.fromkeys(self.data.getlist("chosen")))
        if not self.refs:
            raise forms.ValidationError(_("Choose at least one thing to place it under."))
        if not self.offered.issuperset(self.refs):
            raise forms.ValidationError(
                _("Something you chose is no longer available. Choose again.")
            )
        return cleaned

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        # The things are laid out by the page, in groups.
        helper.layout = Layout(
            Included("submissions/learnt/_targets.html", "groups"),
            "note",
            Submit("place", _("Place it there")),
        )
        return helper


class TriageReasonForm(Form):
    """Why the work is placed nowhere, or not yet."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Editors read it. The authors do not."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )

    def __init__(self, *args: Any, label: StrOrPromise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label = label

    @property
    def helper(self) -> Helper:
        helper = Helper(self)
        helper.layout = Layout("reason", Submit("decide", self.label))
        return helper
