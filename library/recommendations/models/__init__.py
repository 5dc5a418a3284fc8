"""The tables of recommendations."""

from library.recommendations.models.recommendations import Addressee, Recommendation

__all__ = ["Addressee", "Recommendation"]
