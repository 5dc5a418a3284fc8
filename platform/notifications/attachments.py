"""Files that go with the mail of a notification: each app makes its own in ``mail_files.py``."""

from collections.abc import Callable
from dataclasses import dataclass

from core.registry import Registry
from notifications.kinds import Kind
from notifications.models import Notification


@dataclass(frozen=True)
class MailFile:
    """A file that goes with the mail of a notification.

    With ``reads_as`` its text is also the last of the ways in which the mail can be read, under that media type.
    """

    name: str
    content: bytes
    media_type: str
    reads_as: str = ""


Attach = Callable[[Notification], MailFile | None]
_files: Registry[Attach] = Registry("file of a notification")


def mail_file(*kinds: Kind) -> Callable[[Attach], Attach]:
    """Register the decorated ``notification -> file`` for mail of these kinds; it runs when the mail leaves."""

    def register(attach: Attach) -> Attach:
        for kind in kinds:
            _files.add(kind.name, attach)
        return attach

    return register


def file_of(notification: Notification) -> MailFile | None:
    """Return the file that an app attaches to the mail of this notification."""
    attach = _files.get(notification.kind)
    return attach(notification) if attach else None
