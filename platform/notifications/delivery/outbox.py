"""The development outbox: mail is printed on the console and kept as files that a page shows."""

import email
import email.policy
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage as ParsedMail
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend as ConsoleBackend


class OutboxBackend(ConsoleBackend):
    """Mail backend of the development server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.OUTBOX_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}.eml"
            (folder / name).write_bytes(message.message().as_bytes())
        return super().send_messages(email_messages) or 0


@dataclass(frozen=True)
class KeptMail:
    """One mail of the outbox, as its page shows it."""

    name: str
    to: str
    subject: str
    date: str
    text: str


def kept_mails(*, to: str = "", most: int = 50) -> list[KeptMail]:
    """Return the newest mails first, optionally only those whose address contains ``to``."""
    folder = Path(settings.OUTBOX_DIR)
    if not folder.exists():
        return []
    mails: list[KeptMail] = []
    for file in sorted(folder.glob("*.eml"), reverse=True):
        mail = _read(file)
        if to.lower() in mail.to.lower():
            mails.append(mail)
        if len(mails) == most:
            break
    return mails


def _read(file: Path) -> KeptMail:
    parsed: ParsedMail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body = parsed.get_body(preferencelist=("plain", "html"))
    return KeptMail(
        name=file.stem,
        to=str(parsed["To"]),
        subject=str(parsed["Subject"]),
        date=str(parsed["Date"]),
        text=body.get_content() if body else "",
    )
