"""Reading the folder of a course: ``course.yaml``, one Markdown file a lesson with YAML at its head, and its images.

A line break in a file is one on the page as well: a paragraph is written on one line.
"""

from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from courses.importing.images import with_contents
from courses.importing.problems import CourseDataError, ImportProblem

COURSE_FILE = "course.yaml"
_FENCE = "---"


def read_course(folder: Path) -> dict[str, Any]:
    """Return what ``import_course`` takes: the course, and under ``lessons`` each lesson by its file stem.

    A lesson holds its head as it stands, its ``body``, its ``file`` name and the ``body_line`` on which
    the text starts, so that problems can be named by file and line. Raises ``CourseDataError``.
    """
    course_file = folder / COURSE_FILE
    if not course_file.is_file():
        raise CourseDataError([ImportProblem(COURSE_FILE, "", _("There is no such file."))])
    course = _mapping(_load(course_file.read_text(encoding="utf-8"), COURSE_FILE), COURSE_FILE)
    lessons: dict[str, Any] = {}
    problems: list[ImportProblem] = []
    for path in sorted(folder.glob("*.md")):
        if path.stem.upper() == "README":
            continue
        try:
            lessons[path.stem] = _read_lesson(path)
        except CourseDataError as error:
            problems += error.problems
    if problems:
        raise CourseDataError(problems)
    return {**with_contents(course, folder), "lessons": lessons}


def _read_lesson(path: Path) -> dict[str, Any]:
    # Other signs that end a line for Python are a part of it for people.
    lines = path.read_text(encoding="utf-8").split("\n")
    if lines[0].strip() != _FENCE:
        raise CourseDataError([ImportProblem(path.name, _line(1), _("Start the file with “---”."))])
    ends = [number for number, line in enumerate(lines[1:], start=2) if line.rstrip() == _FENCE]
    if not ends:
        raise CourseDataError([ImportProblem(path.name, _line(1), _("End the head with “---”."))])
    head = _mapping(_load("\n".join(lines[1 : ends[0] - 1]), path.name, offset=1), path.name)
    return {
        **head,
        "body": "\n".join(lines[ends[0] :]).strip("\n"),
        "body_line": _first_text_line(lines, after=ends[0]),
        "file": path.name,
    }


def _first_text_line(lines: list[str], *, after: int) -> int:
    for number, line in enumerate(lines[after:], start=after + 1):
        if line.strip():
            return number
    return after + 1


def _load(text: str, file: str, *, offset: int = 0) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = _line(mark.line + 1 + offset) if mark else ""
        raise CourseDataError([ImportProblem(file, where, str(error.problem))]) from error


def _mapping(value: Any, file: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise CourseDataError([ImportProblem(file, _line(1), _("Write “name: value” lines here."))])
    return value


def _line(number: int) -> str:
    return _("line %(number)s") % {"number": number}
