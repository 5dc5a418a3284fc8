"""Noticing that a record is used, and showing how often."""

from library.usage.noticing import count_use

__all__ = ["count_use"]
