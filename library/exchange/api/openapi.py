"""The OpenAPI 3.1 document, written from what the code declares, so that it cannot grow old."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from library.exchange.api.parameters import MOST, MOST_BY_RELEVANCE, SORTS, USUAL
from library.exchange.api.problems import PROBLEM
from library.exchange.api.serialising import SHAPES
from library.exchange.api.shapes import TEXT, Schema, reference_to
from library.finding.facets import FACETS
from library.vocabularies.dates import FIRST_YEAR, LAST_YEAR


def openapi_document() -> dict[str, Any]:
    """Return the whole OpenAPI document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Library of {settings.INSTITUTE_NAME}",
            "version": "1",
            "description": (
                "Read the records of the library: search, page, follow. No key is needed; what can be read "
                "is what everyone can read on the pages. Answers carry an ETag: send it back in "
                "If-None-Match and nothing is sent twice. Whoever keeps a copy of all records harvests them "
                "by OAI-PMH at /oai, which also tells what was withdrawn."
            ),
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": {
            reverse("api:record_list"): {"get": _list()},
            reverse("api:record_detail", args=[0]).replace("/0/", "/{id}/"): {"get": _detail()},
            reverse("api:facet_list"): {"get": _facets()},
        },
        "components": {"schemas": _schemas()},
    }


def _list() -> dict[str, Any]:
    return {
        "operationId": "listRecords",
        "summary": "Records of a search, a page at a time",
        "parameters": [
            *_search(),
            _parameter(
                "sort",
                {"type": "string", "enum": list(SORTS)},
                f"By default relevance with q, otherwise id. By relevance at most {MOST_BY_RELEVANCE} "
                "records are handed out; by id all of them, none twice, whatever comes in meanwhile.",
            ),
            _parameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
                "How many records a page holds.",
            ),
            _parameter(
                "cursor", TEXT.schema, "Where the page begins: follow “next” of the page before."
            ),
        ],
        "responses": {"200": _answer("RecordList", "A page"), **_problems(400)},
    }


def _detail() -> dict[str, Any]:
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    return {
        "operationId": "getRecord",
        "summary": "One record with its newest version",
        "parameters": [parameter],
        "responses": {
            "200": _answer("Record", "The record"),
            "301": {"description": "It was merged into another record, whose address follows."},
            **_problems(404, 410),
        },
    }


def _facets() -> dict[str, Any]:
    return {
        "operationId": "listFacets",
        "summary": "What a search can be narrowed by, with the number of records behind each value",
        "parameters": _search(),
        "responses": {"200": _answer("FacetList", "The facets"), **_problems(400)},
    }


def _search() -> list[dict[str, Any]]:
    year = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    words = "Words as in the finder: quotes around a phrase, a minus leaves out, author:, title:, topic:."
    many = {"type": "array", "items": TEXT.schema}
    return [
        _parameter("q", {"type": "string", "maxLength": 512}, words),
        *(
            {
                **_parameter(facet.name, many, f"{facet.label}: several mean any of them."),
                "style": "form",
                "explode": True,
            }
            for facet in FACETS
        ),
        _parameter("year_from", year, "Issued in this year or later."),
        _parameter("year_to", year, "Issued in this year or before."),
    ]


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def _answer(schema: str, description: str) -> dict[str, Any]:
    content = {"application/json": {"schema": reference_to(schema)}}
    return {"description": description, "content": content}


def _problems(*statuses: int) -> dict[str, Any]:
    problem = {"schema": reference_to("Problem")}
    answer = {"description": "A problem", "content": {"application/problem+json": problem}}
    return {str(status): answer for status in (*statuses, 429)}


def _schemas() -> dict[str, Schema]:
    return {shape.name: shape.schema for shape in SHAPES} | {"Problem": PROBLEM}
