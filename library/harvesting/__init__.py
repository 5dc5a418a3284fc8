"""The library as other libraries harvest it: OAI-PMH 2.0."""

from library.harvesting.provider import answer

__all__ = ["answer"]
