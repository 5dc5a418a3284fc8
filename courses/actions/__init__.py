"""Every write of the courses."""

from courses.actions.attempts import submit_attempt
from courses.actions.certificates import revoke_certificate
from courses.actions.citations import (
    cite_in_lesson,
    cite_newer_version,
    keep_citation,
    move_citation,
    uncite_in_draft,
    withdraw_further_evidence,
)
from courses.actions.content import (
    add_lesson,
    add_module,
    edit_lesson,
    edit_module,
    move_lesson,
    move_module,
    remove_lesson,
    remove_module,
)
from courses.actions.evidence import (
    drop_evidence,
    keep_evidence,
    rest_plan_on,
    take_newer_evidence,
)
from courses.actions.importing import import_course
from courses.actions.learning import complete_lesson, enrol, leave_all_courses, leave_course
from courses.actions.plans import (
    ask_for_outcomes,
    finish_plan,
    record_outcome,
    save_plan,
    start_plan,
)
from courses.actions.questions import (
    OptionWords,
    add_question,
    edit_question,
    move_question,
    remove_question,
)
from courses.actions.releases import begin_draft, create_course, edit_course, publish_release

__all__ = [
    "OptionWords",
    "add_lesson",
    "add_module",
    "add_question",
    "ask_for_outcomes",
    "begin_draft",
    "cite_in_lesson",
    "cite_newer_version",
    "complete_lesson",
    "create_course",
    "drop_evidence",
    "edit_course",
    "edit_lesson",
    "edit_module",
    "edit_question",
    "enrol",
    "finish_plan",
    "import_course",
    "keep_citation",
    "keep_evidence",
    "leave_all_courses",
    "leave_course",
    "move_citation",
    "move_lesson",
    "move_module",
    "move_question",
    "publish_release",
    "record_outcome",
    "remove_lesson",
    "remove_module",
    "remove_question",
    "rest_plan_on",
    "revoke_certificate",
    "save_plan",
    "start_plan",
    "submit_attempt",
    "take_newer_evidence",
    "uncite_in_draft",
    "withdraw_further_evidence",
]
