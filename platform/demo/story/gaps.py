"""Evidence gaps in every state, found by rule, asked and told by people, and kinds of evidence for the map."""

from typing import Any

from demo.story.stage import Stage, told_in
from library.catalogue.models import Record
from library.curation.actions.bulk_edits import bulk_edit
from library.curation.bulk_changes import Change
from library.finding.actions import count_gap
from library.gaps.actions.filling import fill_gap, follow_gap, start_work
from library.gaps.actions.proposing import propose_found_gaps
from library.gaps.actions.register import accept_gap, add_gap, dismiss_gap, propose_gap
from library.gaps.finders import find_all_gaps
from library.gaps.models import EvidenceGap, Origin
from library.vocabularies.choices import EvidenceKind, RecordType
from library.vocabularies.models import Topic
from networks.models import Network

# On what works of these types rest, as the editor of the demo institute noted it.
_KINDS = {
    RecordType.EVIDENCE_REVIEW: EvidenceKind.OTHER_REVIEW,
    RecordType.CASE_STUDY: EvidenceKind.EXPERIENCE,
    RecordType.DATASET: EvidenceKind.STATISTICS,
}


def describe_evidence(stage: Stage) -> None:
    """Note on what the reviews, case studies and data sets of the library rest."""
    for type_, kind in _KINDS.items():
        keys = Record.objects.published().filter(type=type_).values_list("pk", flat=True)
        bulk_edit(
            keys=list(keys),
            change=Change(sets={"evidence_kind": kind}),
            by=stage.people["editor"],
            at=stage.ago(45),
            key=stage.key("evidence", type_),
        )


def look_for_gaps(stage: Stage) -> None:
    """Let the rules find gaps, decide on some of them, and let people tell of others."""
    told, editor = told_in("evidence_gaps"), stage.people["editor"]
    for search in told["searches"]:
        for time in range(search["times"]):
            count_gap(
                text=search["words"], on=stage.ago(search["ago"] + search["times"] - time).date()
            )
    at = stage.ago(20)
    propose_found_gaps(found=find_all_gaps(at), at=at)
    found = {gap.fact_key: gap for gap in EvidenceGap.objects.exclude(fact_key="")}
    for key in told["accepted"]:
        accept_gap(gap=found[key], by=editor, at=stage.ago(18))
    for title in told["questions"]:
        asked = EvidenceGap.objects.get(origin=Origin.QUESTION, title=title)
        accept_gap(gap=asked, by=editor, at=stage.ago(18))
    for each in told["dismissed"]:
        dismiss_gap(gap=found[each["key"]], reason=each["reason"], by=editor, at=stage.ago(18))
    for each in told["added"]:
        _add(stage, each)
    for each in told["proposed"]:
        propose_gap(
            words=_words(each),
            by=stage.people[each["by"]],
            at=stage.ago(each["ago"]),
            key=stage.key("gap", each["title"]),
        )
    # Last night's search for gaps: a question that meanwhile waits for too long.
    propose_found_gaps(found=find_all_gaps(stage.ago(1)), at=stage.ago(1))


def _add(stage: Stage, told: dict[str, Any]) -> None:
    by, at = stage.people[told["by"]], stage.ago(told["ago"])
    gap = add_gap(
        words={**_words(told), "priority": told["priority"]},
        by=by,
        at=at,
        key=stage.key("gap", told["title"]),
        origin=Origin.PERSON,
    )
    for person in stage.cast(told["followers"]):
        follow_gap(gap=gap, user=person, at=at)
    for work in told.get("works", []):
        network = Network.objects.get(name=work["network"])
        start_work(
            gap=gap,
            worker=f"network:{network.pk}",
            user=stage.people[work["who"]],
            at=stage.ago(work["ago"]),
        )
    if "filled_by" in told:
        studies = Record.objects.filter(type=RecordType.CASE_STUDY, depositor__isnull=False)
        fill_gap(gap=gap, records=[studies.order_by("pk")[0]], by=by, at=stage.ago(5))


def _words(told: dict[str, Any]) -> dict[str, Any]:
    topic = Topic.objects.get(code=told["topic"])
    return {"title": told["title"], "rationale": told["rationale"].strip(), "topic": topic}
