"""Notification kinds, each declared once by the app that uses it."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from core.registry import Registry
from notifications.groups import GROUPS


class Channel(models.TextChoices):
    """The channel of a notification. Everything is also in the inbox."""

    MAIL = "mail", _("By email straight away")
    DIGEST = "digest", _("In the summary email")
    INBOX = "inbox", _("On the site only")


@dataclass(frozen=True)
class Kind:
    """One kind of notification.

    ``group`` names one that a part has registered. ``title`` is formatted with the words given to ``notify``
    and with ``target``, the name of the thing. ``why`` completes "You get this email because …". ``counted``, made
    by ``ngettext_lazy`` with ``"count"``, says how many pieces of news a notification tells (``notify_of_news``).
    Mail about an urgent kind leaves however much a person was mailed today. Who was told of a confidential kind is
    not shown in the administration.
    """

    name: str
    group: str
    title: StrOrPromise
    why: StrOrPromise
    channel: Channel = Channel.DIGEST
    can_be_off: bool = True
    counted: StrOrPromise = ""
    is_urgent: bool = False
    is_confidential: bool = False

    def __post_init__(self) -> None:
        if self.group not in GROUPS:
            raise ValueError(
                f"{self.name!r} is of the group {self.group!r}, which nobody registers."
            )
        _kinds.add(self.name, self)

    @property
    def is_limited(self) -> bool:
        """Tell whether mail of this kind may wait for the summary when a person was mailed often today."""
        return self.can_be_off and not self.is_urgent

    @property
    def label(self) -> str:
        """Return the title without the words that differ from one notification to the next."""
        return str(self.title) % defaultdict(lambda: "…")

    def count_in_words(self, count: int) -> str:
        """Say how many pieces of news there are; nothing for a kind that does not count them."""
        return self.counted % {"count": count} if self.counted else ""

    def channel_for(self, chosen: str | None) -> Channel:
        """Return the channel for somebody who chose this for the group; without a choice, the kind's own."""
        return Channel(chosen) if chosen and self.can_be_off else self.channel


_kinds: Registry[Kind] = Registry("kind of notification")


def all_kinds() -> list[Kind]:
    """Return every declared kind, by name."""
    return list(_kinds.values())


def kinds_that_can_stop() -> list[str]:
    """Return the names of the kinds that a person may get no mail about."""
    return [kind.name for kind in _kinds.values() if kind.can_be_off]


def confidential_kinds() -> list[str]:
    """Return the names of the kinds of which nobody but their recipients shall know."""
    return [kind.name for kind in _kinds.values() if kind.is_confidential]


def kind_named(name: str) -> Kind:
    """Return the kind of this name; raises ``KeyError`` when no app declares it any more."""
    return _kinds[name]
