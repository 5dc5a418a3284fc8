"""Forms of the library."""

from library.forms.editing import DepositForm, FeatureForm, WithdrawForm
from library.forms.finder import FinderForm
from library.forms.interests import InterestsForm
from library.forms.records import NewRecordForm, RecordForm

__all__ = [
    "DepositForm",
    "FeatureForm",
    "FinderForm",
    "InterestsForm",
    "NewRecordForm",
    "RecordForm",
    "WithdrawForm",
]
