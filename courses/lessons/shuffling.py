"""The order in which the items of an ordering are shown."""

import random
from collections.abc import Sequence

from courses.models import Option, Question


def shuffled(question: Question, options: Sequence[Option]) -> list[Option]:
    """Return the items of an ordering in an order that is always the same and not the right one."""
    mixed = list(options)
    random.Random(question.pk).shuffle(mixed)  # noqa: S311  (a fixed order, no secret)
    if len(mixed) > 1 and mixed == list(options):
        mixed.append(mixed.pop(0))
    return mixed
