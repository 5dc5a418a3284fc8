"""The forms of submissions: they check and lay out; saving is the actions' work."""

from submissions.forms.desk import AssignForm, DecisionForm, DeskFilterForm, InviteForm
from submissions.forms.drafts import (
    CoAuthorForm,
    DraftForm,
    FileForm,
    StartForm,
    SubmitForm,
    WithdrawForm,
)
from submissions.forms.reviews import InvitationForm, ReviewForm

__all__ = [
    "AssignForm",
    "CoAuthorForm",
    "DecisionForm",
    "DeskFilterForm",
    "DraftForm",
    "FileForm",
    "InvitationForm",
    "InviteForm",
    "ReviewForm",
    "StartForm",
    "SubmitForm",
    "WithdrawForm",
]
