"""Errors of the API in the form of RFC 9457."""

from collections.abc import Mapping

from django.http import JsonResponse
from django.utils.translation import gettext as _

MEDIA_TYPE = "application/problem+json"


class ApiProblem(Exception):
    """The request cannot be answered: a status, a sentence, and the parameters that are wrong with why.

    ``headers`` go with the answer, such as ``WWW-Authenticate``.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        wrong: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.wrong = dict(wrong or {})
        self.headers = dict(headers or {})


def wrong_parameters(wrong: Mapping[str, str]) -> ApiProblem:
    """Make the problem (400) that names every wrong parameter with why."""
    return ApiProblem(400, _("Some parameters are wrong: see “errors”."), wrong=wrong)


def answer_of(problem: ApiProblem) -> JsonResponse:
    """Return the response for a problem."""
    titles = {
        400: _("The request cannot be understood"),
        401: _("The token is not accepted"),
        403: _("This is not allowed"),
        404: _("There is nothing at this address"),
        405: _("This address is read-only"),
        410: _("The record was withdrawn"),
        429: _("Too many requests"),
    }
    body: dict[str, object] = {
        "type": "about:blank",
        "title": titles[problem.status],
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.wrong:
        body["errors"] = [
            {"parameter": name, "detail": why} for name, why in sorted(problem.wrong.items())
        ]
    return JsonResponse(
        body, status=problem.status, content_type=MEDIA_TYPE, headers=problem.headers
    )
