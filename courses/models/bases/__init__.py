"""Columns that models of the courses share."""
