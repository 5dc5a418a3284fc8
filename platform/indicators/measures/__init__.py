"""Measures of health inequality: pure functions of values, populations and their order; no tables, no Django."""
