"""Choices that are in order already, for a field that is offered them anew in each form."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.choices import BaseChoiceIterator


class GivenChoices(BaseChoiceIterator):
    """Pairs of value and label, or groups of them. Django looks into each choice of any other list, and does so twice."""

    def __init__(self, choices: Sequence[tuple[Any, Any]]) -> None:
        self._choices = choices

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        return iter(self._choices)
