"""How much the graded items of a course count, in files.

A lesson that is graded may say ``weight: 30`` in its head, and ``course.yaml`` ``attendance_weight: 10`` for the live
sessions that somebody came to. What says nothing counts as usual for its kind.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from courses.grades.items import USUAL_WEIGHTS
from courses.importing.problems import Check
from courses.models.grades import MOST_WEIGHT


def check_weight(check: Check, file: str, kind: str, data: Mapping[str, Any]) -> int | None:
    """Check the ``weight`` of a lesson; None where the file says nothing."""
    if "weight" not in data:
        return None
    if kind not in USUAL_WEIGHTS:
        check.add(file, "weight", _("A lesson of this kind is not graded. Leave the weight out."))
        return None
    return _weight(check, data, "weight", file)


def check_attendance_weight(check: Check, file: str, data: Mapping[str, Any]) -> int | None:
    """Check the ``attendance_weight`` of a course; None where the file says nothing."""
    if "attendance_weight" not in data:
        return None
    return _weight(check, data, "attendance_weight", file)


def _weight(check: Check, data: Mapping[str, Any], name: str, file: str) -> int:
    return check.number(data, name, file, least=0, most=MOST_WEIGHT, default=0)
