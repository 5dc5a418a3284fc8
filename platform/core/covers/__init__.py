"""Covers: pictures for things that nobody gave one, made from title and topic.

The same title and topic always give the same picture. A cover holds no text, as it always stands beside the title:
nothing in it can overflow, and it needs no alternative text. Its address says all that is needed to draw it.
"""
