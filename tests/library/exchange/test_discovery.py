"""What records say to machines."""

import datetime as dt
import json
import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from accounts.roles import Role
from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import FileFactory, RecordFactory, TopicFactory
from library.vocabularies.names import CreatorName

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
CSV = b"place,rate\nLeeds,4\n"


class Head(HTMLParser):
    """The metas, links and scripts of data of a page, as a browser reads them."""

    def __init__(self, html):
        super().__init__()
        self.metas, self.links, self.scripts, self._is_data = [], [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta":
            self.metas.append((given.get("name") or given.get("property"), given.get("content")))
        if tag == "link":
            self.links.append((given.get("rel"), given.get("href")))
        self._is_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data):
        if self._is_data:
            self.scripts.append(data)

    def handle_endtag(self, tag):
        self._is_data = False


def head_of(client, record):
    return Head(client.get(record.get_absolute_url()).content.decode())


def test_a_page_describes_its_work_to_search_engines(client):
    council = OrganisationFactory(name="Leeds & Co <council>")
    record = RecordFactory(
        type="article",
        title="</script><script>alert(1)</script> & “more”",
        year=2020,
        month=3,
        container="Lancet",
        pages="1011–29",
        doi="10.1000/x",
        licence="CC-BY-4.0",
        creators=[
            CreatorName("Ada Byron", orcid="0000-0002-1825-0097"),
            CreatorName(council.name, organisation=council),
        ],
    )

    head = head_of(client, record)

    [script] = head.scripts
    assert not re.search(r"&\w+;", script)
    data = json.loads(script)
    assert data["name"] == record.title
    assert (data["@type"], data["datePublished"]) == ("ScholarlyArticle", "2020-03")
    assert data["author"] == [
        {"@type": "Person", "name": "Ada Byron", "@id": "https://orcid.org/0000-0002-1825-0097"},
        {"@type": "Organization", "name": "Leeds & Co <council>"},
    ]
    metas = [meta for meta in head.metas if (meta[0] or "").startswith("citation_")]
    assert metas[:7] == [
        ("citation_title", record.title),
        ("citation_author", "Byron, Ada"),
        ("citation_author", "Leeds & Co <council>"),
        ("citation_publication_date", "2020/03"),
        ("citation_journal_title", "Lancet"),
        ("citation_firstpage", "1011"),
        ("citation_lastpage", "29"),
    ]
    assert ("og:title", record.title) in head.metas
    assert ("canonical", f"http://127.0.0.1:8000/library/{record.pk}/") in head.links


def test_a_closed_file_is_named_to_no_machine(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    record = RecordFactory()
    FileFactory(record=record, embargo_until=timezone.localdate() + dt.timedelta(days=9))
    client.force_login(UserFactory(roles=[Role.EDITOR]))

    [script] = head_of(client, record).scripts

    assert "rates.csv" not in script


def test_a_tombstone_says_nothing_to_machines(client):
    record = RecordFactory(state="withdrawn")

    answer = client.get(record.get_absolute_url())

    head = Head(answer.content.decode())
    assert (answer.status_code, head.scripts) == (410, [])
    assert ("robots", "noindex") in head.metas


def test_every_search_is_a_feed_of_what_came_last(client):
    topic = TopicFactory(code="cold", label="Cold & <damp>")
    old = RecordFactory(title="Old cold homes", topics=[topic], on=dt.date(2026, 1, 1))
    new = RecordFactory(title="New “cold” homes", topics=[topic], on=dt.date(2026, 2, 1))
    RecordFactory(title="Withdrawn cold homes", topics=[topic], state="withdrawn")
    RecordFactory(title="Other")
    address = reverse("library:finder_feed")

    answer = client.get(address, {"q": "cold", "topic": "cold"})

    feed = etree.fromstring(answer.content)
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert ids == [f"http://127.0.0.1:8000{record.get_absolute_url()}" for record in (new, old)]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://127.0.0.1:8000{address}?q=cold&topic=cold"
    again = client.get(
        address, {"q": "cold", "topic": "cold"}, headers={"if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_a_feed_gives_plain_words_to_programs_that_read_them_as_html(client):
    """A summary of a feed is HTML: unescaped, a program takes “<5 days” for the beginning of a tag."""
    RecordFactory(title="Waiting", summary="Waits of <5 days & <b>more</b>")

    answer = client.get(reverse("library:finder_feed"))

    [entry] = etree.fromstring(answer.content).iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}summary") == (
        "<p>Waits of &lt;5 days &amp; &lt;b&gt;more&lt;/b&gt;</p>"
    )


@pytest.mark.parametrize("text", ["\x00", "\ud800", "x" * 9_000, "<", "😀"])
def test_any_search_is_a_well_formed_feed(client, text):
    query = {"q": text.encode("utf-8", "replace"), "topic": text.encode("utf-8", "replace")}

    answer = client.get(reverse("library:finder_feed"), query)

    assert answer.status_code == 200
    etree.fromstring(answer.content)


@pytest.mark.parametrize("count", [2, 5])
def test_a_feed_takes_the_same_queries_whatever_its_length(
    client, django_assert_num_queries, count
):
    RecordFactory.create_batch(count)
    client.get(reverse("library:finder_feed"))

    with django_assert_num_queries(4):
        answer = client.get(reverse("library:finder_feed"))

    assert answer.content.count(b"<entry>") == count


def test_robots_are_led_to_records_and_not_into_searches(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert "Disallow: /library/?" in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines
