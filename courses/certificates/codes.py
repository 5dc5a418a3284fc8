"""Certificate codes: hard to guess, easy to read aloud."""

import secrets

# Crockford's base 32: without I, L, O and U. Twelve characters carry 60 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Return a new random code in three groups of four, as in ``7K2M-Q9XB-40TZ``."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def grouped(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(text: str) -> str | None:
    """Read a typed code, whatever its case, spaces and look-alikes; ``None`` if it is none."""
    bare = "".join(c for c in text.upper() if c.isalnum()).translate(_LOOKALIKES)
    if len(bare) != LENGTH or any(c not in ALPHABET for c in bare):
        return None
    return grouped(bare)
