"""Importing courses from files: parsed, checked as a whole, then made by actions."""

from courses.importing.course_files import read_course
from courses.importing.problems import CourseDataError, ImportProblem

__all__ = ["CourseDataError", "ImportProblem", "read_course"]
