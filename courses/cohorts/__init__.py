"""Cohorts: what follows from their dates, and how their learners are doing. Nothing here writes."""
