"""The way into a record: Read or Download beside the title, and a list of contents where the text is long."""

import pytest

from demo.factories.library import FileFactory, RecordFactory
from library.catalogue.contents import Heading, with_contents

WORDS = "<p>" + "word " * 400 + "</p>"


def test_headings_of_a_long_text_are_listed_with_their_places():
    html = f"<h2>Why &amp; how</h2>{WORDS}<h3>Detail</h3><h2>What <em>we</em> did</h2><h2>End</h2>"

    text = with_contents(html)

    assert text.headings == [
        Heading("Why & how", 2, "part-1"),
        Heading("What we did", 2, "part-3"),
        Heading("End", 2, "part-4"),
    ]
    assert text.html == (
        f'<h2 id="part-1">Why &amp; how</h2>{WORDS}<h3 id="part-2">Detail</h3>'
        '<h2 id="part-3">What <em>we</em> did</h2><h2 id="part-4">End</h2>'
    )


def test_where_a_text_has_lower_headings_only_these_are_listed():
    text = with_contents(f"<h3>One</h3>{WORDS}<h3>Two</h3><h3>Three</h3>")

    assert [heading.words for heading in text.headings] == ["One", "Two", "Three"]


@pytest.mark.parametrize(
    "html",
    ["", WORDS, f"<h2>One</h2>{WORDS}<h2>Two</h2>", "<h2>One</h2><h2>Two</h2><h2>Three</h2>"],
)
def test_a_short_text_or_one_with_few_headings_has_no_list(html):
    assert with_contents(html).headings == []


@pytest.mark.django_db
def test_a_record_offers_its_file_and_its_text_beside_the_title(client):
    record = RecordFactory(body="Text to read.")
    file = FileFactory(record=record)

    head = (
        client.get(record.get_absolute_url()).content.decode().partition('<div class="columns">')[0]
    )

    assert head.count(f'href="{file.get_absolute_url()}"') == 1
    assert head.count('href="#text"') == 1
