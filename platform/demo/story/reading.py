"""What people read together: collections, lists of their own, and what they would correct in the library."""

from demo.story.stage import Stage, told_in
from library.actions import list_record, make_list, propose_correction
from library.models import Record


def collect(stage: Stage) -> None:
    """Make the reading lists and fill them; then two readers propose corrections."""
    for told in told_in("lists"):
        made_at = stage.ago(told["ago"])
        made = make_list(
            user=stage.people[told["owner"]],
            name=told["name"],
            about=told["about"].strip(),
            sharing=told["sharing"],
            at=made_at,
            key=stage.key("list", told["name"]),
        )
        for work in told["works"]:
            record = Record.objects.get(import_key=work["key"])
            list_record(reading_list=made, record=record, note=work.get("note", ""), at=made_at)
    for told in told_in("proposals"):
        propose_correction(
            record=Record.objects.get(import_key=told["key"]),
            words=told["words"],
            reason=told["reason"].strip(),
            by=stage.people[told["by"]],
            at=stage.ago(told["ago"]),
            key=stage.key("proposal", told["key"]),
        )
