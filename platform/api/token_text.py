"""The text of a token: ``praxis_``, 32 random characters, and six that check them.

The fixed beginning lets scanners of source code find tokens that were published by mistake; the checksum lets them, and
us, tell a token from other text without asking the database.
"""

import hashlib
import secrets
import string
import zlib

BEGINNING = "praxis_"
_CHARACTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM, _CHECKSUM = 32, 6
# So much of a token is shown, for its owner to know it by; 28 random characters stay secret.
_SHOWN = len(BEGINNING) + 4


def new_token_text() -> str:
    """Return the text of a new token, of 190 random bits."""
    random = "".join(secrets.choice(_CHARACTERS) for _n in range(_RANDOM))
    return f"{BEGINNING}{random}{_checksum_of(random)}"


def is_token_text(text: str) -> bool:
    """Tell whether a text can be a token of ours: its form and checksum are right."""
    rest = text.removeprefix(BEGINNING)
    if rest == text or len(rest) != _RANDOM + _CHECKSUM or not set(rest) <= set(_CHARACTERS):
        return False
    return _checksum_of(rest[:_RANDOM]) == rest[_RANDOM:]


def digest_of(text: str) -> str:
    """Return what is stored of a token. No salt and no slow hash: 190 random bits cannot be guessed.

    Looked up by its digest, a token tells nothing by the time that takes: nobody can choose digests.
    """
    return hashlib.sha256(text.encode()).hexdigest()


def shown_part_of(text: str) -> str:
    """Return the beginning of a token, by which its owner knows it."""
    return text[:_SHOWN]


def _checksum_of(random: str) -> str:
    number = zlib.crc32(random.encode())
    characters = ""
    for _n in range(_CHECKSUM):
        number, place = divmod(number, len(_CHARACTERS))
        characters = _CHARACTERS[place] + characters
    return characters
