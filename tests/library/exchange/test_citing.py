"""References as others read them: each format is read back by the programs that people use."""

import csv
import io
import json
import re

import bibtexparser
import pytest
import rispy
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from core.files.spreadsheets import escape_formula, unescape_formula
from demo.factories.accounts import OrganisationFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.records import withdraw_record
from library.catalogue.actions.versions import deposit_version
from library.catalogue.models import Record
from library.exchange.citing.bibtex import bibtex
from library.exchange.citing.cited_work import CitedName, CitedWork, describe_work
from library.exchange.citing.csl import csl_item
from library.exchange.citing.formats import export_records
from library.exchange.citing.ris import ris
from library.exchange.citing.styles import apa, harvard, vancouver
from library.exchange.citing.table_columns import COLUMNS
from library.vocabularies.choices import CreatorRole, RecordType
from library.vocabularies.dates import Issued
from library.vocabularies.names import CreatorName

SIMPLE = {
    "key": "byron2010-7",
    "type": RecordType.REPORT,
    "title": "Cold Homes",
    "names": [CitedName("Ada Byron", "Byron", "Ada")],
    "are_editors": False,
    "has_more_names": False,
    "issued": Issued(2010),
    "publisher": "Press",
    "container": "",
    "volume": "",
    "issue": "",
    "pages": "",
    "doi": "",
    "isbn": "",
    "url": "https://example.org/a",
    "address": "https://praxis.example/library/7/",
    "summary": "",
    "topics": [],
    "places": [],
    "language": "en",
    "licence": "",
    "version": None,
    "is_withdrawn": False,
}
TWO = [
    CitedName("Ada Byron", "Byron", "Ada"),
    CitedName("Michael G. Marmot", "Marmot", "Michael G."),
]
WHO = CitedName("World Health Organization", is_organisation=True)
ARTICLE = {
    "type": RecordType.ARTICLE,
    "container": "Lancet",
    "volume": "380",
    "issue": "9846",
    "pages": "1011–29",
    "doi": "10.1016/x",
}


def work(**changes):
    return CitedWork(**{**SIMPLE, **changes})


@pytest.mark.parametrize(
    ("changes", "in_harvard", "in_apa", "in_vancouver"),
    [
        (
            {},
            "Byron, A. (2010) Cold Homes. Press. Available at: https://example.org/a",
            "Byron, A. (2010). Cold Homes. Press. https://example.org/a",
            "Byron A. Cold Homes. Press; 2010. Available from: https://example.org/a",
        ),
        (
            {"names": TWO, "url": ""},
            "Byron, A. and Marmot, M.G. (2010) Cold Homes. Press.",
            "Byron, A., & Marmot, M. G. (2010). Cold Homes. Press.",
            "Byron A, Marmot MG. Cold Homes. Press; 2010.",
        ),
        (
            {"names": [WHO], "publisher": WHO.whole, "url": ""},
            "World Health Organization (2010) Cold Homes.",
            "World Health Organization. (2010). Cold Homes.",
            "World Health Organization. Cold Homes. World Health Organization; 2010.",
        ),
        (
            {"names": TWO, "are_editors": True, "url": ""},
            "Byron, A. and Marmot, M.G. (eds) (2010) Cold Homes. Press.",
            "Byron, A., & Marmot, M. G. (Eds.). (2010). Cold Homes. Press.",
            "Byron A, Marmot MG, editors. Cold Homes. Press; 2010.",
        ),
        (
            {"names": [], "issued": None, "publisher": "", "url": ""},
            "Cold Homes (no date).",
            "Cold Homes. (n.d.).",
            "Cold Homes. date unknown.",
        ),
        (
            {"has_more_names": True, "url": ""},
            "Byron, A. et al. (2010) Cold Homes. Press.",
            "Byron, A., et al. (2010). Cold Homes. Press.",
            "Byron A, et al. Cold Homes. Press; 2010.",
        ),
        (
            ARTICLE,
            "Byron, A. (2010) Cold Homes. Lancet, 380(9846), pp. 1011–29. doi:10.1016/x.",
            "Byron, A. (2010). Cold Homes. Lancet, 380(9846), 1011–29. https://doi.org/10.1016/x",
            "Byron A. Cold Homes. Lancet. 2010;380(9846):1011–29. doi:10.1016/x",
        ),
        (
            {"is_withdrawn": True, "url": ""},
            "Byron, A. (2010) Cold Homes. Press. [Withdrawn]",
            "Byron, A. (2010). Cold Homes. Press. [Withdrawn]",
            "Byron A. Cold Homes. Press; 2010. [Withdrawn]",
        ),
    ],
)
def test_a_work_is_cited_in_three_styles(changes, in_harvard, in_apa, in_vancouver):
    cited = work(**changes)

    assert (harvard(cited), apa(cited), vancouver(cited)) == (in_harvard, in_apa, in_vancouver)


def test_many_names_are_shortened_as_each_style_asks():
    many = work(names=[CitedName(f"A B{n}", f"B{n}", "A") for n in range(22)], url="")

    assert harvard(many).startswith("B0, A. et al. (2010)")
    assert "B18, A., … B21, A. (2010)" in apa(many)
    assert vancouver(many).startswith("B0 A, B1 A, B2 A, B3 A, B4 A, B5 A, et al. Cold")


# What a reader of BibTeX keeps of TeX's own signs is compared without them.
WORDS = (
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Co", "Cn"]),
        min_size=1,
        max_size=40,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
NASTY = [
    "50 % & more_of #1",
    "{Brace",
    "a\\b",
    "Cost $9 ~ ^",
    "شتاء بلا تدفئة",
    "and",
    "“and” & and, then",
]


SIGNS = {
    r"\textbackslash{}": "\\",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    **{f"\\{sign}": sign for sign in "%&#_$"},
}


def without_signs(text):
    named = "|".join(re.escape(name) for name in SIGNS)
    return re.sub(named, lambda found: SIGNS[found[0]], text)


@pytest.mark.parametrize("text", NASTY)
def test_nasty_words_come_back_from_bibtex_by_two_readers(text):
    cited = work(title=text, names=[CitedName(text, is_organisation=True), TWO[1]], publisher=text)
    written = "".join(bibtex([cited]))

    library = bibtexparser.parse_string(written)
    by_pybtex = parse_string(written, "bibtex").entries["byron2010-7"]

    assert library.failed_blocks == []
    [entry] = library.entries
    assert without_signs(entry["title"].removeprefix("{").removesuffix("}")) == text
    assert without_signs(by_pybtex.fields["title"].removeprefix("{").removesuffix("}")) == text
    assert len(by_pybtex.persons["author"]) == 2
    assert by_pybtex.persons["author"][1].last_names == ["Marmot"]


@settings(max_examples=60, deadline=None)
@given(title=WORDS, family=WORDS, given_name=WORDS, body=WORDS)
def test_any_words_are_one_entry_with_its_names_in_bibtex(title, family, given_name, body):
    names = [
        CitedName(body, is_organisation=True),
        CitedName(f"{given_name} {family}", family, given_name),
    ]

    written = "".join(bibtex([work(title=title, names=names)]))

    library = bibtexparser.parse_string(written)
    assert (len(library.entries), library.failed_blocks) == (1, [])
    assert len(parse_string(written, "bibtex").entries["byron2010-7"].persons["author"]) == 2


@settings(max_examples=60, deadline=None)
@given(title=WORDS, body=WORDS, topic=WORDS)
def test_any_words_come_back_from_ris(title, body, topic):
    names = [CitedName(body, is_organisation=True), TWO[1]]
    cited = work(title=title, names=names, topics=[topic], **ARTICLE)

    [entry] = rispy.loads("".join(ris([cited])))

    assert entry["title"] == title
    assert entry["authors"] == [" ".join(body.replace(",", " ").split()), "Marmot, Michael G."]
    assert entry["keywords"] == [topic]
    assert (entry["start_page"], entry["end_page"], entry["doi"]) == ("1011", "29", "10.1016/x")


@settings(max_examples=30, deadline=None)
@given(title=WORDS, body=WORDS)
def test_any_words_are_understood_by_a_citation_processor(title, body):
    cited = work(
        title=title, names=[CitedName(body, is_organisation=True), TWO[1]], issued=Issued(2010, 3)
    )
    item = json.loads(json.dumps(csl_item(cited)))

    source = CiteProcJSON([item])
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(Citation([CitationItem("byron2010-7")]))

    assert item["issued"] == {"date-parts": [[2010, 3]]}
    assert item["author"] == [{"literal": body}, {"family": "Marmot", "given": "Michael G."}]
    assert "2010" in str(bibliography.bibliography()[0])


BELOW_ZERO = re.compile(r"-[0-9.e+-]+")


@given(st.text(max_size=30))
def test_any_cell_comes_back_and_none_begins_a_formula(text):
    cell = escape_formula(text)

    assert unescape_formula(cell) == text
    if not BELOW_ZERO.fullmatch(cell):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize("number", ["-9", "-9.0", "-0.25", "-1e-07"])
def test_a_number_below_zero_is_read_as_a_number_by_any_program(number):
    assert escape_formula(number) == unescape_formula(number) == number


@pytest.mark.parametrize(
    "cell", ["-1+cmd|' /C calc'!A0", "-9\n", "-1-1", "--1", "-", "-\u0663", "+1", "-1,5;=A1"]
)
def test_what_only_begins_as_a_number_is_no_number(cell):
    assert escape_formula(cell) == f"'{cell}"


@pytest.mark.django_db
def test_a_record_is_described_with_the_names_of_its_title_page():
    council = OrganisationFactory(name="Leeds, City of")
    creators = [
        CreatorName("Ada Byron", orcid="0000-0002-1825-0097"),
        CreatorName(council.name, organisation=council, role=CreatorRole.ISSUER),
    ]
    record = RecordFactory(title="Cold Homes", year=2020, month=3, creators=creators)

    cited = describe_work(record)

    assert cited.names == [CitedName("Ada Byron", "Byron", "Ada", orcid="0000-0002-1825-0097")]
    assert (cited.key, str(cited.issued)) == (f"byron2020-{record.pk}", "2020-03")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_a_record_and_each_version_hand_out_their_reference(client, ending, media_type):
    record = RecordFactory(title="Cold Homes")
    deposit_version(record=record, body="Text", note="More", by=None, at=record.published_at)

    whole = client.get(reverse("library:record_reference", args=[record.pk, ending]))
    fixed = client.get(reverse("library:version_reference", args=[record.pk, 1, ending]))

    assert whole["Content-Type"].startswith(media_type)
    assert whole["Content-Disposition"] == f'attachment; filename="record-{record.pk}.{ending}"'
    assert "Cold Homes" in whole.content.decode()
    assert f"/library/{record.pk}/v1/" in fixed.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["reference.csv", "reference.exe", "v9/reference.bib"])
def test_there_is_no_reference_in_other_formats(client, address):
    record = RecordFactory()

    assert client.get(f"/library/{record.pk}/{address}").status_code == 404


@pytest.mark.django_db
def test_what_is_withdrawn_is_still_cited_and_says_so(client):
    record = RecordFactory()
    withdraw_record(record=record, reason="Wrong.", by=None, at=record.published_at)

    answer = client.get(reverse("library:record_reference", args=[record.pk, "bib"]))

    assert "Withdrawn from the library" in answer.content.decode()


@pytest.mark.django_db
def test_a_page_of_results_is_taken_along_in_its_order(client):
    topic = TopicFactory(code="cold")
    RecordFactory(title="=HYPERLINK(1) homes", year=2001, topics=[topic])
    RecordFactory(title="Cold homes", year=2002, topics=[topic])
    RecordFactory(title="Hidden homes", topics=[topic], state="withdrawn")
    RecordFactory(title="Other")
    address = reverse("library:finder_export", args=["csv"])

    answer = client.get(address, {"topic": "cold", "sort": "oldest"})

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["title"] for row in rows] == ["'=HYPERLINK(1) homes", "Cold homes"]
    assert answer["Content-Disposition"].startswith('attachment; filename="library-2')


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["csv", "ris", "bib", "json"])
@pytest.mark.parametrize("count", [2, 5])
def test_an_export_takes_the_same_queries_whatever_its_length(
    client, django_assert_num_queries, ending, count
):
    RecordFactory.create_batch(count)
    address = reverse("library:finder_export", args=[ending])
    b"".join(client.get(address).streaming_content)

    with django_assert_num_queries(7):
        content = b"".join(client.get(address).streaming_content).decode()

    assert content.count("Report number") == count


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["csv", "ris", "bib", "json"])
def test_a_reference_of_a_prepared_record_takes_no_query(django_assert_num_queries, ending):
    RecordFactory()
    records = list(Record.objects.for_list().with_places().with_terms())

    with django_assert_num_queries(0):
        assert "".join(export_records(records, ending))


@pytest.mark.django_db
def test_the_record_page_cites_in_three_styles_and_leads_to_the_formats(client):
    record = RecordFactory(title="Cold Homes")

    html = client.get(record.get_absolute_url()).content.decode()

    for words in ("Harvard", "APA", "Vancouver", f"/library/{record.pk}/reference.bib"):
        assert words in html
