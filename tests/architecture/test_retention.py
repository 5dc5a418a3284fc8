"""What the papers promise to delete is deleted by a job, and no job deletes in silence."""

import re
from pathlib import Path

from django.utils.module_loading import import_string

from config.schedule import SCHEDULE

ROOT = Path(__file__).resolve().parents[2]
PAPER = (ROOT / "docs/retention.md").read_text(encoding="utf-8")
# By these words the name of a task says that it ends something.
ENDS = re.compile(r"(^|_)(forget|empty|leave|delete|clear|closed|drop|remove|back_up)(_|$)")


def jobs() -> set[str]:
    return {str(entry["task"]) for entry in SCHEDULE.values()}


def test_every_clearing_that_the_paper_names_is_a_job():
    named = set(re.findall(r"`(\w+\.tasks\.\w+)`", PAPER))

    assert named - jobs() == set()
    assert [name for name in named if not callable(import_string(name))] == []


def test_every_job_that_ends_something_stands_in_the_paper():
    ending = {job for job in jobs() if ENDS.search(job.rpartition(".")[2])}

    assert len(ending) > 8
    assert {job for job in ending if f"`{job}`" not in PAPER} == set()
