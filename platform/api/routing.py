"""The router with which a part gives the API its addresses."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Router
from ninja.constants import NOT_SET

from api.answers import Answer, Problem
from api.callers import ApiRequest, Caller
from api.sections import SCOPES

_View = TypeVar("_View", bound=Callable[..., Any])
# What every address may answer, besides what its view says.
EVERYWHERE = (401, 403, 429)


class ApiRouter(Router):
    """Addresses of one part. All of them are only read."""

    def reads(
        self,
        path: str,
        *,
        name: str,
        answers: type[Answer],
        summary: str,
        scope: str | None,
        problems: tuple[int, ...] = (),
        redirects: str = "",
    ) -> Callable[[_View], _View]:
        """Answer GET and HEAD at this path with the object that the decorated view returns.

        ``name`` names the address and, in camel case, the operation. Without a token the address answers what
        everyone may see; a token must have the ``scope``. With ``None``, it answers any token, and only tokens.
        ``problems`` are the statuses of the ``ApiProblem``
        that the view raises, ``redirects`` says when it answers 301. The docstring of the view is the description.
        """
        security = [{}, {"token": [SCOPES[scope].name]}] if scope else [{"token": []}]
        extra: dict[str, Any] = {"security": security}
        if redirects:
            extra["responses"] = {301: {"description": redirects}}
        return self.api_operation(
            ["GET", "HEAD"],
            path,
            url_name=name,
            operation_id=_camel(name),
            summary=summary,
            auth=_needs(scope) if scope else NOT_SET,
            by_alias=True,
            response={200: answers, **dict.fromkeys(sorted({*problems, *EVERYWHERE}), Problem)},
            openapi_extra=extra,
        )


def _needs(scope: str) -> Callable[[HttpRequest], Caller]:
    def check(request: ApiRequest) -> Caller:
        request.caller.require(scope)
        return request.caller

    return check  # type: ignore[return-value]  # requests have their caller when they get here


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
