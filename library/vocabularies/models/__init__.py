"""The tables of the vocabularies: topics, places, population groups and settings."""

from library.vocabularies.models.places import Place
from library.vocabularies.models.terms import Term
from library.vocabularies.models.topics import Topic, TopicInterest

__all__ = ["Place", "Term", "Topic", "TopicInterest"]
