"""Works of one title and year are one only where nothing else that is known tells them apart."""

import pytest
from django.utils import timezone

from demo.factories.accounts import OrganisationFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.records import correct_record
from library.catalogue.models import Record
from library.exchange.actions.imports import confirm_import
from library.exchange.actions.writing import write_import
from library.vocabularies.names import CreatorName
from tests.library.exchange.test_importing import NOW, read, written

pytestmark = pytest.mark.django_db
SITE = "https://example.org"
HEAD = "title,topics,issued,publisher,container,people,organisations,url\n"


@pytest.fixture
def topic(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return TopicFactory(code="cold", label="Cold homes")


def annual_report(topic, **facts):
    return RecordFactory(title="Annual report", year=2020, topics=[topic], **facts)


@pytest.mark.parametrize(
    ("facts", "cells"),
    [
        ({"publisher": "City of Leeds"}, "City of York,,,,"),
        ({"container": "The Lancet"}, ",Nature,,,"),
        ({"creators": [CreatorName("Ada Byron")]}, ",,Mary Seacole,,"),
        ({"creators": [CreatorName("Ada Byron")]}, ",,,City of York,"),
        ({"publisher": "City of Leeds", "url": f"{SITE}/one"}, f"City of Leeds,,,,{SITE}/two"),
    ],
)
def test_a_work_of_the_same_title_and_year_that_differs_otherwise_is_new_and_asks(
    topic, facts, cells
):
    record = annual_report(topic, **facts)

    done = written(f"{HEAD}Annual report,cold,2020,{cells}\n")

    assert (done.counts, done.shown[0]["alike"]) == ({"new": 1}, record.pk)


@pytest.mark.parametrize(
    ("facts", "cells"),
    [
        ({"publisher": "City of Leeds"}, "city of  LEEDS.,,,,"),
        ({"publisher": "The Trust & Friends"}, "Trust and Friends,,,,"),
        ({"container": "The Lancet", "publisher": "Elsevier"}, "Other,Lancet,,,"),
        ({"creators": [CreatorName("Gabriela García Ruiz")]}, ",,G. Garcia Ruiz; Ana Ruiz,,"),
        ({"creators": [CreatorName("A. B.", orcid="0000-0002-1825-0097")]}, ",,Ada Byron 0000-0002-1825-0097,,"),
        ({"publisher": "Ada Byron Institute"}, ",,,Ada Byron Institute,"),
        ({"url": f"{SITE}/one"}, ",,Ada Byron,,http://www.example.org/one/"),
        ({"url": f"{SITE}/one"}, ",,Ada Byron,,https://other.example.org/1"),
        ({"url": f"{SITE}/one"}, ",,Ada Byron,,https://doi.org/10.5555/one"),
        ({}, ",,,,"),
        ({}, "Press,,,,"),
    ],
)  # fmt: skip
def test_a_work_of_the_same_title_and_year_that_agrees_is_the_same(topic, facts, cells):
    record = annual_report(topic, **facts)

    done = read(f"{HEAD}Annual report,cold,2020,{cells}\n")

    assert done.counts.keys() <= {"changed", "same"}
    assert [change.record for change in done.changes.all()] in ([], [record])


def test_an_address_of_its_own_does_not_speak_against_a_doi(topic):
    record = annual_report(topic, doi="10.5555/one", url=f"{SITE}/one")

    done = read(f"title,issued,doi,url\nAnnual report,2020,10.5555/one,{SITE}/two\n")

    assert [change.record for change in done.changes.all()] == [record]


def test_each_row_finds_the_record_it_agrees_with(topic):
    places = ("Leeds", "York", "Hull")
    rows = "".join(f"Annual report,cold,2020,City of {place},,,,\n" for place in places)

    first = written(HEAD + rows)
    again = read(HEAD + rows)

    assert (first.counts, again.counts) == ({"new": 3}, {"same": 3})


def test_a_row_that_may_be_about_several_records_is_new_and_asks(topic):
    records = [annual_report(topic, publisher=name) for name in ("City of Leeds", "City of York")]

    done = written(f"{HEAD}Annual report,cold,2020,,,,,\n")
    again = read(f"{HEAD}Annual report,cold,2020,,,,,\n")

    assert (done.counts, done.shown[0]["alike"]) == ({"new": 1}, records[0].pk)
    assert again.counts == {"same": 1}


def test_articles_of_two_journals_are_two_by_their_issns(topic):
    entry = "TY  - JOUR\nTI  - Editorial\nPY  - 2020\nSN  - {issn}\nER  - \n"
    print_and_online = entry.format(issn="1476-4687 (Electronic)\n0028-0836 (Linking)")
    other, online = entry.format(issn="0140-6736"), entry.format(issn="14764687")

    two = read(print_and_online + other, ending="ris", topics=[topic])
    one = read(print_and_online + online, ending="ris", topics=[topic])

    assert (two.counts, one.counts) == ({"new": 2}, {"new": 1, "refused": 1})


REFERENCES = {
    "ris": (
        "TY  - RPRT\nTI  - Annual report\nAU  - City of Leeds\nAU  - Byron, A.\nPY  - 2020\nPB  - Press\n"
        f"UR  - {SITE}/leeds\nER  - \n\n"
        "TY  - RPRT\nTI  - Annual report\nAU  - City of York\nPY  - 2020\nPB  - Press, York\n"
        f"UR  - {SITE}/york\nER  - \n\n"
        "TY  - JOUR\nTI  - Editorial\nPY  - 2020\nT2  - The Lancet\nSN  - 0140-6736\nER  - \n\n"
        "TY  - JOUR\nTI  - Editorial\nPY  - 2020\nT2  - Nature\nSN  - 1476-4687\nER  - \n"
    ),
    "bib": (
        f"@techreport{{a, title={{Annual report}}, author={{{{City of Leeds}}}}, year=2020, url={{{SITE}/leeds}}}}\n"
        f"@techreport{{b, title={{Annual report}}, author={{{{City of York}}}}, year=2020, url={{{SITE}/york}}}}\n"
        "@article{c, title={Editorial}, author={Byron, Ada and others}, journal={The Lancet}, year=2020}\n"
        "@article{d, title={Editorial}, author={Seacole, Mary}, journal={Nature}, year=2020}\n"
    ),
    "csv": (
        "id,title,topics,issued,people,publisher,url\n"
        f"1,Annual report,cold,2020,Byron,Leeds,{SITE}/leeds\n2,Annual report,cold,2020,,York,{SITE}/york\n"
        "3,Editorial,cold,2020,Ada Byron; Mary Seacole,,\n4,Editorial,cold,2020,Jan van der Berg,,\n"
    ),
}


@pytest.mark.parametrize("ending", sorted(REFERENCES))
def test_the_file_of_another_system_is_the_same_when_it_comes_again(topic, ending):
    first = written(REFERENCES[ending], ending=ending, topics=[topic])

    again = read(REFERENCES[ending], ending=ending, topics=[topic])

    assert (first.counts, again.counts) == ({"new": 4}, {"same": 4})


def test_a_row_that_was_to_change_a_record_does_not_become_a_new_one_meanwhile(topic):
    body = OrganisationFactory(name="City of Leeds")
    record = annual_report(
        topic, publisher="Leeds", creators=[CreatorName(body.name, organisation=body)]
    )
    ready = read("title,topics,issued,publisher,volume\nAnnual report,cold,2020,Leeds,3\n")
    confirm_import(begun=ready)
    correct_record(
        record=record,
        changes={"publisher": "City of Leeds"},
        topics=[topic],
        creators=[CreatorName(body.name, organisation=body)],
        at=NOW,
    )

    done = write_import(begun=ready, at=timezone.now())

    assert (done.state, Record.objects.count()) == ("refused", 1)
    assert done.shown[0]["reasons"] == [["id", "This record was changed since the file was read."]]


@pytest.mark.parametrize("url", ["http://[", "//", "mailto:a@example.org"])
def test_an_address_that_is_none_is_told_beside_its_column(topic, url):
    done = read(f"title,topics,url\nWork,cold,{url}\n")

    assert [row["reasons"][0][0] for row in done.shown] == ["url"]
