"""Errors of the API in the form of RFC 9457."""

from collections.abc import Mapping

from django.http import JsonResponse
from django.utils.translation import gettext as _

MEDIA_TYPE = "application/problem+json"

# The schema of a problem, for the document.
PROBLEM: dict[str, object] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "detail"],
                "properties": {"parameter": {"type": "string"}, "detail": {"type": "string"}},
                "additionalProperties": False,
            },
        },
    },
}


class ApiProblem(Exception):
    """The request cannot be answered: a status, a sentence, and the parameters that are wrong with why."""

    def __init__(self, status: int, detail: str, *, wrong: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.wrong = dict(wrong or {})


def answer_of(problem: ApiProblem) -> JsonResponse:
    """Return the response for a problem."""
    titles = {
        400: _("The request cannot be understood"),
        404: _("There is nothing at this address"),
        405: _("This address is only read"),
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
    return JsonResponse(body, status=problem.status, content_type=MEDIA_TYPE)
