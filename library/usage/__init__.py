"""Noticing that a record is used, and showing how often."""
