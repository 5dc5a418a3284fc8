"""Taking people's data and secrets out of texts for operators."""

import re

# ``ana@example.org``, and ``password@host`` in the address of a server.
_ADDRESS = re.compile(r"[^\s@<>\"'(),;:\[\]{}/=]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_QUERY = re.compile(r"\?[\w%.~+\[\]-]+=[^\s'\"<>]*")
# What ``django.core.signing`` makes: the value, its time and its signature.
_SIGNED = re.compile(r"[\w.-]+:[A-Za-z0-9]{5,8}:[\w-]{27,}")


def scrubbed(text: str) -> str:
    """Return the text without mail addresses, query strings and signed tokens."""
    text = _SIGNED.sub("<token>", text)
    return _QUERY.sub("?…", _ADDRESS.sub("<address>", text))
