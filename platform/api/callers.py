"""Who asks the API: everyone, somebody who is signed in, or the owner of a token."""

from dataclasses import dataclass

from django.http import HttpRequest

from core.types import Person


@dataclass(frozen=True)
class Caller:
    """Who asks: ``visible_to(caller.person)`` is what they may see."""

    person: Person

    def require(self, scope: str) -> None:
        """Raise ``ApiProblem`` (403) when there is a token and it has not this scope."""


class ApiRequest(HttpRequest):
    """A request as the addresses of the API get it. They ask ``caller``, never ``user``, for whom they answer."""

    caller: Caller


def caller_of(request: HttpRequest) -> Caller:
    """Return who asks."""
    return Caller(request.user)
