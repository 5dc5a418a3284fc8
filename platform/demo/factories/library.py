"""Made-up records and topics for tests and for the demo, made by the library's own actions."""

import datetime as dt
from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from core.files.uploads import FileKind
from demo.factories.accounts import UserFactory
from library.catalogue.actions.records import publish_record, withdraw_record
from library.catalogue.models import File, Record
from library.catalogue.states import RecordState
from library.documents.actions.files import add_file
from library.vocabularies.choices import RecordType
from library.vocabularies.models import Topic
from library.vocabularies.names import CreatorName


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    code = factory.Sequence(lambda n: f"topic-{n}")
    label = factory.Sequence(lambda n: f"Topic {n}")
    position = factory.Sequence(lambda n: n)


class RecordFactory(DjangoModelFactory):
    """A published record. ``RecordFactory(topics=[…], state=RecordState.WITHDRAWN)`` makes a tombstone."""

    class Meta:
        model = Record

    type = RecordType.REPORT
    title = factory.Sequence(lambda n: f"Report number {n}")
    summary = "What one place tried, and what came of it for the people who live there."
    year = 2020
    on = factory.LazyFunction(timezone.localdate)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> Record:
        state = fields.pop("state", RecordState.PUBLISHED)
        fields.setdefault("topics", None)
        topics = fields.pop("topics") or [TopicFactory()]
        creators = fields.pop("creators", None) or [CreatorName("Ada Byron")]
        by: User | None = fields.pop("withdrawn_by", None)
        record = publish_record(topics=topics, creators=creators, **fields)
        if state == RecordState.WITHDRAWN:
            withdraw_record(
                record=record,
                reason="It was published by mistake.",
                by=by or UserFactory(),
                at=timezone.now() + dt.timedelta(seconds=1),
            )
            record.refresh_from_db()
        return record


class FileFactory(DjangoModelFactory):
    """A document of a record's newest version: ``FileFactory(record=record, embargo_until=day)``."""

    class Meta:
        model = File

    record = factory.SubFactory(RecordFactory)
    content = b"place,rate\nLeeds,4\n"
    kind = FileKind.CSV
    embargo_until = None
    at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **fields: Any) -> File:
        record, kind = fields.pop("record"), fields["kind"]
        upload = SimpleUploadedFile(f"rates.{kind.ending}", fields.pop("content"))
        by = fields.pop("by", None) or UserFactory()
        return add_file(version=record.current_version, content=upload, by=by, **fields)
