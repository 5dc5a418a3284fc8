"""Scenes: for each action of the library that changes records, one in which it does, and what it touched."""

import datetime as dt
import io
import uuid
import zipfile

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from core.files.uploads import FileKind
from demo.factories.accounts import UserFactory
from demo.factories.library import FileFactory, RecordFactory, TopicFactory
from library.catalogue.actions.aftercare import look_after
from library.catalogue.actions.form_records import (
    correct_record_from_form,
    publish_record_from_form,
)
from library.catalogue.actions.merging import merge_records
from library.catalogue.actions.records import (
    correct_record,
    publish_record,
    restore_record,
    withdraw_record,
)
from library.catalogue.actions.relations import relate_records, remove_relation
from library.catalogue.actions.starter_data import load_reports, place_records
from library.catalogue.actions.versions import deposit_version
from library.catalogue.models import Record
from library.catalogue.states import RecordState
from library.curation.actions.bulk_edits import bulk_edit, undo_bulk_edit
from library.curation.actions.proposals import accept_proposal, propose_correction
from library.curation.bulk_changes import Change
from library.documents.actions.extracting import extract_file
from library.documents.actions.files import (
    add_file,
    change_embargo,
    deposit_file,
    reindex_after_embargo,
)
from library.documents.models import ExtractionState, FileText
from library.exchange.actions.imports import confirm_import, read_import, start_import
from library.exchange.actions.undoing import queue_undo, undo_import
from library.exchange.actions.writing import write_import
from library.finding.models import SearchRow
from library.vocabularies.actions.places import add_place, correct_place, load_places
from library.vocabularies.actions.terms import load_terms
from library.vocabularies.actions.topics import load_topics
from library.vocabularies.choices import RelationKind, TermKind
from library.vocabularies.models import Place, Term
from library.vocabularies.names import CreatorName

AT = dt.datetime(2031, 3, 4, 12, tzinfo=dt.UTC)
TODAY = AT.date()
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
SUMMARY = "What one place tried, and what it changed for the people who live there. " * 3
# Every word that a scene below writes or takes away.
WORDS = [
    *("damp", "walls", "frost", "warmth", "leeds", "bradford", "children", "elders", "byron"),
    *("seacole", "boilers", "rates", "warm", "document"),
]


class Stage:
    """Two records about damp walls in Leeds, and what the scenes need beside them."""

    def __init__(self):
        self.editor = UserFactory()
        self.topic = TopicFactory(code="damp", label="Damp")
        self.place = add_place(name="Leeds", parent=None)
        self.term = Term.objects.create(
            kind=TermKind.POPULATION, code="children", label="Children", synonyms=[]
        )
        self.record = self.make("Walls")
        self.other = self.make("Frost")

    def make(self, title, **more):
        words = {"places": [self.place], "terms": [self.term], "topics": [self.topic]}
        record = RecordFactory(
            title=title, **{"summary": SUMMARY, "publisher": "Council", **words, **more}
        )
        Record.objects.filter(pk=record.pk).update(changed_at=LONG_AGO)
        return record

    def file(self, content=b"place,rate\nLeeds,4\n", kind=FileKind.CSV, **more):
        file = FileFactory(record=self.record, content=content, kind=kind, **more)
        Record.objects.update(changed_at=LONG_AGO)
        return file


def _publish(stage):
    words = {"creators": [CreatorName("Mary Seacole")], "topics": [stage.topic], "on": TODAY}
    return [publish_record(type="report", title="Boilers", summary="Short.", **words)]


def _add(stage):
    words = {"type": "report", "title": "Boilers", "summary": "Short.", "topics": [stage.topic]}
    return [publish_record_from_form(people="Mary Seacole", organisations="", on=TODAY, **words)]


def _correct(stage):
    creators, topics = [CreatorName("Mary Seacole")], [stage.topic]
    changes = {"title": "Boilers", "summary": "Short.", "publisher": ""}
    record = stage.record
    correct_record(record=record, changes=changes, topics=topics, creators=creators, at=AT)
    return [record]


def _correct_typed(stage):
    correct_record_from_form(
        record=stage.record,
        people="Mary Seacole",
        organisations="",
        changes={"title": "Boilers", "publisher": ""},
        topics=[stage.topic],
        at=AT,
    )
    return [stage.record]


def _withdraw(stage):
    withdraw_record(record=stage.record, reason="Wrong.", by=stage.editor, at=AT)
    return [stage.record]


def _restore(stage):
    gone = stage.make("Boilers", state=RecordState.WITHDRAWN)
    restore_record(record=gone, by=stage.editor, at=AT)
    return [gone]


def _merge(stage):
    kept = stage.make("Boilers", places=[], terms=[], publisher="")
    early = AT - dt.timedelta(days=1)
    relate_records(record=stage.other, kind=RelationKind.PART_OF, target=stage.record, at=early)
    merge_records(duplicate=stage.record, into=kept, by=stage.editor, at=AT)
    # The other one is part of what is kept now.
    return [stage.record, kept, stage.other]


def _relate(stage):
    one, other = stage.record, stage.other
    relate_records(record=one, kind=RelationKind.PART_OF, target=other, at=AT)
    return [one, other]


def _part(stage):
    one, other = stage.record, stage.other
    early = AT - dt.timedelta(days=1)
    relation = relate_records(record=one, kind=RelationKind.PART_OF, target=other, at=early)
    remove_relation(relation=relation, at=AT)
    return [one, other]


def _deposit(stage):
    words = {"body": "# Warmth\n\nIn every room.", "note": "New text"}
    deposit_version(record=stage.record, by=stage.editor, at=AT, **words)
    return [stage.record]


def _add_file(stage):
    add_file(
        version=stage.record.current_version,
        content=SimpleUploadedFile("rates.csv", b"place,rate\nLeeds,4\n"),
        kind=FileKind.CSV,
        embargo_until=None,
        by=stage.editor,
        at=AT,
    )
    return [stage.record]


def _deposit_file(stage):
    deposit_file(
        record=stage.record,
        is_new_version=True,
        note="New text",
        body="# Warmth",
        content=SimpleUploadedFile("rates.csv", b"place,rate\nLeeds,4\n"),
        kind=FileKind.CSV,
        embargo_until=None,
        by=stage.editor,
        at=AT,
        key=uuid.uuid4(),
    )
    return [stage.record]


def _change_embargo(stage):
    change_embargo(file=stage.file(), until=TODAY + dt.timedelta(days=9), at=AT)
    return [stage.record]


def _open_embargoed(stage):
    stage.file(embargo_until=TODAY)
    SearchRow.objects.update(indexed_on=TODAY - dt.timedelta(days=9))
    assert reindex_after_embargo(on=TODAY, at=AT) == 1
    return [stage.record]


def _read_file(stage):
    stage.file(_docx("A document about warmth."), FileKind.DOCX)
    assert extract_file(waiting=FileText.objects.get()).state == ExtractionState.READ
    return []


def _docx(text):
    """The least that a word processor would open."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}">{body}</w:document>')
    return out.getvalue()


def _bulk_edit(stage):
    wide = TopicFactory(code="warmth", label="Warmth")
    bulk_edit(
        keys=[stage.record.pk],
        change=Change(adds={"topics": [wide]}, removes={"places": [stage.place]}),
        by=stage.editor,
        at=AT,
        key=uuid.uuid4(),
    )
    return [stage.record]


def _undo(stage):
    edit = bulk_edit(
        keys=[stage.record.pk],
        change=Change(sets={"publisher": "Boilers"}, removes={"places": [stage.place]}),
        by=stage.editor,
        at=AT - dt.timedelta(days=1),
        key=uuid.uuid4(),
    )
    undo_bulk_edit(edit=edit, by=stage.editor, at=AT)
    return [stage.record]


def _accept(stage):
    proposal = propose_correction(
        record=stage.record,
        words={"title": "Boilers"},
        reason="It says so on its cover.",
        by=UserFactory(),
        at=AT,
        key=uuid.uuid4(),
    )
    accept_proposal(proposal=proposal, fields=["title"], answer="", by=stage.editor, at=AT)
    return [stage.record]


def _import(stage):
    text = "title,topics,people,summary\nBoilers,damp,Mary Seacole,Short.\n"
    begun = start_import(
        content=SimpleUploadedFile("a.csv", text.encode()),
        name="a.csv",
        ending="csv",
        topics=[],
        by=stage.editor,
        at=AT,
    )
    read_import(begun=begun)
    confirm_import(begun=begun)
    assert write_import(begun=begun, at=AT).counts == {"new": 1}
    return [Record.objects.get(title="Boilers")]


def _undo_import(stage):
    address = f"{settings.SITE_URL}{stage.record.get_absolute_url()}"
    rows = f"{stage.record.pk},{address},Boilers,,,\n,,Frost and boilers,damp,Mary Seacole,Short.\n"
    begun = start_import(
        content=SimpleUploadedFile(
            "a.csv", f"id,address,title,topics,people,summary\n{rows}".encode()
        ),
        name="a.csv",
        ending="csv",
        topics=[],
        by=stage.editor,
        at=LONG_AGO,
    )
    read_import(begun=begun)
    confirm_import(begun=begun)
    write_import(begun=begun, at=LONG_AGO)
    Record.objects.update(changed_at=LONG_AGO)
    queue_undo(begun=begun, by=stage.editor, at=AT)
    assert undo_import(begun=begun, at=AT).state == "undone"
    return [stage.record, Record.objects.get(title="Frost and boilers")]


def _load(stage):
    row = {"key": "k", "type": "report", "title": "Boilers", "summary": "Short.", "topics": "damp",
           "authors": "Mary Seacole"}  # fmt: skip
    assert load_reports(rows=[row], on=TODAY).added == 1
    return [Record.objects.get(title="Boilers")]


def _place(stage):
    Place.objects.create(code="bradford", name="Bradford", path="bradford")
    lost = stage.make("Boilers", places=[], geography="Bradford")
    place_records()
    return [lost]


def _rename_place(stage):
    correct_place(place=stage.place, name="Bradford", parent=None, also=[])
    return []


def _load_places(stage):
    load_places(tree=[{"code": stage.place.code, "name": "Bradford", "also": ["Elders"]}])
    return []


def _load_terms(stage):
    load_terms(groups={TermKind.POPULATION: [{"code": "children", "label": "Elders"}]})
    return []


def _load_topics(stage):
    load_topics(tree=[{"code": "damp", "label": "Warmth", "also": ["boilers"]}])
    return []


SCENES = {
    "catalogue.actions.aftercare.look_after": lambda stage: (
        look_after([stage.record.pk], at=AT) and [stage.record]
    ),
    "catalogue.actions.starter_data.load_reports": _load,
    "catalogue.actions.starter_data.place_records": _place,
    "catalogue.actions.merging.merge_records": _merge,
    "catalogue.actions.records.correct_record": _correct,
    "catalogue.actions.records.publish_record": _publish,
    "catalogue.actions.records.restore_record": _restore,
    "catalogue.actions.records.withdraw_record": _withdraw,
    "catalogue.actions.relations.remove_relation": _part,
    "catalogue.actions.relations.relate_records": _relate,
    "catalogue.actions.form_records.publish_record_from_form": _add,
    "catalogue.actions.form_records.correct_record_from_form": _correct_typed,
    "catalogue.actions.versions.deposit_version": _deposit,
    "curation.actions.bulk_edits.bulk_edit": _bulk_edit,
    "curation.actions.bulk_edits.undo_bulk_edit": _undo,
    "curation.actions.proposals.accept_proposal": _accept,
    "documents.actions.files.add_file": _add_file,
    "documents.actions.files.change_embargo": _change_embargo,
    "documents.actions.files.deposit_file": _deposit_file,
    "documents.actions.files.reindex_after_embargo": _open_embargoed,
    "documents.actions.extracting.extract_file": _read_file,
    "exchange.actions.undoing.undo_import": _undo_import,
    "exchange.actions.writing.write_import": _import,
    "vocabularies.actions.places.correct_place": _rename_place,
    "vocabularies.actions.places.load_places": _load_places,
    "vocabularies.actions.terms.load_terms": _load_terms,
    "vocabularies.actions.topics.load_topics": _load_topics,
}
