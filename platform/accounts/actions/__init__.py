"""Every write to accounts, profiles, roles and organisations."""

from accounts.actions.closing import LastAdministrator, close_account
from accounts.actions.opening import mark_onboarded, note_access_change, open_account
from accounts.actions.organisations import organisation_named, save_organisation
from accounts.actions.profiles import remove_photo, save_photo, save_profile
from accounts.actions.roles import NoAdministratorLeft, grant_role, revoke_role, set_roles

__all__ = [
    "LastAdministrator",
    "NoAdministratorLeft",
    "close_account",
    "grant_role",
    "mark_onboarded",
    "note_access_change",
    "open_account",
    "organisation_named",
    "remove_photo",
    "revoke_role",
    "save_organisation",
    "save_photo",
    "save_profile",
    "set_roles",
]
