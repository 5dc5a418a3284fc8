"""Types shared by all layers."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

if TYPE_CHECKING:
    # The types that stand for whatever model settings.AUTH_USER_MODEL names: core knows no account of its own.
    from django.contrib.auth.models import _AnyUser as Person
    from django.contrib.auth.models import _User as Member
else:
    # At run time the user model is asked for by its setting.
    Person = Member = object


class MemberRequest(HttpRequest):
    """The request of a signed-in person, as every view has it that is not ``@login_not_required``."""

    user: Member


__all__ = ["AnonymousUser", "Member", "MemberRequest", "Person"]
