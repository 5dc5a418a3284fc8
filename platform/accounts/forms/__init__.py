"""Forms about people and organisations."""

from accounts.forms.closing import CloseForm
from accounts.forms.organisations import OrganisationForm, OrganisationSearchForm
from accounts.forms.profiles import ProfileForm, WorkForm
from accounts.forms.roles import PeopleSearchForm, RolesForm

__all__ = [
    "CloseForm",
    "OrganisationForm",
    "OrganisationSearchForm",
    "PeopleSearchForm",
    "ProfileForm",
    "RolesForm",
    "WorkForm",
]
