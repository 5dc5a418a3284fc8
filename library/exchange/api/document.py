"""The OpenAPI 3.1 document, written from what the code declares, so that it cannot grow old."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from library.exchange.api.asking import MOST, MOST_BY_RELEVANCE, SORTS, USUAL
from library.exchange.citing.formats import FORMATS
from library.finding.facets import FACETS
from library.vocabularies.choices import CreatorRole, EvidenceKind, RecordType
from library.vocabularies.dates import FIRST_YEAR, LAST_YEAR

_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "integer"}
_TRUTH: dict[str, Any] = {"type": "boolean"}
_ADDRESS = {"type": "string", "format": "uri"}
_MOMENT = {"type": "string", "format": "date-time"}


def document() -> dict[str, Any]:
    """The whole document."""
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
            _parameter("cursor", _TEXT, "Where the page begins: follow “next” of the page before."),
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
    many = {"type": "array", "items": _TEXT}
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
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": description, "content": content}


def _problems(*statuses: int) -> dict[str, Any]:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    answer = {"description": "A problem", "content": {"application/problem+json": problem}}
    return {str(status): answer for status in (*statuses, 429)}


def _schemas() -> dict[str, Any]:
    return {
        "RecordList": _object(
            total=_NUMBER,
            searched_for=_TEXT,
            items=_many(_ref("Record")),
            next=_or_null(_ADDRESS),
        ),
        "FacetList": _object(total=_NUMBER, facets=_many(_ref("Facet"))),
        "Facet": _object(name=_TEXT, values=_many(_ref("FacetValue"))),
        "FacetValue": _object(value=_TEXT, label=_TEXT, records=_NUMBER, within=_or_null(_TEXT)),
        "Record": _record(),
        "Creator": _object(
            name=_TEXT,
            sort_name=_TEXT,
            kind={"type": "string", "enum": ["person", "organisation"]},
            role={"type": "string", "enum": CreatorRole.values},
            orcid=_or_null(_TEXT),
        ),
        "Subject": _object(code=_TEXT, label=_TEXT),
        "Version": _object(
            number=_NUMBER,
            url=_ADDRESS,
            note=_TEXT,
            deposited_at=_MOMENT,
            has_text=_TRUTH,
            files=_many(_ref("File")),
        ),
        "File": _object(
            name=_TEXT,
            media_type=_TEXT,
            size=_NUMBER,
            sha256=_or_null(_TEXT),
            url=_or_null(_ADDRESS),
            closed_until=_or_null({"type": "string", "format": "date"}),
        ),
        "Problem": {
            "type": "object",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                "type": _TEXT,
                "title": _TEXT,
                "status": _NUMBER,
                "detail": _TEXT,
                "errors": _many(_object(parameter=_TEXT, detail=_TEXT)),
            },
        },
    }


def _record() -> dict[str, Any]:
    subjects = _many(_ref("Subject"))
    endings = [each.ending for each in FORMATS.values() if each.cite]
    return _object(
        id=_NUMBER,
        url=_ADDRESS,
        type={"type": "string", "enum": RecordType.values},
        title=_TEXT,
        summary=_TEXT,
        issued=_or_null({**_TEXT, "description": "2020, 2020-03 or 2020-03-14, as it is known"}),
        language={**_TEXT, "description": "BCP 47"},
        creators=_many(_ref("Creator")),
        has_more_creators=_TRUTH,
        publisher=_TEXT,
        container={**_TEXT, "description": "The journal, series or book it appeared in"},
        volume=_TEXT,
        issue=_TEXT,
        pages=_TEXT,
        doi=_or_null(_TEXT),
        isbn=_or_null(_TEXT),
        source_url=_or_null(_ADDRESS),
        licence=_or_null(_TEXT),
        rights=_TEXT,
        evidence_kind={"enum": [*EvidenceKind.values, None]},
        topics=subjects,
        places=subjects,
        place_in_words=_TEXT,
        populations=subjects,
        settings=subjects,
        version=_ref("Version"),
        references=_object(**dict.fromkeys(endings, _ADDRESS)),
        published_at=_MOMENT,
        changed_at=_MOMENT,
    )


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "type": [schema["type"], "null"]}
