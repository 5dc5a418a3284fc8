"""Collections, reading lists and proposed corrections."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from core.files.uploads import FileKind
from demo.story.stage import Stage, told_in
from library.catalogue.models import Record
from library.curation.actions.proposals import propose_correction
from library.documents.actions.files import add_file
from library.lists.actions import add_to_list, create_list
from library.usage.actions import add_use
from library.usage.models import UseKind
from library.vocabularies.choices import RecordType

_FUND = """week,counters,households helped,of them in the poorest fifth
1,3,41,29
2,3,57,38
3,5,88,61
4,5,102,74
"""
_INTERVIEWS = """interview,counter,what helped most
1,Aberwen High Street,nobody asked me to prove I was poor
2,Aberwen Station,it was open when I came from work
"""


def collect(stage: Stage) -> None:
    """Make the reading lists and fill them; then two readers propose corrections."""
    for told in told_in("lists"):
        made_at = stage.ago(told["ago"])
        made = create_list(
            user=stage.people[told["owner"]],
            name=told["name"],
            about=told["about"].strip(),
            sharing=told["sharing"],
            at=made_at,
            key=stage.key("list", told["name"]),
        )
        for work in told["works"]:
            record = Record.objects.get(import_key=work["key"])
            add_to_list(reading_list=made, record=record, note=work.get("note", ""), at=made_at)
    for told in told_in("proposals"):
        propose_correction(
            record=Record.objects.get(import_key=told["key"]),
            words=told["words"],
            reason=told["reason"].strip(),
            by=stage.people[told["by"]],
            at=stage.ago(told["ago"]),
            key=stage.key("proposal", told["key"]),
        )


def use_case_studies(stage: Stage) -> None:
    """Give the case studies of the demo their data, one of them under embargo, and visits week by week."""
    studies = Record.objects.filter(type=RecordType.CASE_STUDY, depositor__isnull=False)
    study = studies.order_by("pk")[0]
    version = study.versions.latest("number")
    tables = [("households-by-week", _FUND, None), ("interviews", _INTERVIEWS, stage.day(9))]
    for name, content, closed_until in tables:
        add_file(
            version=version,
            content=SimpleUploadedFile(f"{name}.csv", content.encode()),
            kind=FileKind.CSV,
            embargo_until=closed_until,
            by=stage.people["editor"],
            at=stage.now,
        )
    for number in range(30):
        at = study.published_at + dt.timedelta(days=number % 10, hours=number)
        if at > stage.now:
            break
        for kind in (UseKind.INVESTIGATION, UseKind.REQUEST)[: 1 + number % 2]:
            thing = f"version:{version.pk}"
            add_use(record_id=study.pk, kind=kind, thing=thing, who=f"demo-{number}", at=at)
