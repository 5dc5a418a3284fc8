"""Importing courses from files: parsed, checked as a whole, then made by actions."""

from courses.importing.problems import CourseDataError, Problem
from courses.importing.reading import read_course

__all__ = ["CourseDataError", "Problem", "read_course"]
