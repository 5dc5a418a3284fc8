"""The six verbs of OAI-PMH 2.0 over the records, the withdrawn ones as deleted.

Every list takes the same number of queries for each page, however long it is.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from email.utils import parseaddr
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings
from django.db.models import Min, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from core.web.requests import key_of
from library.catalogue.models import Record, Relation
from library.catalogue.models.records import RecordQuerySet
from library.exchange.harvesting.formats import FORMATS
from library.exchange.harvesting.requests import Harvest, OAIError, parse_harvest
from library.exchange.harvesting.tokens import ListPosition, token_of
from library.exchange.harvesting.xml import Element, add, without_controls, written
from library.vocabularies.choices import RecordType
from library.vocabularies.models import Topic

PAGE = 100
_OAI = "http://www.openarchives.org/OAI/2.0/"
_SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_TYPE, _TOPIC = "type", "topic"

for _prefix, _namespace in {
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "oai_dc": FORMATS["oai_dc"].namespace,
    "dc": "http://purl.org/dc/elements/1.1/",
    "datacite": FORMATS["oai_datacite"].namespace,
    "oai-identifier": _IDENTIFIER,
}.items():
    ET.register_namespace(_prefix, _namespace)


def answer_request(given: Mapping[str, Sequence[str]]) -> bytes:
    """Answer one OAI-PMH request; ``given`` holds all values of each argument. Errors are part of the answer."""
    root = ET.Element(f"{{{_OAI}}}OAI-PMH", {_XSI: f"{_OAI} {_SCHEMA}"})
    _oai(root, "responseDate", _stamp(timezone.now()))
    base = settings.SITE_URL + reverse("oai")
    try:
        harvest = parse_harvest(given)
        arguments = {name: without_controls(text) for name, text in harvest.arguments.items()}
        _oai(root, "request", base, verb=harvest.verb, **arguments)
        _VERBS[harvest.verb](root, harvest)
    except OAIError as error:
        if error.code in {"badVerb", "badArgument"} or len(root) < 2:
            # A bad request is not repeated (protocol, section 3.2).
            for element in list(root)[1:]:
                root.remove(element)
            _oai(root, "request", base)
        _oai(root, "error", str(error), code=error.code)
    return written(root)


def _oai(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    return add(parent, f"{{{_OAI}}}{name}", text, **attributes)


def _identify(root: Element, harvest: Harvest) -> None:
    first = Record.objects.aggregate(first=Min("changed_at"))["first"] or timezone.now()
    identify = _oai(root, "Identify")
    _oai(identify, "repositoryName", settings.INSTITUTE_NAME)
    _oai(identify, "baseURL", settings.SITE_URL + reverse("oai"))
    _oai(identify, "protocolVersion", "2.0")
    _oai(identify, "adminEmail", parseaddr(settings.HELP_EMAIL)[1])
    _oai(identify, "earliestDatestamp", _stamp(first))
    _oai(identify, "deletedRecord", "persistent")
    _oai(identify, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    about = add(_oai(identify, "description"), f"{{{_IDENTIFIER}}}oai-identifier")
    about.set(_XSI, f"{_IDENTIFIER} http://www.openarchives.org/OAI/2.0/oai-identifier.xsd")
    for name, text in {
        "scheme": "oai",
        "repositoryIdentifier": _host(),
        "delimiter": ":",
        "sampleIdentifier": identifier_of(1),
    }.items():
        add(about, f"{{{_IDENTIFIER}}}{name}", text)


def _list_formats(root: Element, harvest: Harvest) -> None:
    if harvest.identifier:
        _found(harvest.identifier)
    formats = _oai(root, "ListMetadataFormats")
    for each in FORMATS.values():
        described = _oai(formats, "metadataFormat")
        _oai(described, "metadataPrefix", each.prefix)
        _oai(described, "schema", each.schema)
        _oai(described, "metadataNamespace", each.namespace)


def _list_sets(root: Element, harvest: Harvest) -> None:
    if harvest.place:
        raise OAIError("badResumptionToken", "The list of sets comes whole, without tokens.")
    sets = _oai(root, "ListSets")
    types = [(f"{_TYPE}:{value}", str(label)) for value, label in RecordType.choices]
    topics = [(_topic_set(topic), topic.label) for topic in Topic.objects.in_order()]
    broad = [(_TYPE, "Types of works"), (_TOPIC, "Topics")]
    for spec, name in [*broad, *types, *topics]:
        each = _oai(sets, "set")
        _oai(each, "setSpec", spec)
        _oai(each, "setName", name)


def _get_record(root: Element, harvest: Harvest) -> None:
    record = _found(harvest.identifier)
    got = _oai(root, "GetRecord")
    _record(got, record, harvest.prefix)


def _list_records(root: Element, harvest: Harvest) -> None:
    records, following = _page(harvest)
    listed = _oai(root, harvest.verb)
    for record in records:
        if harvest.verb == "ListRecords":
            _record(listed, record, harvest.prefix)
        else:
            _header(listed, record)
    cursor = harvest.place.cursor if harvest.place else 0
    if following is not None:
        _oai(listed, "resumptionToken", token_of(following), cursor=str(cursor))
    elif harvest.place:
        # The last part of a list that came in parts ends with an empty token.
        _oai(listed, "resumptionToken", cursor=str(cursor))


_VERBS: dict[str, Callable[[Element, Harvest], None]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_records,
    "ListRecords": _list_records,
}


def _page(harvest: Harvest) -> tuple[list[Record], ListPosition | None]:
    """Return the next records, and the position after them if there are more. Raises ``OAIError`` for none."""
    records = _in_set(Record.objects.all(), harvest.set_spec)
    if harvest.since:
        records = records.filter(changed_at__gte=harvest.since)
    if harvest.until:
        records = records.filter(changed_at__lt=harvest.until)
    if harvest.place:
        moment, pk = harvest.place.moment, harvest.place.pk
        records = records.filter(Q(changed_at__gt=moment) | Q(changed_at=moment, pk__gt=pk))
    found = list(_prepared(records).order_by("changed_at", "pk")[: PAGE + 1])
    if not found and not harvest.place:
        raise OAIError("noRecordsMatch", "No record matches what was asked.")
    page = found[:PAGE]
    if len(found) <= PAGE:
        return page, None
    last = page[-1]
    return page, ListPosition(
        verb=harvest.verb,
        prefix=harvest.prefix,
        set_spec=harvest.set_spec,
        since=harvest.since.isoformat() if harvest.since else "",
        until=harvest.until.isoformat() if harvest.until else "",
        changed_at=last.changed_at.isoformat(),
        pk=last.pk,
        cursor=(harvest.place.cursor if harvest.place else 0) + len(page),
    )


def _prepared(records: RecordQuerySet) -> RecordQuerySet:
    """Load the records with all that the formats and headers need."""
    ties = [
        Prefetch("relations", Relation.objects.select_related("target")),
        Prefetch("inverse_relations", Relation.objects.select_related("record")),
    ]
    topics = Prefetch("topics", Topic.objects.select_related("parent").order_by("label", "pk"))
    ready = records.select_related("current_version").with_creators().with_places()
    return ready.prefetch_related(topics, *ties)


def _in_set(records: RecordQuerySet, spec: str) -> RecordQuerySet:
    """Keep the records of a set. A set that does not exist has none."""
    if not spec:
        return records
    kind, _colon, name = spec.partition(":")
    if kind == _TYPE:
        return records.filter(type=name) if name else records
    if kind == _TOPIC:
        if not name:
            return records.filter(topics__isnull=False).distinct()
        code = name.rpartition(":")[2]
        return records.filter(Q(topics__code=code) | Q(topics__parent__code=code)).distinct()
    return records.none()


def _found(identifier: str) -> Record:
    """Return the record with this identifier. Raises ``OAIError``."""
    beginning, number = identifier_of(0).removesuffix("0"), ""
    if identifier.startswith(beginning):
        number = identifier.removeprefix(beginning)
    record = _prepared(Record.objects.filter(pk=key_of(number))).first()
    if record is None:
        raise OAIError("idDoesNotExist", "The library has no such record.")
    return record


def identifier_of(pk: int) -> str:
    """Return the identifier of a record for ever: ``oai:<host>:record/<key>``."""
    return f"oai:{_host()}:record/{pk}"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _record(parent: Element, record: Record, prefix: str) -> None:
    element = _oai(parent, "record")
    _header(element, record)
    if record.is_published:
        FORMATS[prefix].write(_oai(element, "metadata"), record)


def _header(parent: Element, record: Record) -> None:
    header = _oai(parent, "header")
    if not record.is_published:
        header.set("status", "deleted")
    _oai(header, "identifier", identifier_of(record.pk))
    _oai(header, "datestamp", _stamp(record.changed_at))
    for spec in _sets_of(record):
        _oai(header, "setSpec", spec)


def _sets_of(record: Record) -> Iterable[str]:
    topics = list(record.topics.all())
    specs = [f"{_TYPE}:{record.type}", *(_topic_set(topic) for topic in topics)]
    return dict.fromkeys(specs)


def _topic_set(topic: Topic) -> str:
    return (
        f"{_TOPIC}:{topic.parent.code}:{topic.code}" if topic.parent else f"{_TOPIC}:{topic.code}"
    )


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
