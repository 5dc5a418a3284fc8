"""Answers and mails as text that is the same whenever they say the same."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from email.message import Message
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from pypdf import PdfReader

_RANDOM_KEY = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b")
_RANDOM_HEX = re.compile(r"\b[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}\b")
_CSRF = re.compile(r"""(csrf\w*["']?\s*(?:value=|:|=)\s*["']?)[A-Za-z0-9]{64}""", re.IGNORECASE)
_COMMENT_FREE_TAG = re.compile(r"<[^<>]*>")
# What is no outside at all, or counts bytes that white space changes.
_UNTOLD_HEADERS = {"content-length", "set-cookie"}
_ONLY_PRESENT = {"etag", "x-request-id"}


def without_chance(text: str) -> str:
    """Replace what is drawn by lot: random keys and the tokens of forms."""
    text = _CSRF.sub(r"\1(token)", text)
    return _RANDOM_HEX.sub("(random key)", _RANDOM_KEY.sub("(random key)", text))


def html_as_text(html: str) -> str:
    """Return HTML with one tag a line; white space between tags is gone, elsewhere it is one space."""
    html = _COMMENT_FREE_TAG.sub(lambda tag: re.sub(r"\s+", " ", tag[0]), html)
    html = re.sub(r"\s+", " ", html)
    return re.sub(r"\s*(<[^<>]*>)", _on_its_line, re.sub(r">\s+<", "><", html)).strip()


def _on_its_line(found: re.Match[str]) -> str:
    # The space between a word and a tag is seen by readers, so a mark keeps it at the end of the line.
    return f"{'␠' if found[0][0].isspace() else ''}\n{found[1]}"


def xml_as_text(xml: str) -> str:
    """Return XML with one tag a line."""
    return re.sub(r">\s*<", ">\n<", xml).strip()


def json_as_text(text: str) -> str:
    """Return JSON with one value a line, in the order in which it came."""
    return json.dumps(json.loads(text), indent=1, ensure_ascii=False)


def pdf_as_text(content: bytes) -> str:
    """Return the words of a PDF, page by page, and what it says of itself."""
    pdf = PdfReader(io.BytesIO(content))
    about = "\n".join(f"{name}: {value}" for name, value in sorted((pdf.metadata or {}).items()))
    pages = (f"--- page {n}\n{page.extract_text()}" for n, page in enumerate(pdf.pages, 1))
    return "\n".join([about, *pages])


def zip_as_text(content: bytes) -> str:
    """Return each file of an archive as text, below its name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(
            f"=== {name}\n{as_text(archive.read(name), _kind_of(name))}"
            for name in archive.namelist()
        )


def _kind_of(name: str) -> str:
    kinds = {"json": "application/json", "pdf": "application/pdf", "txt": "text/plain"}
    return kinds.get(name.rpartition(".")[2].lower(), "application/octet-stream")


_READERS: dict[str, Callable[[str], str]] = {
    "html": html_as_text,
    "json": json_as_text,
    "xml": xml_as_text,
    "text/": str,
    "calendar": str,
    "x-research-info": str,
    "x-bibtex": str,
}


def as_text(content: bytes, kind: str) -> str:
    """Return a body of this content type as text; of pictures and the like only what tells them apart."""
    if content.startswith(b"%PDF"):
        return without_chance(pdf_as_text(content))
    if content.startswith(b"PK\x03\x04"):
        return without_chance(zip_as_text(content))
    for word, read in _READERS.items():
        if word in kind:
            try:
                return without_chance(read(content.decode()))
            except ValueError:
                # It is not what it says; then its bytes are what is compared.
                break
    return f"{len(content)} bytes, sha256 {hashlib.sha256(content).hexdigest()}"


def headers_as_text(headers: Mapping[str, str], cookies: Iterable[Any]) -> str:
    """Return the headers of an answer by name; of its cookies the names and how they are kept."""
    lines = [
        f"{name}: {'(present)' if name.lower() in _ONLY_PRESENT else value}"
        for name, value in sorted(headers.items())
        if name.lower() not in _UNTOLD_HEADERS
    ]
    kept = ("path", "samesite", "httponly", "secure", "max-age")
    lines += [
        f"Set-Cookie: {cookie.key} {' '.join(f'{name}={cookie[name]}' for name in kept)}"
        for cookie in sorted(cookies, key=lambda cookie: cookie.key)
    ]
    return without_chance("\n".join(lines))


def mail_as_text(mail: EmailMessage) -> str:
    """Return a mail: its head, its text, its HTML and whatever is attached."""
    head = {
        "Subject": mail.subject,
        "From": mail.from_email,
        "To": ", ".join(mail.to),
        "Cc": ", ".join(mail.cc),
        "Bcc": ", ".join(mail.bcc),
        "Reply-To": ", ".join(mail.reply_to),
        **{name: str(value) for name, value in sorted(mail.extra_headers.items())},
    }
    parts = [without_chance("\n".join(f"{name}: {value}" for name, value in head.items())), ""]
    parts.append(without_chance(str(mail.body)))
    if isinstance(mail, EmailMultiAlternatives):
        for content, kind in mail.alternatives:
            parts += [f"=== {kind}", as_text(str(content).encode(), str(kind))]
    for attached in mail.attachments:
        parts.append(_attachment_as_text(attached))
    return "\n".join(parts)


def _attachment_as_text(attached: Any) -> str:
    if isinstance(attached, Message):
        content, kind = attached.get_payload(decode=True), attached.get_content_type()
        return f"=== {attached.get_filename()} ({kind})\n{as_text(bytes(content or b''), kind)}"
    name, content, kind = attached
    raw = content if isinstance(content, bytes) else str(content).encode()
    return f"=== {name} ({kind})\n{as_text(raw, kind or '')}"
