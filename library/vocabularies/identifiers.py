"""Identifiers of works and people: how they are written, and the check digits that find slips of the pen."""

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_DOI_BEFORE = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
# ISO 26324: a directory indicator 10, a registrant of digits and dots, a slash, and a suffix of any
# printing characters. Spaces end it in every text, so they are no part of it here.
_DOI = re.compile(r"^10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s]{1,200}$")
_ISSN = re.compile(r"(?<![\w-])([0-9]{4})[-\u2010-\u2015]?([0-9]{3}[0-9Xx])(?![\w-])")
_ORCID_BEFORE = re.compile(r"^(?:https?://)?(?:www\.)?orcid\.org/", re.IGNORECASE)
_ORCID = re.compile(r"^[0-9]{4}-?[0-9]{4}-?[0-9]{4}-?[0-9]{3}[0-9X]$", re.IGNORECASE)


def normalise_doi(text: str) -> str:
    """Return the DOI as it is kept, in small letters and without the resolver's address; empty for an empty text.

    Raises ``ValidationError`` for what is none. DOIs do not tell capitals from small letters (ISO 26324).
    """
    text = _DOI_BEFORE.sub("", text.strip())
    if text and not _DOI.match(text):
        raise ValidationError(_("Enter a DOI, for example 10.1136/bmj.m693."))
    return text.lower()


def normalise_isbn(text: str) -> str:
    """Return the ISBN as thirteen digits; empty for an empty text.

    Takes ten or thirteen with hyphens or spaces. Raises ``ValidationError`` when the check digit is wrong
    (ISO 2108: for ten, the weighted sum 10…1 is a multiple of 11; for thirteen, that of 1, 3, 1 … of 10).
    """
    digits = re.sub(r"[\s\-\u2010-\u2015]", "", text).upper().removeprefix("ISBN").lstrip(":")
    if not digits:
        return ""
    if re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        weighted = sum((10 - i) * _value(d) for i, d in enumerate(digits))
        if weighted % 11 == 0:
            stem = "978" + digits[:9]
            return stem + str(-_weighted_13(stem) % 10)
    elif re.fullmatch(r"97[89][0-9]{10}", digits) and _weighted_13(digits) % 10 == 0:
        return digits
    raise ValidationError(_("This is not a valid ISBN. Check each digit."))


def isbn_among(texts: Iterable[str]) -> str:
    """Return the first ISBN among numbers of a work; ISSNs and words beside the numbers are let go.

    Catalogues of others give ISSN and ISBN in one place, several on a line, with notes such as "(Print)".
    A number that has the length of an ISBN but a wrong check digit is returned as it is, so that it can be
    told; empty when there is none.
    """
    wrong = ""
    for text in texts:
        pieces = re.split(r"[;,\n|()\[\]]", text)
        for piece in [*pieces, *(word for each in pieces for word in each.split())]:
            try:
                if isbn := normalise_isbn(piece):
                    return isbn
            except ValidationError:
                digits = re.sub(
                    r"[\s\-\u2010-\u2015]|^ISBN(?:-1[03])?:?", "", piece.strip().upper()
                )
                if re.fullmatch(r"[0-9]{9}[0-9X]|[0-9]{13}", digits):
                    wrong = wrong or piece.strip()
    return wrong


def issns_among(texts: Iterable[str]) -> frozenset[str]:
    """Return the ISSNs among numbers of a work, of its journal in print and online, without their hyphens.

    The weighted sum 8…1 of the digits of an ISSN is a multiple of 11 (ISO 3297); other numbers are let go.
    """
    found = (_ISSN.findall(text) for text in texts)
    numbers = {"".join(parts).upper() for pairs in found for parts in pairs}
    return frozenset(
        number
        for number in numbers
        if sum((8 - i) * _value(d) for i, d in enumerate(number)) % 11 == 0
    )


def normalise_orcid(text: str) -> str:
    """Return the ORCID iD in four groups of four; empty for an empty text.

    Raises ``ValidationError`` when the last character does not fit (ISO 7064, MOD 11-2).
    """
    text = _ORCID_BEFORE.sub("", text.strip()).strip("/")
    if not text:
        return ""
    digits = text.replace("-", "").upper()
    if not _ORCID.match(text) or digits[-1] != _check_of_orcid(digits[:-1]):
        raise ValidationError(
            _("“%(text)s” is not a valid ORCID iD. Check each character.") % {"text": text[:40]}
        )
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


def _value(digit: str) -> int:
    return 10 if digit == "X" else int(digit)


def _weighted_13(digits: str) -> int:
    return sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(digits))


def _check_of_orcid(digits: str) -> str:
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "X" if check == 10 else str(check)
