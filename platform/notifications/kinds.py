"""The kinds of things that people are told, each declared once by the app that tells it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from notifications.models import Notification

Text = str | Promise


class Group(models.TextChoices):
    """What a person chooses a channel for."""

    COURSES = "courses", _("Courses")
    MENTORING = "mentoring", _("Mentoring")
    NETWORKS = "networks", _("Networks")
    LIBRARY = "library", _("Library")
    SUBMISSIONS = "submissions", _("Submissions and reviews")
    ACCOUNT = "account", _("My account")


class Channel(models.TextChoices):
    """How a person is told. Everything also stands in the inbox."""

    MAIL = "mail", _("Mail at once")
    DIGEST = "digest", _("In the regular summary")
    INBOX = "inbox", _("Only in the inbox")


@dataclass(frozen=True)
class Kind:
    """One kind of notification.

    ``title`` is formatted with the words given to ``notify`` and with ``target``, the name of the thing.
    ``why`` completes "You get this mail because …".
    """

    name: str
    group: Group
    title: Text
    why: Text
    channel: Channel = Channel.DIGEST
    can_be_off: bool = True

    def __post_init__(self) -> None:
        if _kinds.setdefault(self.name, self) is not self:
            raise ValueError(f"The kind {self.name!r} is declared twice.")

    def channel_for(self, chosen: str | None) -> Channel:
        """How somebody who chose this for the group is told; without a choice as the kind itself says."""
        return Channel(chosen) if chosen and self.can_be_off else self.channel


_kinds: dict[str, Kind] = {}


@dataclass(frozen=True)
class MailFile:
    """A file that goes with the mail of a notification."""

    name: str
    content: bytes
    media_type: str


Attach = Callable[["Notification"], MailFile | None]
_files: dict[str, Attach] = {}


def mail_file(*kinds: Kind) -> Callable[[Attach], Attach]:
    """Register the decorated ``notification -> file`` for mail of these kinds; it runs when the mail leaves."""

    def register(attach: Attach) -> Attach:
        for kind in kinds:
            if _files.setdefault(kind.name, attach) is not attach:
                raise ValueError(f"The file of {kind.name!r} is defined twice.")
        return attach

    return register


def file_of(notification: "Notification") -> MailFile | None:
    """The file that its app wants to send with the mail of this notification."""
    attach = _files.get(notification.kind)
    return attach(notification) if attach else None


def all_kinds() -> list[Kind]:
    """Every declared kind, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def kind_named(name: str) -> Kind:
    """Return the kind of this name; raises ``KeyError`` when no app declares it any more."""
    return _kinds[name]
