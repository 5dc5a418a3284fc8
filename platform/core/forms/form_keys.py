"""Forms that are sent twice: a double click gets the first result, and a changed text is not lost."""

import uuid
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from core.refusals import Conflict

_Thing = TypeVar("_Thing", bound=models.Model)


class AlreadySubmitted(Conflict):
    """The form with this key was sent before, with other words or for another thing."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "You have already sent this form, and we have saved it. Send it again if you "
                "want to add this text too."
            )
        )


def first_result(things: models.QuerySet[_Thing], key: uuid.UUID, **words: Any) -> _Thing | None:
    """Return what the first submit with this form key made; nothing for a new key.

    ``things`` are all that the key must be unique among. Raises ``AlreadySubmitted`` when ``words``, by the names
    of columns, differ from those of the first: going back and changing the text is not a double click.
    """
    first = things.filter(form_key=key).first()
    if first is not None and any(getattr(first, name) != word for name, word in words.items()):
        raise AlreadySubmitted
    return first
