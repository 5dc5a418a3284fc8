"""The text of the record that an accepted submission becomes: its fields as sections of Markdown."""

import re

from submissions.content import Input, SubmissionKind, fields_of, shown
from submissions.models import Submission

_HEADING = re.compile(r"^(#{1,5})(?=\s)", re.MULTILINE)
# What the record has fields of its own for.
_ELSEWHERE = {SubmissionKind.REPORT: frozenset({"publisher", "year", "url"})}


def body_of(submission: Submission) -> str:
    """One section for each answered field, in the order of the form. Headings inside go one level down."""
    elsewhere = _ELSEWHERE.get(SubmissionKind(submission.kind), frozenset())
    sections = []
    for field in fields_of(submission.kind):
        text = shown(field, submission.content.get(field.name))
        if not text or field.name in elsewhere:
            continue
        if field.input is Input.PROSE:
            text = _HEADING.sub(r"#\1", text)
        sections.append(f"# {field.label}\n\n{text}")
    return "\n\n".join(sections)
