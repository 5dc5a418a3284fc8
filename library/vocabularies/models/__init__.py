"""The tables of the shelf vocabularies."""

from library.vocabularies.models.places import Place, Term
from library.vocabularies.models.topics import Topic, TopicInterest

__all__ = ["Place", "Term", "Topic", "TopicInterest"]
