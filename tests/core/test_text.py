"""People's Markdown."""

import pytest

from core.text import render_markdown


@pytest.mark.parametrize("address", ["//evil.example", "///evil.example", "&#47;/evil.example"])
def test_a_link_that_hides_its_host_leads_nowhere(address):
    assert "href" not in render_markdown(f"[our page]({address})")


def test_a_backslash_in_a_link_hides_no_host():
    assert 'href="/%5Cevil.example"' in render_markdown("[our page](</\\evil.example>)")


@pytest.mark.parametrize(
    "address",
    ["/library/1/", "#part", "?q=a", "https://example.org//a", "mailto:a@example.org", "/a//b"],
)
def test_links_to_our_pages_and_to_named_hosts_stay(address):
    assert f'href="{address}"' in render_markdown(f"[page]({address})")
