"""The API as a whole: the sections of all parts together, and the OpenAPI document made from their types."""

import json
import re
from typing import Any

from django.conf import settings
from django.urls import URLPattern
from ninja import NinjaAPI

from api.answers import PlainJson
from api.problems import MEDIA_TYPE
from api.sections import SCOPES, SECTIONS

PREFIX = "api/v1/"
_DESCRIPTION = (
    "Read what the platform shows on its pages. You do not need a token for what everyone can "
    "read. With a token, made under Settings, the API answers what its owner may see, and "
    "answers more often.\n\nAnswers carry an ETag: send it back in If-None-Match and nothing "
    "is sent twice. What is wrong with a request is said by a problem document (RFC 9457). "
    "Whoever keeps a copy of all records harvests them by OAI-PMH at /oai, which also tells "
    "what was withdrawn."
)
# What the statuses mean here, whatever the address.
_MEANINGS = {
    200: "The answer",
    400: "Some parameters are wrong: “errors” names each of them",
    401: "The token is wrong, has expired or was revoked",
    403: "The token has not the scope that this address needs",
    404: "There is no such thing, or it is not to be seen",
    410: "It was withdrawn; “detail” says why",
    429: "Too many requests in this minute; Retry-After says how many seconds to wait",
}


class PraxisApi(NinjaAPI):
    """All addresses for programs. Whatever fails is answered in ``api.views``."""

    def set_default_exception_handlers(self) -> None:
        """Handle none: an ``ApiProblem`` is answered by the view, and an error is one of the whole site."""

    def get_content_type(self) -> str:
        return PlainJson.media_type

    def patterns(self) -> list[URLPattern]:
        """Return the addresses, without the page that the library adds at their root."""
        found = (each for each in self.urls[0] if isinstance(each, URLPattern))
        return [pattern for pattern in found if pattern.name != "api-root"]

    def openapi_document(self) -> dict[str, Any]:
        """Return the whole OpenAPI document, in the language of the reader."""
        whole: dict[str, Any] = dict(self.get_openapi_schema(path_prefix=PREFIX))
        for methods in whole["paths"].values():
            # What GET answers, HEAD answers without its body.
            methods.pop("head", None)
            for operation in methods.values():
                _complete(operation)
        schemas = whole["components"]["schemas"]
        _drop_titles(schemas)
        # The library also lists the models of parameters, which nothing refers to.
        used = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(whole)))
        whole["components"]["schemas"] = {n: schema for n, schema in schemas.items() if n in used}
        whole["components"]["securitySchemes"] = {"token": _token_scheme()}
        whole["tags"] = [
            {"name": name, "description": str(section.title)} for name, section in SECTIONS.items()
        ]
        return whole


def make_api() -> PraxisApi:
    """Put the sections of all parts together."""
    api = PraxisApi(
        title=f"API of {settings.INSTITUTE_NAME}",
        version="1",
        description=_DESCRIPTION,
        servers=[{"url": settings.SITE_URL}],
        openapi_url=None,
        docs_url=None,
        urls_namespace="api-v1",
        renderer=PlainJson(),
    )
    for name, section in SECTIONS.items():
        api.add_router("", section.load(), tags=[name])
    return api


def _complete(operation: dict[str, Any]) -> None:
    """Say of each answer what it means and in which type it comes, and keep examples where OpenAPI has them."""
    for status, answer in operation["responses"].items():
        if status != 301:
            answer["description"] = _MEANINGS[status]
        if status >= 400:
            answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
    for parameter in operation["parameters"]:
        schema = parameter["schema"]
        _drop_titles(schema)
        schema.pop("description", None)
        if examples := parameter.pop("examples", None):
            parameter["example"] = examples[0]
            schema.pop("examples", None)


def _token_scheme() -> dict[str, str]:
    scopes = "; ".join(f"{scope.name}: {scope.label}" for scope in SCOPES.values())
    return {
        "type": "http",
        "scheme": "bearer",
        "description": f"A token that a person or a service was given. Its scopes: {scopes}.",
    }


def _drop_titles(schema: Any) -> None:
    """Take out the titles that are only the names of fields in capitals."""
    if isinstance(schema, list):
        for each in schema:
            _drop_titles(each)
    elif isinstance(schema, dict):
        if isinstance(schema.get("title"), str):
            del schema["title"]
        for each in schema.values():
            _drop_titles(each)
