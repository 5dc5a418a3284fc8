"""Reading what mail servers report of mails that could not be delivered (RFC 3464)."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message


@dataclass(frozen=True)
class BounceReport:
    """A report that a mail failed for good: the name of that mail (``Message-ID``)."""

    message_id: str


def read_report(source: bytes) -> BounceReport | None:
    """Return what a mail reports, or nothing unless it is a report that a mail failed for good.

    A delay (4.x.x) is none, and neither is a notice of absence or an ordinary mail.
    """
    mail = email.message_from_bytes(source, policy=email.policy.compat32)
    parts = list(mail.walk())
    if not any(_says_failed(part) for part in parts):
        return None
    name = next(_names_of_original(parts), "")
    return BounceReport(name) if name else None


def _says_failed(part: Message) -> bool:
    if part.get_content_type() != "message/delivery-status":
        return False
    blocks = part.get_payload()
    return isinstance(blocks, list) and any(
        isinstance(block, Message)
        and _word(block, "Action").lower() == "failed"
        and _word(block, "Status").startswith("5.")
        for block in blocks
    )


def _names_of_original(parts: list[Message]) -> Iterator[str]:
    """Find the name in the mail that came back, or in its head where only that came back."""
    for part in parts:
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                yield from filter(None, [_word(inner[0], "Message-ID")])
        elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            head = part.get_payload(decode=True)
            if isinstance(head, bytes):
                yield from filter(None, [_word(email.message_from_bytes(head), "Message-ID")])


def _word(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip()
