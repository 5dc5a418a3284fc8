"""The library as other libraries harvest it."""

import datetime as dt
from pathlib import Path
from xml.etree import ElementTree

import pytest
import validator
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from oaipmh_scythe import Scythe
from sickle import Sickle

from demo.factories.accounts import OrganisationFactory, UserFactory
from demo.factories.library import RecordFactory, TopicFactory
from library.catalogue.actions.records import correct_record, withdraw_record
from library.catalogue.actions.relations import relate_records
from library.catalogue.models import Record
from library.exchange.harvesting import provider
from library.exchange.harvesting.tokens import place_of
from library.vocabularies.actions.places import add_place
from library.vocabularies.choices import RecordType
from library.vocabularies.names import CreatorName

NOW = timezone.now()
NS = {
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "d": "http://datacite.org/schema/kernel-4",
}


def ask(client, **arguments):
    answer = client.get(reverse("oai"), arguments)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return etree.fromstring(answer.content)


def codes(root):
    return [error.get("code") for error in root.findall("oai:error", NS)]


def identifiers(root):
    return [
        int(e.text.rpartition("/")[2]) for e in root.iterfind(".//oai:header/oai:identifier", NS)
    ]


def token_in(root):
    return root.find(".//oai:resumptionToken", NS)


@pytest.fixture(autouse=True)
def nobody_has_asked_before():
    """All tests ask from one address, of which only so many questions are answered in a minute."""
    cache.clear()


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(provider, "PAGE", 3)


@pytest.mark.django_db
def test_the_library_introduces_itself(client):
    RecordFactory(on=dt.date(2026, 1, 5))

    identify = ask(client, verb="Identify").find("oai:Identify", NS)

    assert [element.tag.rpartition("}")[2] for element in identify] == [
        "repositoryName",
        "baseURL",
        "protocolVersion",
        "adminEmail",
        "earliestDatestamp",
        "deletedRecord",
        "granularity",
        "description",
    ]
    assert identify.findtext("oai:deletedRecord", namespaces=NS) == "persistent"
    assert identify.findtext("oai:earliestDatestamp", namespaces=NS) == "2026-01-05T12:00:00Z"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Steal"}, "badVerb"),
        ({"verb": ["Identify", "Identify"]}, "badVerb"),
        ({"verb": "Identify", "set": "x"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": ["oai_dc", "oai_dc"]}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": "x"}, "idDoesNotExist"),
        (
            {
                "verb": "GetRecord",
                "metadataPrefix": "oai_dc",
                "identifier": "oai:127.0.0.1:record/99",
            },
            "idDoesNotExist",
        ),
        ({"verb": "ListMetadataFormats", "identifier": "x"}, "idDoesNotExist"),
        ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "x", "set": "type"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "poems"}, "noRecordsMatch"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2999-01-01"},
            "noRecordsMatch",
        ),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "soon"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2026-02-30"}, "badArgument"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "9999-12-31"},
            "badArgument",
        ),
        (
            {
                "verb": "ListRecords",
                "metadataPrefix": "oai_dc",
                "from": "2026-01-02",
                "until": "2026-01-01",
            },
            "badArgument",
        ),
        (
            {
                "verb": "ListRecords",
                "metadataPrefix": "oai_dc",
                "from": "2026-01-01",
                "until": "2026-01-01T00:00:00Z",
            },
            "badArgument",
        ),
    ],
)
def test_what_is_wrong_has_the_code_of_the_protocol(client, arguments, code):
    RecordFactory()

    root = ask(client, **arguments)

    assert codes(root) == [code]
    assert len(root) == 3


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    verb=st.sampled_from(["Identify", "ListRecords", "GetRecord", "ListSets", "x"]),
    name=st.sampled_from(["metadataPrefix", "identifier", "from", "set", "resumptionToken", "y"]),
    text=st.text(max_size=50),
)
def test_any_request_is_answered_in_well_formed_xml(client, db, verb, name, text):
    answer = client.post(reverse("oai"), {"verb": verb, name: text.encode("utf-8", "replace")})

    assert answer.status_code == 200
    etree.fromstring(answer.content)


@pytest.mark.django_db
def test_a_record_is_told_in_dublin_core_and_in_datacite(client):
    council = OrganisationFactory(name="Leeds City Council")
    record = RecordFactory(
        title="Cold <homes> & more",
        year=2020,
        month=3,
        doi="10.1000/x",
        isbn="9781857503432",
        licence="CC-BY-4.0",
        places=[add_place(name="Leeds", parent=None)],
        topics=[TopicFactory(code="cold", label="Cold", parent=TopicFactory(code="homes"))],
        creators=[
            CreatorName("Ada Byron", orcid="0000-0002-1825-0097"),
            CreatorName(council.name, organisation=council),
        ],
        publisher="Press",
    )
    other = RecordFactory()
    relate_records(record=record, kind="supersedes", target=other, at=NOW)
    identifier = provider.identifier_of(record.pk)

    dc = ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier=identifier)
    datacite = ask(client, verb="GetRecord", metadataPrefix="oai_datacite", identifier=identifier)

    def texts(root, path):
        return [element.text for element in root.iterfind(f".//{path}", NS)]

    assert texts(dc, "dc:title") == ["Cold <homes> & more"]
    assert texts(dc, "dc:creator") == ["Byron, Ada", "Leeds City Council"]
    assert texts(dc, "dc:date") == ["2020-03"]
    assert texts(dc, "dc:coverage") == ["Leeds"]
    assert texts(dc, "dc:rights") == ["https://creativecommons.org/licenses/by/4.0/"]
    assert texts(dc, "oai:setSpec") == ["type:report", "topic:homes:cold"]
    resource = datacite.find(".//d:resource", NS)
    assert [element.tag.rpartition("}")[2] for element in resource] == [
        "identifier",
        "creators",
        "titles",
        "publisher",
        "publicationYear",
        "resourceType",
        "subjects",
        "dates",
        "language",
        "alternateIdentifiers",
        "relatedIdentifiers",
        "rightsList",
        "descriptions",
        "geoLocations",
    ]
    assert texts(datacite, "d:nameIdentifier") == ["0000-0002-1825-0097"]
    related = datacite.find(".//d:relatedIdentifier", NS)
    assert (related.get("relationType"), related.text) == (
        "Obsoletes",
        f"http://127.0.0.1:8000{other.get_absolute_url()}",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("type_", RecordType.values)
@pytest.mark.parametrize("is_full", [False, True])
def test_a_record_of_each_type_is_valid_by_the_schema_of_datacite(client, type_, is_full):
    facts = {
        "year": 2020, "month": 3, "day": 4, "doi": "10.1000/x", "isbn": "9781857503432",
        "url": "https://example.org/a", "licence": "CC-BY-4.0", "rights": "The city",
        "publisher": "Press", "language": "cy",
    }  # fmt: skip
    record = RecordFactory(
        type=type_, **(facts if is_full else {"year": None, "rights": "The city"})
    )
    relate_records(record=record, kind="responds-to", target=RecordFactory(), at=NOW)
    identifier = provider.identifier_of(record.pk)
    root = ask(client, verb="GetRecord", metadataPrefix="oai_datacite", identifier=identifier)

    folder = Path(validator.__file__).parent / "schema"
    schema = etree.XMLSchema(etree.parse(folder / "metadata.xsd"))
    resource = etree.fromstring(etree.tostring(root.find(".//d:resource", NS)))
    schema.validate(resource)

    assert [str(error.message) for error in schema.error_log] == []


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_a_withdrawn_record_is_a_deleted_header(client, verb):
    record = RecordFactory(state="withdrawn", title="Secret words")

    answer = client.get(reverse("oai"), {"verb": verb, "metadataPrefix": "oai_dc"})

    [header] = etree.fromstring(answer.content).iterfind(".//oai:header", NS)
    assert header.get("status") == "deleted"
    assert b"Secret words" not in answer.content
    assert identifiers(etree.fromstring(answer.content)) == [record.pk]


@pytest.mark.django_db
def test_sets_go_by_type_and_topic(client):
    homes = TopicFactory(code="homes")
    cold = RecordFactory(topics=[TopicFactory(code="cold", parent=homes)])
    other = RecordFactory(type="dataset")

    def members(spec):
        root = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", set=spec)
        return identifiers(root)

    assert members("topic:homes") == members("topic:homes:cold") == [cold.pk]
    assert members("type:dataset") == [other.pk]
    specs = [e.text for e in ask(client, verb="ListSets").iterfind(".//oai:setSpec", NS)]
    assert {"type", "topic", "type:dataset", "topic:homes", "topic:homes:cold"} <= set(specs)


@pytest.mark.django_db
def test_a_list_comes_in_parts_and_ends_with_an_empty_token(client, small_pages):
    records = RecordFactory.create_batch(7)
    seen, sizes, arguments = [], [], {"metadataPrefix": "oai_dc"}

    while True:
        root = ask(client, verb="ListRecords", **arguments)
        seen += identifiers(root)
        sizes.append(len(identifiers(root)))
        token = token_in(root)
        if not token.text:
            break
        arguments = {"resumptionToken": token.text}

    assert sizes == [3, 3, 1]
    assert seen == [record.pk for record in records]
    assert token.get("cursor") == "6"


@pytest.mark.django_db
def test_a_token_of_one_verb_or_a_changed_one_is_refused(client, small_pages):
    RecordFactory.create_batch(4)
    token = token_in(ask(client, verb="ListRecords", metadataPrefix="oai_dc")).text

    assert place_of(token).cursor == 3
    for wrong in ({"verb": "ListIdentifiers", "resumptionToken": token},
                  {"verb": "ListRecords", "resumptionToken": token[:-1] + "_"}):  # fmt: skip
        assert codes(ask(client, **wrong)) == ["badResumptionToken"]


@pytest.mark.django_db
def test_what_changes_during_a_harvest_is_met_again_and_nothing_is_lost(client, small_pages):
    records = RecordFactory.create_batch(8)
    first = ask(client, verb="ListRecords", metadataPrefix="oai_dc")
    later = timezone.now() + dt.timedelta(seconds=5)
    for record in (records[0], records[6]):
        correct_record(
            record=record,
            changes={"title": "Changed"},
            topics=record.topics.all(),
            creators=[],
            at=later,
        )
    withdraw_record(record=records[5], reason="Wrong.", by=UserFactory(), at=later)
    seen, token = identifiers(first), token_in(first).text

    while token:
        root = ask(client, verb="ListRecords", resumptionToken=token)
        seen += identifiers(root)
        token = token_in(root).text

    assert sorted(set(seen)) == sorted(Record.objects.values_list("pk", flat=True))
    assert sorted(pk for pk in seen if seen.count(pk) > 1) == [records[0].pk] * 2


@pytest.mark.django_db
def test_only_what_changed_between_two_moments_is_listed(client):
    RecordFactory(on=dt.date(2026, 1, 1))
    second = RecordFactory(on=dt.date(2026, 1, 2))
    RecordFactory(on=dt.date(2026, 1, 3))

    by_day = ask(
        client,
        verb="ListIdentifiers",
        metadataPrefix="oai_dc",
        **{"from": "2026-01-02", "until": "2026-01-02"},
    )
    by_second = ask(
        client,
        verb="ListIdentifiers",
        metadataPrefix="oai_dc",
        **{"from": "2026-01-02T12:00:00Z", "until": "2026-01-02T12:00:00Z"},
    )

    assert identifiers(by_day) == identifiers(by_second) == [second.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("prefix", ["oai_dc", "oai_datacite"])
@pytest.mark.parametrize("count", [2, 5])
def test_a_part_takes_the_same_queries_whatever_its_length(
    client, django_assert_num_queries, prefix, count
):
    for record in RecordFactory.create_batch(count, topics=[TopicFactory()]):
        relate_records(record=record, kind="part-of", target=RecordFactory(), at=NOW)

    with django_assert_num_queries(6):
        root = ask(client, verb="ListRecords", metadataPrefix=prefix)

    assert len(identifiers(root)) == 2 * count


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("prefix", ["oai_dc", "oai_datacite"])
def test_two_independent_clients_harvest_everything(live_server, small_pages, prefix):
    records = RecordFactory.create_batch(10)
    withdraw_record(record=records[3], reason="Wrong.", by=UserFactory(), at=timezone.now())
    address = f"{live_server.url}{reverse('oai')}"

    by_sickle = [
        (record.header.identifier, record.deleted)
        for record in Sickle(address).ListRecords(metadataPrefix=prefix)
    ]
    with Scythe(address) as scythe:
        by_scythe = [
            (record.header.identifier, record.deleted)
            for record in scythe.list_records(metadata_prefix=prefix)
        ]

    assert by_sickle == by_scythe
    expected = {(provider.identifier_of(r.pk), r.pk == records[3].pk) for r in records}
    assert set(by_sickle) == expected
    assert len(by_sickle) == len(records)


@pytest.mark.django_db
@pytest.mark.parametrize("claims", [(), ("http://www.w3.org/1999/xhtml",)])
def test_the_protocol_has_no_prefix_whoever_claimed_the_empty_one_before(client, claims):
    for namespace in claims:
        ElementTree.register_namespace("", namespace)

    answer = client.get("/oai", {"verb": "Identify"}).content.decode()

    assert '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"' in answer
