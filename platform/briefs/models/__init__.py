"""The tables of briefs, of their versions, and of what each version is made of."""

from briefs.models.briefs import Brief, Edition
from briefs.models.parts import Part

__all__ = ["Brief", "Edition", "Part"]
