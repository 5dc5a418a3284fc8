"""Grades: the items of a course that are graded, what each learner has, and the total by one rule."""
