"""Forms of the library."""

from library.forms.bulk import BulkForm
from library.forms.editing import DepositForm, EmbargoForm, FeatureForm, WithdrawForm
from library.forms.finder import FinderForm
from library.forms.importing import ImportForm
from library.forms.interests import InterestsForm
from library.forms.lists import ListForm, ListRecordForm, NewListForm, NoteForm
from library.forms.places import PlaceForm
from library.forms.proposals import DecisionForm, ProposalForm
from library.forms.records import NewRecordForm, RecordForm
from library.forms.searches import GapForm, SearchForm
from library.forms.ties import MergeForm, RelationForm

__all__ = [
    "BulkForm",
    "DecisionForm",
    "DepositForm",
    "EmbargoForm",
    "FeatureForm",
    "FinderForm",
    "GapForm",
    "ImportForm",
    "InterestsForm",
    "ListForm",
    "ListRecordForm",
    "MergeForm",
    "NewListForm",
    "NewRecordForm",
    "NoteForm",
    "PlaceForm",
    "ProposalForm",
    "RecordForm",
    "RelationForm",
    "SearchForm",
    "WithdrawForm",
]
