"""Fixtures of the tests of the API."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from api.token_text import new_token_text
from demo.factories.api import TokenFactory


@pytest.fixture
def ask(client: Client) -> Callable[..., HttpResponse]:
    """Ask an address of the API with the text of a token."""

    def get(text: str, address: str = "/api/v1/records/", **headers: str) -> HttpResponse:
        return client.get(address, headers={"Authorization": f"Bearer {text}", **headers})

    return get


@pytest.fixture
def secret_of() -> Callable[..., str]:
    """Make a token and return its secret."""

    def make(**fields: object) -> str:
        secret = new_token_text()
        TokenFactory(secret=secret, **fields)
        return secret

    return make
