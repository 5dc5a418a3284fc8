"""The OpenAPI document and the page for people: complete for every address that a part adds."""

import inspect
import json
import sys

import pytest
from django.urls import reverse

from accounts.roles import Role
from api.endpoints import API
from api.sections import SCOPES, SECTIONS
from demo.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
# Without a token, every address answers what everyone may see; these are about the token itself.
ONLY_WITH_TOKEN = {"/api/v1/token/"}


@pytest.fixture
def document(client):
    return client.get(reverse("api:openapi")).json()


def operations(document):
    return {path: methods["get"] for path, methods in document["paths"].items()}


def test_the_document_is_valid_and_stays_at_its_address(document):
    # It takes more than a second to load.
    from openapi_spec_validator import validate

    validate(document)

    assert reverse("api:openapi") == "/api/v1/openapi.json"
    assert list(document["paths"]) == [
        *("/api/v1/records/", "/api/v1/records/{id}/", "/api/v1/facets/"),
        *("/api/v1/recommendations/", "/api/v1/recommendations/{reference}/"),
        *("/api/v1/briefs/", "/api/v1/briefs/{id}/"),
        *("/api/v1/lists/", "/api/v1/lists/{id}/"),
        *("/api/v1/evidence-gaps/", "/api/v1/evidence-gaps/{id}/"),
        *(
            "/api/v1/indicators/",
            "/api/v1/indicators/{code}/",
            "/api/v1/figures/",
        ),
        *("/api/v1/places/", "/api/v1/places/{code}/"),
        *("/api/v1/advice-cases/", "/api/v1/advice-cases/{id}/"),
        *("/api/v1/events/", "/api/v1/events/{id}/"),
        *("/api/v1/courses/", "/api/v1/courses/{code}/"),
        *("/api/v1/programmes/", "/api/v1/programmes/{code}/"),
        *("/api/v1/networks/", "/api/v1/networks/{code}/", "/api/v1/token/"),
    ]


def test_every_address_is_only_read(document):
    assert {tuple(methods) for methods in document["paths"].values()} == {("get",)}


def test_every_operation_parameter_and_field_is_described(document):
    silent = [path for path, each in operations(document).items() if not each["description"]]
    silent += [
        f"{path} {parameter['name']}"
        for path, each in operations(document).items()
        for parameter in each["parameters"]
        if not parameter.get("description")
    ]
    silent += [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, told in schema.get("properties", {}).items()
        if not told.get("description")
    ]

    assert silent == []


def test_every_operation_names_its_problems_and_its_scope(document):
    for path, each in operations(document).items():
        problems = {s: a["content"] for s, a in each["responses"].items() if int(s) >= 400}
        assert {"401", "403", "429"} <= set(problems)
        assert {kind for content in problems.values() for kind in content} == {
            "application/problem+json"
        }
        [*open_to_all, token] = each["security"]
        assert open_to_all == ([] if path in ONLY_WITH_TOKEN else [{}])
        assert set(token["token"]) <= set(SCOPES)
        assert {"200"} < set(each["responses"])
    assert set(document["components"]["securitySchemes"]) == {"token"}


def test_every_scope_is_honoured_by_some_address(document):
    honoured = {
        scope for each in operations(document).values() for scope in each["security"][-1]["token"]
    }

    assert honoured == set(SCOPES)


def test_no_address_asks_a_session_for_whom_it_answers():
    # ``request.user`` is whoever is signed in, also beside a token; ``request.caller`` is who asks.
    modules = {
        operation.view_func.__module__
        for _prefix, router in API._routers
        for view in router.path_operations.values()
        for operation in view.operations
    }
    texts = {name: inspect.getsource(sys.modules[name]) for name in modules}

    assert [name for name, text in texts.items() if "request.user" in text] == []
    assert len(modules) == 12


def test_every_section_has_a_title(document):
    assert {tag["name"] for tag in document["tags"]} == set(SECTIONS)
    assert all(tag["description"] for tag in document["tags"])


def test_the_page_for_people_shows_every_address_parameter_and_scope(client, document):
    page = client.get(reverse("api:api_home")).content.decode()

    wanted = [f"GET {path}" for path in document["paths"]] + list(SCOPES)
    wanted += [p["name"] for each in operations(document).values() for p in each["parameters"]]
    assert [word for word in wanted if word not in page] == []


@pytest.mark.parametrize("address", ["/api/v1/nothing/", "/api/v1/records/abc/", "/api/v1/x/y/z/"])
def test_an_unknown_address_is_a_problem_that_programs_understand(client, address):
    answer = client.get(address)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_an_address_without_its_last_stroke_leads_to_the_one_with_it(client):
    answer = client.get("/api/v1/records?q=cold")

    assert (answer.status_code, answer["Location"]) == (301, "/api/v1/records/?q=cold")


def test_the_document_says_the_same_whoever_asks(client, document):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))

    again = client.get(reverse("api:openapi"))

    assert json.loads(again.content) == document
