"""RIS files as reference managers write them. All works are made up."""

import pytest

from accounts.models import Organisation
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.form_records import correct_record_from_form
from library.catalogue.models import Creator, Record
from library.vocabularies.languages import code_of
from library.vocabularies.names import CreatorName
from tests.library.exchange.test_importing import NOW, read, written

pytestmark = pytest.mark.django_db

ENDNOTE = """TY  - JOUR
AU  - García Márquez, Gabriela
AU  - van der Berg, Jan
AU  - Smith, John, Jr.
AU  - Ministry of Made Up Health,
PY  - 2020
DA  - Mar 14
SN  - 1476-4687 (Electronic)
0028-0836 (Linking)
ST  - Damp homes
T2  - Journal of Made Up Housing
TI  - Damp homes and asthma
VL  - 12
LA  - English
UR  - https://example.org/damp
ID  - 77
ER  -

TY  - BOOK
AU  - Muster, Max
A2  - Núñez Feijóo, Edith
PY  - 2017
SN  - 978-3-16-148410-0 (pbk.)
TI  - Warm homes
LA  - eng
ER  -
"""
ZOTERO = """TY  - JOUR
TI  - Damp homes and asthma
AU  - García Márquez, Gabriela
AU  - World Health Organization
AU  - Sport England
T2  - Journal of Made Up Housing
DA  - 2020/03/14/
PY  - 2020
DO  - 10.5555/made.up.1
SP  - 101
EP  - 110
J2  - J. Made Up Hous.
SN  - 1476-4687
SN  - 0140-6736
LA  - en-US
L1  - file:///home/me/x.pdf
UR  - https://example.org/damp
UR  - https://example.org/damp.pdf
Y2  - 2021/01/01/12:00:00
ER  - 

TY  - BOOK
TI  - Warm homes
AU  - Muster, Max
DA  - 2017///
SN  - 0140-6736
SN  - 978-3-16-148410-0
LA  - en_GB
ER  - 
"""
MENDELEY = """TY  - JOUR
T1  - Damp homes and asthma
A1  - García Márquez, Gabriela
A1  - OECD
JF  - Journal of Made Up Housing
Y1  - 2020/03//
N2  - What was found.
SN  - 14764687
LA  - en
ER  -
TY  - BOOK
T1  - Warm homes
A1  - Muster, M.
Y1  - 2017///
SN  - 0140-6736; 3-16-148410-X
LA  - English (United Kingdom)
ER  -
"""


@pytest.fixture
def topic(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return TopicFactory(code="cold", label="Cold homes")


def creators_of(title):
    rows = Creator.objects.filter(record__title=title).order_by("position")
    return [
        (row.name, row.sort_name, row.role, row.is_organisation)
        for row in rows.select_related("organisation")
    ]


@pytest.mark.parametrize("text", [ENDNOTE, ZOTERO, MENDELEY])
def test_a_file_of_a_reference_manager_comes_in_whole(topic, text):
    done = written(text, ending="ris", topics=[topic])

    assert done.counts == {"new": 2}
    article = Record.objects.get(title="Damp homes and asthma")
    book = Record.objects.get(title="Warm homes")
    assert (article.isbn, article.container) == ("", "Journal of Made Up Housing")
    assert (book.isbn, book.year) == ("9783161484100", 2017)
    assert {article.language, book.language} == {"en"}
    assert article.year == 2020
    assert creators_of("Damp homes and asthma")[0] == (
        "Gabriela García Márquez",
        "García Márquez, Gabriela",
        "author",
        False,
    )


def test_names_are_read_as_their_file_parts_them(topic):
    written(ENDNOTE, ending="ris", topics=[topic])

    assert creators_of("Damp homes and asthma")[1:] == [
        ("Jan van der Berg", "van der Berg, Jan", "author", False),
        ("John Smith Jr.", "Smith, John, Jr.", "author", False),
        ("Ministry of Made Up Health", "Ministry of Made Up Health", "author", True),
    ]
    assert creators_of("Warm homes")[1] == (
        "Edith Núñez Feijóo",
        "Núñez Feijóo, Edith",
        "editor",
        False,
    )


@pytest.mark.parametrize(
    ("name", "is_body"),
    [
        ("World Health Organization", True),
        ("Sport England", True),
        ("OECD", True),
        ("Ministry of Made Up Health,", True),
        ("Department of Health, Social Services and Public Safety", True),
        ("Save the Children", True),
        ("Doe, J.R.", False),
        ("J. R. Doe", False),
        ("Doe J", False),
        ("de la Cruz, Maria", False),
        ("فاطمة الزهراء", False),
    ],
)
def test_a_body_has_no_comma_or_one_at_its_end(topic, name, is_body):
    written(f"TY  - RPRT\nTI  - Work\nAU  - {name}\nER  - \n", ending="ris", topics=[topic])

    assert [each[3] for each in creators_of("Work")] == [is_body]
    assert Organisation.objects.exists() == is_body


def test_a_person_of_the_record_does_not_become_a_body(topic):
    record = RecordFactory(title="Work", year=2020, creators=[CreatorName("Plato")])

    done = read(
        "TY  - RPRT\nTI  - Work\nAU  - Plato\nPY  - 2020\nER  - \n", ending="ris", topics=[topic]
    )

    assert done.counts == {"same": 1}
    assert record.creators.get().organisation is None


def test_a_family_name_that_is_known_stays_known_when_the_record_is_edited(topic):
    written(ZOTERO, ending="ris", topics=[topic])
    record = Record.objects.get(title="Damp homes and asthma")

    correct_record_from_form(
        record=record,
        people="Gabriela García Márquez\nAda Byron",
        organisations="",
        changes={},
        topics=[topic],
        at=NOW,
    )

    assert [each[1] for each in creators_of(record.title)] == [
        "García Márquez, Gabriela",
        "Byron, Ada",
    ]


def test_bibtex_tells_the_family_name_too_and_an_issn_is_let_go(topic):
    entry = (
        "@article{a, title={Work}, author={García Márquez, Gabriela}, isbn={0140-6736}, "
        "language={english}, year=2020}"
    )

    written(entry, ending="bib", topics=[topic])

    record = Record.objects.get()
    assert (record.isbn, record.language) == ("", "en")
    assert creators_of("Work")[0][1] == "García Márquez, Gabriela"


def test_an_isbn_with_a_slip_is_told(topic):
    text = "TY  - BOOK\nTI  - Work\nSN  - 0140-6736\nSN  - 978-3-16-148410-1\nER  - \n"

    done = read(text, ending="ris", topics=[topic])

    assert [row["reasons"][0][0] for row in done.shown] == ["isbn"]


@pytest.mark.parametrize(
    ("written_as", "code"),
    [
        *((text, "en") for text in ("English", "eng", "en-US", "EN", "en_gb", "ENGLISH")),
        ("English; French", "en"),
        ("Deutsch", "de"),
        ("ger", "de"),
        ("deu", "de"),
        ("Français", "fr"),
        ("wel", "cy"),
        ("Cymraeg", "cy"),
        ("pt-BR", "pt-br"),
        ("zh-TW", "zh-hant"),
        ("chi", "zh-hans"),
        ("und", ""),
        ("", ""),
        ("la", "la"),
    ],
)
def test_a_language_has_one_code_however_it_is_written(written_as, code):
    assert code_of(written_as) == code


def test_a_word_that_is_no_language_is_told_beside_its_column(topic):
    done = read("title,topics,language\nWork,cold,Martian\n")

    assert done.shown[0]["reasons"] == [
        [
            "language",
            "We do not know the language “Martian”. Enter its code, such as en or cy.",
        ]
    ]


@pytest.mark.parametrize(
    ("tags", "issued"),
    [
        ("PY  - 2019\nDA  - 2019-07-02", "2019-07-02"),
        ("PY  - 2020///", "2020"),
        ("PY  - 2020\nDA  - 05/12", "2020"),
        ("PY  - 2020\nDA  - 2020///Spring", "2020"),
        ("Y1  - 2015/05//", "2015-05"),
    ],
)
def test_a_date_is_taken_as_far_as_it_is_known(topic, tags, issued):
    written(f"TY  - RPRT\nTI  - Work\n{tags}\nER  - \n", ending="ris", topics=[topic])

    assert str(Record.objects.get().issued) == issued


def test_only_addresses_of_the_web_are_taken(topic):
    text = "TY  - RPRT\nTI  - Work\nUR  - file:///x.pdf; https://example.org/c; https://example.org/d\nER  - \n"

    written(text, ending="ris", topics=[topic])

    assert Record.objects.get().url == "https://example.org/c"
