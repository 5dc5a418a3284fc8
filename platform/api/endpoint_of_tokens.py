"""The address that tells a program about its own token."""

import datetime as dt
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field

from api.answers import Answer
from api.callers import ApiRequest, no_token
from api.routing import ApiRouter

router = ApiRouter()


class TokenAnswer(Answer):
    """What a token is and may do."""

    name: str = Field(description="The name that it was given.", examples=["Reading room display"])
    owner: str = Field(description="The person or service it asks for.", examples=["Ada Okafor"])
    owner_kind: Literal["person", "service"] = Field(description="Which of the two.")
    scopes: list[str] = Field(description="What it can do.")
    expires_at: dt.datetime = Field(description="When it ends, unless it is revoked before.")


@router.reads(
    "/token/",
    name="get_token",
    answers=TokenAnswer,
    summary="The token that asks",
    scope=None,
)
def get_token(request: ApiRequest) -> TokenAnswer:
    """Needs a token, whatever it may do. Of use to see whether one works, and until when."""
    token = request.caller.token
    if token is None:
        raise no_token(_("Send a token: Authorization: Bearer praxis_…"))
    return TokenAnswer(
        name=token.name,
        owner=str(token.service or token.person),
        owner_kind="service" if token.service else "person",
        scopes=token.granted,
        expires_at=token.expires_at,
    )
