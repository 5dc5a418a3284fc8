"""What a case study says of what was learnt, and for whom it works."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django_stubs_ext import StrOrPromise

from core.text import render_markdown
from library.catalogue.type_fields import type_fields_of
from submissions.models import Submission

# What an editor needs to decide where it belongs.
_READ = ("lessons", "transfer", "population", "setting", "did_not_work", "result")


@dataclass(frozen=True)
class LearntSection:
    """A part of the case study as it is published now."""

    name: str
    label: StrOrPromise
    html: SafeString


def read_learnt(work: Submission) -> list[LearntSection]:
    """Return what the current version of the record says; load ``record__current_version`` with the work."""
    version = work.record.current_version if work.record else None
    said = version.particulars if version else {}
    fields = {field.name: field for field in type_fields_of(work.kind)}
    return [
        LearntSection(name, fields[name].label, render_markdown(said[name], top_heading=4))
        for name in _READ
        if said.get(name)
    ]
