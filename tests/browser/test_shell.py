"""The pages that need no story: with a browser, without scripts, and light enough."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "name",
    [
        *("dashboard:public_home", "dashboard:institute", "dashboard:team", "dashboard:help"),
        *("dashboard:accessibility", "dashboard:search", "account_login", "account_signup"),
        "api:api_home",
    ],
)
def test_a_public_page_is_accessible_and_light(visitor, name):
    person = visitor()
    sizes = []
    person.page.on("requestfinished", lambda r: sizes.append(sum(r.sizes().values())))
    elsewhere = []
    person.page.on(
        "request",
        lambda r: r.url.startswith((person.address, "data:")) or elsewhere.append(r.url),
    )

    person.go(reverse(name))
    person.page.wait_for_load_state("networkidle")

    assert sum(sizes) <= 100_000
    assert elsewhere == []
    person.check(name.replace(":", "-"))
