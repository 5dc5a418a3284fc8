"""Every address of the API, asked with what no program should send: a problem says what is wrong, never a 500."""

import itertools

import pytest
from django.core.cache import cache
from django.urls import reverse

pytestmark = pytest.mark.django_db
WRONG = ("a\0b", "x" * 3_000, "-1", "٣", "")


def addresses(client):
    return client.get(reverse("api:openapi")).json()["paths"]


def test_a_wrong_parameter_is_named_and_never_breaks_anything(client):
    asked = [
        (path, parameter["name"])
        for path, methods in addresses(client).items()
        for parameter in methods["get"]["parameters"]
        if parameter["in"] == "query"
    ]
    broken = []
    for (path, name), value in itertools.product(asked, WRONG):
        cache.clear()
        answer = client.get(path, {name: value})
        if answer.status_code == 200:
            continue
        body = answer.json()
        told = [error["parameter"] for error in body.get("errors", [])]
        if (answer.status_code, told) != (400, [name]):
            broken.append((path, name, value, answer.status_code, body))

    assert len(asked) > 60
    assert broken == []


@pytest.mark.parametrize("value", ["%00", "nothing", "x" * 3_000, "%F0%9F%92%A9", "0", "9" * 30])
def test_a_thing_that_is_not_there_is_a_404(client, value):
    cache.clear()
    single = [path for path in addresses(client) if "{" in path]

    answers = {
        path: client.get(f"{path.split('{', maxsplit=1)[0]}{value}/").status_code for path in single
    }

    assert len(single) >= 11
    assert set(answers.values()) == {404}


def test_an_unknown_parameter_is_refused_by_every_list(client):
    lists = [path for path in addresses(client) if "{" not in path and "token" not in path]

    answers = {path: client.get(path, {"tpoic": "housing"}).status_code for path in lists}

    assert set(answers.values()) == {400}
