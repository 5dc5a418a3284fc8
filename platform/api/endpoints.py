"""The addresses below ``/api/v1/``. Loaded at the first request to one of them, with all that they need."""

import functools
from typing import Any

from django.urls import include, path
from django.utils.translation import get_language

from api.document import PREFIX, make_api

API = make_api()
urlpatterns = [path(PREFIX, include(API.patterns()))]


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI document in the reader's language. It is made once in a process, and only read."""
    return _document_in(get_language())


@functools.cache
def _document_in(_language: str | None) -> dict[str, Any]:
    return API.openapi_document()
