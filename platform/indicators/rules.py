"""Who may do what with indicators and figures. Reading published ones is everyone's."""

from core.permissions import rule
from core.types import Person
from indicators.catalogue.models.indicators import is_data_manager


@rule("indicators.manage")
def may_manage(user: Person, _thing: object = None) -> bool:
    """Keep indicators, import figures, publish and withdraw them: data managers and administrators."""
    return is_data_manager(user)


@rule("indicators.follow")
def may_follow(user: Person, _thing: object = None) -> bool:
    """Everyone with an account follows indicators and places."""
    return user.is_authenticated
