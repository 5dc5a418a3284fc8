"""Typed parameters of a query string. Every wrong one is named, with why, in one problem."""

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, ClassVar, Self

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from api.cursors import WrongCursor, read_cursor
from api.problems import wrong_parameters

MOST, USUAL = 200, 50
MOST_LETTERS = 200


class Parameters(BaseModel):
    """The parameters that an address knows. Others are refused, so that a misspelt one is noticed."""

    @model_validator(mode="wrap")
    @classmethod
    def name_all_that_is_wrong(
        cls, data: Any, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        request: HttpRequest = (info.context or {})["request"]
        wrong = {
            name: _("There is no such parameter.")
            for name in request.GET
            if name not in cls.model_fields
        }
        parameters = None
        try:
            parameters = handler(data)
        except ValidationError as error:
            wrong |= {str(each["loc"][0]): each["msg"] for each in error.errors()}
        wrong |= cls.wrong_together(request.GET)
        if parameters is None or wrong:
            raise wrong_parameters(wrong)
        return parameters

    @classmethod
    def wrong_together(cls, query: QueryDict) -> dict[str, str]:
        """Return what is wrong only beside other parameters, by name."""
        return {}


class PageParameters(Parameters):
    """The parameters of a list that is handed out a page at a time, in the order of its keys."""

    # The lists that share their cursors: a name of its own for each address.
    cursors: ClassVar[str]

    limit: "Limit" = USUAL
    cursor: "Cursor" = ""

    @property
    def after(self) -> int:
        """The key after which the page begins."""
        return read_cursor(self.cursors, [], self.cursor)

    @classmethod
    def wrong_together(cls, query: QueryDict) -> dict[str, str]:
        try:
            read_cursor(cls.cursors, [], query.get("cursor", ""))
        except WrongCursor as error:
            return {"cursor": str(error)}
        return {}


def refuse(why: str) -> PydanticCustomError:
    """Make the error that a reader of a parameter raises, with a sentence for whoever sent it."""
    # Braces would be taken for places to fill in.
    return PydanticCustomError("wrong", "{why}", {"why": why})


def whole_number(least: int, most: int) -> Callable[[Any], Any]:
    """Make the reader of a number in these limits, written in plain digits."""

    def read(text: Any) -> Any:
        if not isinstance(text, str):
            return text
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
        if is_number and least <= int(text) <= most:
            return int(text)
        limits = {"least": least, "most": most}
        raise refuse(_("Enter a number from %(least)s to %(most)s.") % limits)

    return read


def one_of(choices: Sequence[str]) -> Callable[[Any], Any]:
    """Make the reader of one of these words; an empty text is nothing."""

    def read(text: Any) -> Any:
        if not text:
            return None
        if text not in choices:
            raise refuse(_("Choose one of: %(choices)s.") % {"choices": ", ".join(choices)})
        return text

    return read


def some_of(choices: Sequence[str]) -> Callable[[Any], Any]:
    """Make the reader of any number of these words."""
    read_one = one_of(choices)

    def read(texts: Any) -> Any:
        return [found for found in map(read_one, texts) if found]

    return read


def read_words(text: Any) -> Any:
    """Read the words of a search, which nobody writes longer than ``MOST_LETTERS``."""
    if not isinstance(text, str):
        return text
    if "\0" in text:
        raise refuse(_("It contains a character that text cannot have (NUL)."))
    if len(text) > MOST_LETTERS:
        raise refuse(_("Enter no more than %(most)s characters.") % {"most": MOST_LETTERS})
    return " ".join(text.split())


def read_code(text: Any) -> Any:
    """Read a code as the answers of the API have it; an empty text is nothing."""
    if text and not (isinstance(text, str) and _CODE.fullmatch(text)):
        raise refuse(_("Enter a code: letters, digits, hyphens and underscores, 60 at most."))
    return text


def read_codes(texts: Any) -> Any:
    """Read any number of codes."""
    return [code for code in map(read_code, texts) if code]


_CODE = re.compile(r"[-\w.]{1,60}")
Words = Annotated[
    str,
    BeforeValidator(read_words),
    WithJsonSchema({"type": "string", "maxLength": MOST_LETTERS}),
]
Code = Annotated[
    str, BeforeValidator(read_code), WithJsonSchema({"type": "string", "maxLength": 60})
]
Codes = Annotated[list[str], BeforeValidator(read_codes)]
Limit = Annotated[
    int,
    BeforeValidator(whole_number(1, MOST)),
    Field(ge=1, le=MOST, description="How many things a page holds.", examples=[100]),
]
Cursor = Annotated[
    str, Field(description="Where the page begins: follow “next” of the page before.")
]
PageParameters.model_rebuild()
