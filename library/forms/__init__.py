"""Forms of the library."""

from library.forms.editing import DepositForm, FeatureForm, RecordForm, WithdrawForm
from library.forms.finder import FinderForm
from library.forms.interests import InterestsForm

__all__ = [
    "DepositForm",
    "FeatureForm",
    "FinderForm",
    "InterestsForm",
    "RecordForm",
    "WithdrawForm",
]
