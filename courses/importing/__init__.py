"""Courses that were written as files: read, checked whole, then made by the actions of authors."""

from courses.importing.problems import CourseDataError, Problem
from courses.importing.reading import read_course

__all__ = ["CourseDataError", "Problem", "read_course"]
