"""Who asks the API: everyone, somebody who is signed in, or the owner of a token."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.signing_in.access import lacks_second_factor
from api.models import Token
from api.problems import ApiProblem
from api.token_text import digest_of, is_token_text
from core.types import Person
from core.web.ratelimit import visitor_of

# So many requests are answered in a minute: for each address or account, and for each token.
RATE, TOKEN_RATE = "300/m", "1200/m"


@dataclass(frozen=True)
class Caller:
    """Who asks: ``visible_to(caller.person)`` is what they may see. A service sees what everyone may see."""

    person: Person
    # Under which name, and how often, its requests are counted.
    visitor: str
    rate: str
    token: Token | None = None

    def require(self, scope: str) -> None:
        """Raise ``ApiProblem`` (403) when there is a token and it has not this scope."""
        if self.token is not None and scope not in self.token.granted:
            challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
            raise ApiProblem(
                403,
                _("This token lacks the scope %(scope)s.") % {"scope": scope},
                headers={"WWW-Authenticate": challenge},
            )


class ApiRequest(HttpRequest):
    """A request as the addresses of the API get it. They ask ``caller``, never ``user``, for whom they answer."""

    caller: Caller


def caller_of(request: HttpRequest, *, at: dt.datetime) -> Caller:
    """Return who asks: the owner of the token in ``Authorization: Bearer``, or else whoever is signed in or nobody.

    A session does not count beside a token. Raises ``ApiProblem``: 401 for a token that does not work, 403 when
    the roles of its owner ask for a second factor that they have not set up.
    """
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return Caller(request.user, visitor_of(request), RATE)
    token = _token_of(text.strip(), at)
    person = token.person or AnonymousUser()
    if token.person and lacks_second_factor(token.person):
        raise ApiProblem(403, _("Your role requires two-step verification. Set it up first."))
    return Caller(person, f"token:{token.pk}", TOKEN_RATE, token)


def no_token(detail: str) -> ApiProblem:
    """Make the problem (401) of a token that does not work, or that is missing."""
    headers = {"WWW-Authenticate": 'Bearer realm="Praxis", error="invalid_token"'}
    return ApiProblem(401, detail, headers=headers)


def _token_of(text: str, at: dt.datetime) -> Token:
    found = None
    if is_token_text(text):
        owners = Token.objects.select_related("person", "service")
        found = owners.filter(digest=digest_of(text)).first()
    if found is None:
        raise no_token(_("This token is not valid. Check that you copied all of it."))
    if found.revoked_at is not None:
        raise no_token(_("This token was revoked. Create a new one."))
    if found.expires_at <= at:
        raise no_token(_("This token has expired. Create a new one."))
    if found.person and (found.person.closed_at is not None or not found.person.is_active):
        raise no_token(_("This token stopped working when its account was closed."))
    return found
