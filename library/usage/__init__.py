"""Noticing that a record is used, and showing how often."""

from library.usage.noticing import count_use
from library.usage.robots import is_robot

__all__ = ["count_use", "is_robot"]
