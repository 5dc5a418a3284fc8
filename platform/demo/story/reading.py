"""What people read together: the collections of the library, and lists of their own."""

from demo.story.stage import Stage, told_in
from library.actions import list_record, make_list
from library.models import Record


def collect(stage: Stage) -> None:
    """Make the reading lists and fill them."""
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
