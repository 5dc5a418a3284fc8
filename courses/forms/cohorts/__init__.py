"""The forms of cohorts."""
