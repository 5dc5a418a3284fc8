"""The bases of what the API answers: typed objects, from which its OpenAPI document is made."""

import datetime as dt
import json
from typing import Annotated, Any

from django.http import HttpRequest
from ninja.renderers import BaseRenderer
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

Address = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]


class Answer(BaseModel):
    """An object of an answer. It has exactly the fields that its class names."""

    model_config = ConfigDict(extra="forbid")


class WrongParameter(Answer):
    """A parameter that is wrong."""

    parameter: str = Field(description="Its name.", examples=["limit"])
    detail: str = Field(description="What is wrong.", examples=["Enter a number from 1 to 200."])


class Problem(BaseModel):
    """Why a request was not answered, in the form of RFC 9457."""

    type: str = Field(description="Always about:blank: the status says which problem it is.")
    title: str = Field(description="The problem in a few words.")
    status: int = Field(description="The HTTP status of the answer.", examples=[400])
    detail: str = Field(description="What is wrong, and what to do about it.")
    errors: list[WrongParameter] = Field([], description="The parameters that are wrong.")


class PlainJson(BaseRenderer):
    """JSON as it is written for people: other scripts in their own letters, moments in ISO 8601."""

    media_type: str = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        return json.dumps(data, ensure_ascii=False, default=_in_iso_format)


def _in_iso_format(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be written as JSON.")
