"""Snapshots: the submitted content as plain values that a revision keeps for ever."""

from typing import Any

from submissions.models import Submission


def snapshot_of(submission: Submission) -> dict[str, Any]:
    """Return everything an editor and a reviewer read, in four queries."""
    topics = submission.topics.order_by("label", "pk").values_list("code", "label")
    return {
        "fields": submission.values,
        "topics": [{"code": code, "label": label} for code, label in topics],
        "draws_on": list(submission.draws_on.order_by("title", "pk").values("pk", "title")),
        "co_authors": [
            {"pk": person.pk, "name": person.name, "organisation": person.organisation}
            for person in submission.co_authors.in_order()
        ],
        "files": [
            {"pk": file.pk, "name": file.name, "size": file.size, "sha256": file.sha256}
            for file in submission.attachments.in_order()
        ],
    }
