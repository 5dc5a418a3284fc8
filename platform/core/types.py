"""Names for what passes between the layers."""

from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

if TYPE_CHECKING:
    # Only the type checker looks upwards: at run time the user model is asked for by its setting.
    from accounts.models import User

    Person: TypeAlias = "User | AnonymousUser"
else:
    Person: TypeAlias = object


class MemberRequest(HttpRequest):
    """A request of someone signed in, as every view has it that is not ``@login_not_required``."""

    user: "User"


__all__ = ["AnonymousUser", "MemberRequest", "Person"]
