"""The pages of cohorts."""
